"""Characters that nobody sees: which are named, and which belong where they stand."""

import pytest

from scheduler.rendering.invisible import name_of, unseen


@pytest.mark.parametrize(
    ("text", "offset", "name"),
    [
        ("a\u200bb", 1, "ZERO WIDTH SPACE (U+200B)"),
        ("\ufeffa", 0, "BYTE ORDER MARK (ZERO WIDTH NO-BREAK SPACE) (U+FEFF)"),
        ("ab\u202ecd", 2, "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("سلام\u202d", 4, "LEFT-TO-RIGHT OVERRIDE (U+202D)"),
        ("so\u00adft", 2, "SOFT HYPHEN (U+00AD)"),
        ("a\u2060b", 1, "WORD JOINER (U+2060)"),
        ("a\u2028b", 1, "LINE SEPARATOR (U+2028)"),
        ("a\rb", 1, "CARRIAGE RETURN (U+000D)"),
        ("a\x00b", 1, "a character without a name (U+0000)"),
        ("a\ue000b", 1, "a character without a name (U+E000)"),
        ("a\ufdd0b", 1, "a character without a name (U+FDD0)"),
        ("a\ud800b", 1, "a character without a name (U+D800)"),
        ("a\u3164b", 1, "HANGUL FILLER (U+3164)"),
        ("a\u200cb", 1, "ZERO WIDTH NON-JOINER (U+200C)"),
        ("a\u200db", 1, "ZERO WIDTH JOINER (U+200D)"),
        ("\u200c", 0, "ZERO WIDTH NON-JOINER (U+200C)"),
        ("\u200cسلام", 0, "ZERO WIDTH NON-JOINER (U+200C)"),
        ("🏴\u200b", 1, "ZERO WIDTH SPACE (U+200B)"),
        ("🏴\U000e0001", 1, "LANGUAGE TAG (U+E0001)"),
        ("a\u2068b\u2069", 1, "FIRST STRONG ISOLATE (U+2068)"),
        ("a\u200fb", 1, "RIGHT-TO-LEFT MARK (U+200F)"),
        ("a\U000e0067", 1, "TAG LATIN SMALL LETTER G (U+E0067)"),
        ("\U0001f3f4abcdefgh\U000e0067", 9, "TAG LATIN SMALL LETTER G (U+E0067)"),
    ],
)
def test_an_invisible_character_is_named(text: str, offset: int, name: str) -> None:
    assert next(unseen(text)) == (offset, name)


@pytest.mark.parametrize(
    "text",
    [
        "plain, with\nlines\tand tabs",
        "a\u00a0b",
        "می\u200cخواهم",
        "ᠠ\u200d",
        "ܒ\u200c",
        "क्\u200dष",
        "ക\u200d",
        "👨\u200d👩\u200d👧",
        "👩🏽\u200d🚀",
        "❤\ufe0f\u200d🔥",
        "سلام \u2068#Tag\u2069",
        "שלום\u200f",
        "\u061cسلام\u200e\u2066a\u2067b\u2069",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "1\ufe0f\u20e3",
    ],
)
def test_what_scripts_and_emoji_need_is_let_through(text: str) -> None:
    assert list(unseen(text)) == []


def test_all_are_found_in_order() -> None:
    assert [offset for offset, _ in unseen("\u200ba\u200bb\u202e")] == [0, 2, 4]


def test_a_name_carries_the_code_point() -> None:
    assert name_of("\U000e0067") == "TAG LATIN SMALL LETTER G (U+E0067)"
