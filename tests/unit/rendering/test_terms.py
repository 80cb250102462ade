"""What stands behind a name: how it prints, and what it is in a condition."""

from datetime import UTC, date, datetime, time

import pytest

from scheduler.rendering.terms import DROPPED, Listing, Missing, Moment, Unsaid


def test_a_missing_value_says_why_when_it_is_said() -> None:
    with pytest.raises(Unsaid, match=r"^the action has no link$") as raised:
        str(Missing("the action has no link"))
    assert raised.value.why == "the action has no link"


def test_a_missing_value_is_false_and_unequal_to_any_text() -> None:
    empty: object = ""

    assert not Missing("gone")
    assert Missing("gone") != empty


def test_a_missing_value_that_may_be_empty_prints_as_nothing() -> None:
    emptied = Missing("gone").emptied()

    assert str(emptied) == ""
    assert not emptied
    assert emptied.why == "gone"


def test_a_dropped_value_prints_as_nothing() -> None:
    assert str(DROPPED) == ""
    assert not DROPPED


def test_a_list_prints_as_its_language_writes_it() -> None:
    assert str(Listing(["A", "B"], "fr")) == "A et B"


def test_a_spaced_list_has_spaces_alone() -> None:
    assert str(Listing(["#A", "#B"], "fr", spaced=True)) == "#A #B"


@pytest.mark.parametrize(("items", "there"), [([], False), (["A"], True)])
def test_a_list_is_there_when_it_has_an_item(items: list[str], there: bool) -> None:
    assert bool(Listing(items, "en")) is there


def test_a_moment_prints_day_and_time() -> None:
    assert str(Moment(date(2019, 1, 26), "en", time(14))) == "26 January 2019, 14:00"
    assert str(Moment(date(2019, 1, 26), "ar", time(14))) == "26 يناير 2019، 14:00"


def test_a_day_without_a_time_prints_alone() -> None:
    assert str(Moment(date(2019, 1, 26), "en")) == "26 January 2019"


@pytest.mark.parametrize(
    ("hour", "minute", "written"),
    [(0, 0, "26 January 2019"), (0, 1, "26 January 2019, 00:01"), (14, 0, "26 January 2019, 14:00")],
)
def test_an_instant_at_midnight_is_a_day(hour: int, minute: int, written: str) -> None:
    assert str(Moment.at(datetime(2019, 1, 26, hour, minute, tzinfo=UTC), "en")) == written
