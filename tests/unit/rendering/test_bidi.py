import pytest

from scheduler.rendering.bidi import base_direction, is_rtl, isolate


@pytest.mark.parametrize(
    "language",
    ["ar", "fa", "he", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "FA", "fa-IR", "ar_EG", "az-Arab", "ku-Arab-IQ"],
)
def test_these_languages_run_from_right_to_left(language: str) -> None:
    assert is_rtl(language)


@pytest.mark.parametrize(
    "language", ["en", "ru", "zh", "tr", "ku", "az", "az-Latn", "ks-Deva", "en-GB", "sr-Cyrl-RS", ""]
)
def test_these_languages_run_from_left_to_right(language: str) -> None:
    assert not is_rtl(language)


def test_a_region_of_four_digits_is_no_script() -> None:
    assert is_rtl("ar-1994")


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Sign", "ltr"),
        ("قانون", "rtl"),
        ("שלום", "rtl"),
        ("123 — قانون and law", "rtl"),
        ("#1: law قانون", "ltr"),
        ("\u2068Amnesty\u2069 قانون", "rtl"),
        ("\u2067قانون\u2069 law", "ltr"),
        ("\u2066\u2068law\u2069 law\u2069 قانون", "rtl"),
        ("\u2069law", "ltr"),
        ("\u2069\u2068law\u2069 قانون", "rtl"),
        ("\u2068law", None),
        ("123 …", None),
        ("", None),
    ],
)
def test_the_first_strong_character_outside_of_isolates_sets_the_direction(text: str, direction: str | None) -> None:
    assert base_direction(text) == direction


def test_an_isolated_value_stands_between_its_marks() -> None:
    assert isolate("Amnesty") == "\u2068Amnesty\u2069"
