import pytest

from scheduler.rendering.emoji import KEYCAPS, LONGEST, without_emoji
from scheduler.rendering.packaged import packaged, words_of

FAMILY = "👨\u200d👩\u200d👧\u200d👦"


def test_a_text_without_emoji_is_left_as_it_is() -> None:
    assert without_emoji("Sign now — 17 of 30.") == ("Sign now — 17 of 30.", 0)


def test_digits_beside_emoji_stay_digits() -> None:
    assert without_emoji("1 of 2 😀3") == ("1 of 2 3", 1)


@pytest.mark.parametrize(
    "emoji",
    [
        "😀",
        "☺\ufe0f",
        "✊🏽",
        FAMILY,
        "👩🏾\u200d⚕\ufe0f",
        "🇩🇪",
        "🏳\ufe0f\u200d🌈",
        "1\ufe0f\u20e3",
        "#\u20e3",
        "*\u20e3",
        "©",
        "®",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
)
def test_an_emoji_is_taken_with_all_its_parts(emoji: str) -> None:
    assert without_emoji(f"a{emoji}b") == ("ab", 1)


def test_emoji_in_a_row_are_taken_one_by_one() -> None:
    assert without_emoji(f"{FAMILY}😀🇩🇪🇫🇷") == ("", 4)


def test_text_around_and_between_emoji_is_kept_in_order() -> None:
    assert without_emoji("a😀b✊🏽c") == ("abc", 2)


def test_the_longest_emoji_is_taken() -> None:
    assert without_emoji("👩\u200d👩\u200d👧") == ("", 1)


def test_emoji_that_make_none_together_are_taken_apart_and_leave_the_joiner() -> None:
    assert without_emoji("👩\u200d👩") == ("\u200d", 2)


def test_a_joiner_at_the_end_is_left() -> None:
    assert without_emoji("😀\u200d") == ("\u200d", 1)


def test_a_flag_of_no_country_is_left() -> None:
    assert without_emoji("🇦🇦") == ("🇦🇦", 0)


def test_a_selector_for_text_turns_an_emoji_back_into_characters() -> None:
    assert without_emoji("❤\ufe0e") == ("❤\ufe0e", 0)


def test_newer_emoji_than_the_oldest_table_are_left_as_characters() -> None:
    assert without_emoji("🫠") == ("🫠", 0)


def test_no_emoji_is_longer_than_the_longest_looked_for() -> None:
    table = packaged("emoji")
    toned = max(len(emoji) + 1 for emoji in words_of(table, "toned"))
    regions = max(len(region) + 2 for region in words_of(table, "regions"))
    longest_keycap = 1 + max(map(len, KEYCAPS))
    assert max(map(len, words_of(table, "plain")), default=0) <= LONGEST
    assert max(toned, regions, longest_keycap) <= LONGEST
