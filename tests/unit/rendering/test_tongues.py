"""Lists, dates and times as people write them, per language."""

from datetime import date, time

import pytest

from scheduler.rendering.packaged import packaged
from scheduler.rendering.tongues import (
    comma,
    language_name,
    primary,
    tongue,
    written_date,
    written_list,
    written_time,
    written_weekday,
)

PROMISED = ["ar", "de", "en", "es", "fa", "fr", "he", "it", "nl", "pl", "pt", "ru", "tr", "uk", "ur"]


def test_it_knows_the_languages_that_the_documentation_lists() -> None:
    assert sorted(packaged("tongues")["tongues"]) == PROMISED


@pytest.mark.parametrize("language", PROMISED)
def test_every_language_has_twelve_months_and_seven_days(language: str) -> None:
    known = tongue(language)

    assert known is not None
    assert len(set(known.months)) == 12
    assert len(set(known.weekdays)) == 7
    assert all(word == word.strip() and word for word in (*known.months, *known.weekdays))


@pytest.mark.parametrize("language", PROMISED)
def test_every_language_writes_a_date_with_its_day_month_and_year(language: str) -> None:
    known = tongue(language)

    written = written_date(date(2026, 11, 22), language)

    assert known is not None
    assert known.months[10] in written
    assert ("۲۲" in written and "۲۰۲۶" in written) if language == "fa" else ("22" in written and "2026" in written)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar", "A، B وC"),
        ("de", "A, B und C"),
        ("en", "A, B and C"),
        ("es", "A, B y C"),
        ("fa", "A، B و C"),
        ("fr", "A, B et C"),
        ("he", "A, B ו-C"),
        ("it", "A, B e C"),
        ("nl", "A, B en C"),
        ("pl", "A, B i C"),
        ("pt", "A, B e C"),
        ("ru", "A, B и C"),
        ("tr", "A, B ve C"),
        ("uk", "A, B і C"),
        ("ur", "A، B اور C"),
        ("eo", "A, B, C"),
    ],
)
def test_a_list_ends_with_the_and_of_its_language(language: str, written: str) -> None:
    assert written_list(["A", "B", "C"], language) == written


@pytest.mark.parametrize(("items", "written"), [([], ""), (["A"], "A"), (["A", "B"], "A and B")])
def test_a_short_list_needs_no_comma(items: list[str], written: str) -> None:
    assert written_list(items, "en") == written


@pytest.mark.parametrize(
    ("last", "written"),
    [("Interpol", "la ONU e Interpol"), ("Hidalgo", "la ONU e Hidalgo"), ("hielo", "la ONU y hielo")],
)
def test_spanish_says_e_before_the_sound_i(last: str, written: str) -> None:
    assert written_list(["la ONU", last], "es") == written


def test_hebrew_joins_a_hebrew_word_without_a_hyphen() -> None:
    assert written_list(["נציב", "שגריר"], "he") == "נציב ושגריר"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar", "22 نوفمبر 2026"),
        ("de", "22. November 2026"),
        ("en", "22 November 2026"),
        ("es", "22 de noviembre de 2026"),
        ("fa", "۲۲ نوامبر ۲۰۲۶"),
        ("fr", "22 novembre 2026"),
        ("he", "22 בנובמבר 2026"),
        ("pl", "22 listopada 2026"),
        ("pt", "22 de novembro de 2026"),
        ("ru", "22 ноября 2026"),
        ("uk", "22 листопада 2026"),
        ("eo", "2026-11-22"),
    ],
)
def test_a_date_has_the_form_of_its_language(language: str, written: str) -> None:
    assert written_date(date(2026, 11, 22), language) == written


@pytest.mark.parametrize(
    ("language", "written"), [("fr", "1er janvier 2026"), ("it", "1º gennaio 2026"), ("en", "1 January 2026")]
)
def test_the_first_of_a_month_has_its_own_form(language: str, written: str) -> None:
    assert written_date(date(2026, 1, 1), language) == written


def test_the_last_month_is_reached() -> None:
    assert written_date(date(2026, 12, 31), "en") == "31 December 2026"


@pytest.mark.parametrize(("language", "written"), [("en", "09:05"), ("fa", "۰۹:۰۵"), ("eo", "09:05")])
def test_a_time_is_written_by_the_24_hour_clock(language: str, written: str) -> None:
    assert written_time(time(9, 5, 59), language) == written


@pytest.mark.parametrize(("language", "written"), [("en", "Sunday"), ("ru", "воскресенье"), ("eo", None)])
def test_a_day_of_the_week_has_a_name(language: str, written: str | None) -> None:
    assert written_weekday(date(2026, 11, 22), language) == written


def test_the_week_begins_on_monday() -> None:
    assert written_weekday(date(2026, 11, 23), "en") == "Monday"


@pytest.mark.parametrize(("language", "written"), [("en", ", "), ("ar", "، "), ("eo", ", ")])
def test_a_comma_is_that_of_the_script(language: str, written: str) -> None:
    assert comma(language) == written


@pytest.mark.parametrize(("tag", "language"), [("pt-BR", "pt"), ("PT_br", "pt"), ("fa", "fa")])
def test_a_region_leaves_the_language_what_it_is(tag: str, language: str) -> None:
    assert primary(tag) == language
    assert tongue(tag) == tongue(language)


@pytest.mark.parametrize(("language", "name"), [("ru", "Russian"), ("pt-BR", "Portuguese"), ("eo", "'eo'")])
def test_a_language_is_named_in_english(language: str, name: str) -> None:
    assert language_name(language) == name
