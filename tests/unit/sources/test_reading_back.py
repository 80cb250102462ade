from datetime import datetime, timedelta

import pytest

from scheduler.sources.reading_back import Page, Post, by_the_hour, instant_of, read_back
from tests.counting import HOUR, SINCE, UNTIL, counted
from tests.make import utc


def hourly(page: int) -> Page:
    """A post each hour, four a page, from just before `UNTIL` back."""
    posts = [Post(str(n), UNTIL - n * HOUR - timedelta(minutes=1)) for n in range(page * 4, page * 4 + 4)]
    return Page(posts, str(page + 1))


def test_it_reads_until_the_middle_of_a_page_is_older_than_was_asked_for() -> None:
    turns: list[str | None] = []

    def turn(older: str | None) -> Page:
        turns.append(older)
        return hourly(int(older or 0))

    seen = read_back(turn, SINCE, 60)
    assert turns == [None, "1", "2", "3"]
    assert seen.reached is None
    assert set(counted(by_the_hour([seen], SINCE, UNTIL)).values()) == {1}


def test_where_the_pages_end_first_it_says_how_far_it_came() -> None:
    seen = read_back(lambda older: hourly(int(older or 0)), SINCE, 2)
    assert seen.reached == utc("2026-11-23 05:59")
    assert list(counted(by_the_hour([seen], SINCE, UNTIL))) == [f"{hour:02}:00" for hour in range(6, 12)]


def test_an_hour_that_nothing_was_seen_of_is_not_told() -> None:
    later = Page([Post("1", UNTIL + HOUR)], "2")
    assert not by_the_hour([read_back(lambda _: later, SINCE, 1)], SINCE, UNTIL)


@pytest.mark.parametrize(
    ("said", "instant"),
    [
        ("2026-11-23T09:00:00.000Z", utc("2026-11-23 09:00")),
        ("2026-11-23T09:00:00+02:00", utc("2026-11-23 07:00")),
        ("2026-11-23T09:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("soon", None),
        (7, None),
        (None, None),
    ],
)
def test_only_a_time_with_an_offset_is_an_instant(said: object, instant: datetime | None) -> None:
    assert instant_of(said) == instant
