"""Each filter alone: what it makes of a value, and that what is missing stays missing."""

from datetime import date, time

import pytest

from scheduler.rendering.filters import FILTERS, LONGEST_TEXT
from scheduler.rendering.names import Sort
from scheduler.rendering.sandbox import compile_source
from scheduler.rendering.terms import DROPPED, Listing, Missing, Moment, Unsaid, Value


def say(source: str, value: Value, language: str = "en") -> str:
    """The template's text, with this value behind every name."""
    return compile_source(source).render(lambda _: value, language)


LIST = Listing(["A", "B", "C"], "en")
WHEN = Moment(date(2019, 1, 26), "en", time(14, 30))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ targets|first }}", "A"),
        ("{{ targets|first(2) }}", "A and B"),
        ("{{ targets|first(9) }}", "A, B and C"),
        ("{{ targets|last }}", "C"),
        ("{{ targets|last(2) }}", "B and C"),
        ("{{ targets|last(9) }}", "A, B and C"),
        ('{{ targets|join(" / ") }}', "A / B / C"),
        ('{{ targets|first(2)|join("") }}', "AB"),
    ],
)
def test_a_list_is_cut_to_whole_items_and_joined(source: str, text: str) -> None:
    assert say(source, LIST) == text


@pytest.mark.parametrize(
    ("filter_name", "value", "text"),
    [
        ("upper", "straße İz", "STRASSE İZ"),
        ("lower", "AB Cd", "ab cd"),
        ("capitalize", "amnesty International", "Amnesty International"),
        ("capitalize", "", ""),
        ("uncapitalize", "Sign Amnesty's petition", "sign Amnesty's petition"),
        ("trim", "  a b ", "a b"),
        ("without_stop", "Sign it.", "Sign it"),
        ("without_stop", "Sign it. ", "Sign it"),
        ("without_stop", "签名。", "签名"),
        ("without_stop", "دستخط کریں۔", "دستخط کریں"),
        ("without_stop", "Wait...", "Wait..."),
        ("without_stop", "Sign it!", "Sign it!"),
        ("without_stop", "Sign it", "Sign it"),
    ],
)
def test_a_text_is_changed(filter_name: str, value: str, text: str) -> None:
    assert say(f"{{{{ fact|{filter_name} }}}}", value) == text


@pytest.mark.parametrize(
    ("filter_name", "value", "text"),
    [
        ("upper", "istanbul ılık", "İSTANBUL ILIK"),
        ("lower", "İSTANBUL ILIK", "istanbul ılık"),
        ("capitalize", "istanbul", "İstanbul"),
        ("uncapitalize", "Iğdır", "ığdır"),
    ],
)
@pytest.mark.parametrize("language", ["tr", "az", "tr-TR"])
def test_turkish_keeps_the_dots_of_its_letters(filter_name: str, value: str, text: str, language: str) -> None:
    assert say(f"{{{{ fact|{filter_name} }}}}", value, language) == text


def test_replace_changes_every_place() -> None:
    assert say('{{ fact|replace("a", "bb") }}', "banana") == "bbbnbbnbb"


@pytest.mark.parametrize(("length", "fits"), [(LONGEST_TEXT - 1, True), (LONGEST_TEXT, False)])
def test_replace_does_not_make_a_text_of_any_size(length: int, fits: bool) -> None:
    source, value = '{{ fact|replace("x", "yy") }}', "x" + "a" * (length - 1)

    if fits:
        assert len(say(source, value)) == LONGEST_TEXT
    else:
        with pytest.raises(Unsaid, match=r"^replace makes more than 20,000 characters of a text$"):
            say(source, value)


@pytest.mark.parametrize(
    ("filter_name", "text"), [("date", "26 January 2019"), ("time", "14:30"), ("weekday", "Saturday")]
)
def test_a_moment_is_said_in_parts(filter_name: str, text: str) -> None:
    assert say(f"{{{{ action.when|{filter_name} }}}}", WHEN) == text


def test_a_day_has_no_time() -> None:
    with pytest.raises(Unsaid, match=r"^this day has no time$"):
        say("{{ fact.date|time }}", Moment(date(2019, 1, 26), "en"))


def test_a_day_of_the_week_is_not_guessed() -> None:
    with pytest.raises(Unsaid, match=r"^the days of the week are not known in 'eo'$"):
        say("{{ fact.date|weekday }}", Moment(date(2019, 1, 26), "eo"))


@pytest.mark.parametrize(
    ("value", "text"),
    [("Paris", "Paris"), ("", "London"), (Missing("none"), "London"), (Missing("none", may_be_empty=True), "London")],
)
def test_default_stands_in_for_what_is_not_there(value: Value, text: str) -> None:
    assert say('{{ action.place|default("London") }}', value) == text


def test_default_does_not_bring_back_what_was_dropped() -> None:
    assert say('{{ action.place|default("London") }}', DROPPED) == ""


def test_default_may_come_after_another_filter() -> None:
    assert say('{{ action.place|upper|default("London") }}', Missing("none")) == "London"


@pytest.mark.parametrize("name", [name for name in FILTERS if name != "default"])
def test_what_is_missing_stays_missing(name: str) -> None:
    with pytest.raises(Unsaid, match=r"^there is none$"):
        say(f"{{{{ {FILTERS[name].example} }}}}", Missing("there is none"))


@pytest.mark.parametrize("name", [name for name in FILTERS if name != "default"])
def test_what_was_dropped_stays_dropped(name: str) -> None:
    assert say(f"{{{{ {FILTERS[name].example} }}}}", DROPPED) == ""


@pytest.mark.parametrize("name", FILTERS)
def test_every_example_shows_its_own_filter(name: str) -> None:
    assert f"|{name}" in FILTERS[name].example


def test_no_filter_but_default_takes_a_link() -> None:
    assert [name for name, known in FILTERS.items() if Sort.LINK in known.takes] == ["default"]
