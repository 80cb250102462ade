import pytest

from scheduler.config.flaws import Mark
from scheduler.config.text import SPOILED, decode, place


def test_plain_text_is_itself() -> None:
    assert decode("a: é\n".encode()) == ("a: é\n", ())


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_becomes_a_plain_one(ending: bytes) -> None:
    assert decode(b"a" + ending + b"b" + ending) == ("a\nb\n", ())


def test_a_byte_order_mark_at_the_beginning_is_no_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbfa: b") == ("a: b", ())


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_named(mark: bytes) -> None:
    clean, (flaw,) = decode(mark + b"a\x00")

    assert clean is None
    assert flaw.mark == (1, 1)
    assert flaw.what == "this file is UTF-16, not UTF-8"


def test_a_byte_that_is_no_utf_8_is_named_with_its_place() -> None:
    clean, (flaw,) = decode("é: ä\r\nb: ".encode() + b"\xe9t\xe9 encore")

    assert clean is None
    assert flaw.mark == (2, 4)
    assert flaw.what == "byte 12, 0xE9, is not UTF-8"


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_file_cut_within_a_character_says_so(cut: int) -> None:
    clean, (flaw,) = decode(b"a: " + "🕯".encode()[:cut])

    assert clean is None
    assert flaw.mark == (1, 4)
    assert flaw.what == "the file ends in the middle of a character (byte 4)"


def test_a_stray_byte_near_the_end_is_not_taken_for_a_cut() -> None:
    _, (flaw,) = decode(b"a: \x80")

    assert flaw.what == "byte 4, 0x80, is not UTF-8"


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\u200b", "U+200B, zero width space"),
        ("\u2060", "U+2060, word joiner"),
        ("\u00ad", "U+00AD, soft hyphen"),
        ("\u202e", "U+202E, right-to-left override"),
        ("\u2066", "U+2066, left-to-right isolate"),
        ("\u2028", "U+2028, line separator"),
        ("\ufeff", "U+FEFF, zero width no-break space"),
        ("\u200d", "U+200D, zero width joiner"),
        ("\u200e", "U+200E, left-to-right mark"),
        ("\x07", "U+0007, control character"),
        ("\x85", "U+0085, control character"),
        ("\x7f", "U+007F, control character"),
        ("\ufffe", "U+FFFE, control character"),
        ("\U000e0041", "U+E0041, tag latin capital letter a"),
        ("\u3164", "U+3164, hangul filler"),
    ],
)
def test_an_invisible_character_is_named(char: str, name: str) -> None:
    clean, (flaw,) = decode(f"a:\n b{char}c".encode())

    assert clean == f"a:\n b{SPOILED}c"
    assert flaw.mark == (2, 3)
    assert flaw.what == f"an invisible character stands here: {name}"


@pytest.mark.parametrize(
    "text",
    [
        "tab\tand\nline",
        "می‌خواهم",  # Persian needs the non-joiner
        "👩‍👩‍👧",  # a family needs joiners
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # the flag of Scotland is tags
        "السلام\u200f 1",  # a direction mark behind Arabic
        "❤️",
        "it costs 4\u00a0000",
    ],
)
def test_what_scripts_and_emoji_need_is_left_alone(text: str) -> None:
    assert decode(text.encode()) == (text, ())


@pytest.mark.parametrize("text", ["a\u200dم", "م\u200da", "\u200dم", "م\u200d"])
def test_a_joiner_that_joins_no_two_letters_of_its_script_is_out_of_place(text: str) -> None:
    whats = [flaw.what for flaw in decode(text.encode()).flaws]

    assert whats == ["an invisible character stands here: U+200D, zero width joiner"]


def test_the_same_character_is_told_once_with_its_count() -> None:
    flaws = decode("a\u200bb\u200b\n\u200b\u00ad".encode()).flaws

    assert [(flaw.mark, flaw.what) for flaw in flaws] == [
        (Mark(1, 2), "an invisible character stands here: U+200B, zero width space (and 2 more in this file)"),
        (Mark(2, 2), "an invisible character stands here: U+00AD, soft hyphen"),
    ]


def test_a_character_that_was_lost_before_is_told() -> None:
    _, (flaw,) = decode("H\ufffdfen".encode())

    assert flaw.what == "a character was lost here before (U+FFFD)"
    assert flaw.fix == "type it again, and save the file as UTF-8"


def test_a_place_counts_from_one_and_from_the_first_line_given() -> None:
    assert place("ab\ncd", 0) == (1, 1)
    assert place("ab\ncd", 2) == (1, 3)
    assert place("ab\ncd", 3) == (2, 1)
    assert place("ab\ncd", 4, first_line=2) == (3, 2)
