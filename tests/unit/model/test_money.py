import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.model.money import dollar_words, month_bounds, month_of, share_words
from tests.make import local, utc


def test_a_month_is_that_of_utc() -> None:
    assert month_of(local("2026-12-01 00:30", "Europe/Berlin")) == "2026-11"


@pytest.mark.parametrize(
    ("at", "first", "following"),
    [
        ("2026-11-23 09:00", "2026-11-01 00:00", "2026-12-01 00:00"),
        ("2026-12-31 23:59", "2026-12-01 00:00", "2027-01-01 00:00"),
    ],
)
def test_a_month_ends_where_the_next_begins(at: str, first: str, following: str) -> None:
    assert month_bounds(utc(at)) == (utc(first), utc(following))


@given(st.datetimes(timezones=st.timezones()))
def test_every_instant_lies_in_its_month(at: object) -> None:
    first, following = month_bounds(at)  # type: ignore[arg-type]

    assert first <= at < following  # type: ignore[operator]
    assert month_of(first) == month_of(at) != month_of(following)  # type: ignore[arg-type]


def test_a_share_names_its_money_once() -> None:
    assert share_words(215_000, 20_000_000) == "0.215 of 20.00 US dollars"


@pytest.mark.parametrize(
    ("millionths", "words"),
    [
        (0, "0.00 US dollars"),
        (12_400_000, "12.40 US dollars"),
        (15_000, "0.015 US dollars"),
        (1, "0.000001 US dollars"),
        (-200_000, "-0.20 US dollars"),
        (1_234_500_000, "1,234.50 US dollars"),
    ],
)
def test_a_sum_has_cents_and_what_is_smaller_where_there_is_any(millionths: int, words: str) -> None:
    assert dollar_words(millionths) == words
