from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduler.model.delivery import SPOKEN, State
from scheduler.model.ledger import Ledger, Line, line_of
from scheduler.model.receipt import Receipt
from tests.make import a_delivery, a_post, utc

LONDON = ZoneInfo("Europe/London")
CAIRO = ZoneInfo("Africa/Cairo")
"""Where the clock goes forward at midnight, so that a day begins at one o'clock."""


def a_line(at: str, **changes: Any) -> Line:
    said = {"campaign": "c", "action": "petition", "template": "plain", "digest": "d", "account": "demo", "key": at}
    return Line(at=utc(at), **said | changes)


def a_ledger(*instants: str) -> Ledger:
    return Ledger(a_line(at) for at in instants)


def times(lines: list[Line]) -> list[str]:
    return [f"{line.at:%d %H:%M}" for line in lines]


def test_the_neighbours_of_an_instant_are_the_last_at_or_before_it_and_the_first_after_it() -> None:
    ledger = a_ledger("2026-11-23 18:00", "2026-11-23 09:00", "2026-11-23 13:00")
    nine, one, six = (a_line(f"2026-11-23 {at}") for at in ("09:00", "13:00", "18:00"))
    assert ledger.neighbours("demo", utc("2026-11-23 08:59:59.999999")) == (None, nine)
    assert ledger.neighbours("demo", utc("2026-11-23 09:00")) == (nine, one)
    assert ledger.neighbours("demo", utc("2026-11-23 12:59:59.999999")) == (nine, one)
    assert ledger.neighbours("demo", utc("2026-11-23 13:00")) == (one, six)
    assert ledger.neighbours("demo", utc("2026-11-23 18:00")) == (six, None)


def test_an_account_that_never_spoke_has_no_neighbours() -> None:
    assert a_ledger("2026-11-23 09:00").neighbours("other", utc("2026-11-23 09:00")) == (None, None)


def test_between_takes_the_start_and_leaves_the_end() -> None:
    ledger = a_ledger("2026-11-23 09:00", "2026-11-23 13:00", "2026-11-23 18:00")
    nine, six = utc("2026-11-23 09:00"), utc("2026-11-23 18:00")
    moment = timedelta(microseconds=1)
    assert times(ledger.between("demo", nine, six)) == ["23 09:00", "23 13:00"]
    assert times(ledger.between("demo", nine + moment, six + moment)) == ["23 13:00", "23 18:00"]
    assert ledger.between("demo", nine, nine) == []
    assert ledger.between("other", nine, six) == []


@pytest.mark.parametrize(
    ("zone", "day", "first", "last"),
    [
        (LONDON, date(2026, 11, 23), "2026-11-23 00:00", "2026-11-23 23:59"),
        (LONDON, date(2026, 7, 1), "2026-06-30 23:00", "2026-07-01 22:59"),
        (LONDON, date(2026, 3, 29), "2026-03-29 00:00", "2026-03-29 22:59"),  # 23 hours
        (LONDON, date(2026, 10, 25), "2026-10-24 23:00", "2026-10-25 23:59"),  # 25 hours
        (CAIRO, date(2026, 4, 24), "2026-04-23 22:00", "2026-04-24 20:59"),  # begins at one o'clock
        (ZoneInfo("Asia/Kathmandu"), date(2026, 11, 23), "2026-11-22 18:15", "2026-11-23 18:14"),
    ],
    ids=str,
)
def test_a_day_is_a_local_date_whatever_the_clock_does_on_it(zone: ZoneInfo, day: date, first: str, last: str) -> None:
    before, after = utc(first) - timedelta(minutes=1), utc(last) + timedelta(minutes=1)
    ledger = a_ledger(str(before)[:16], first, last, str(after)[:16])
    assert [line.at for line in ledger.on("demo", day, zone)] == [utc(first), utc(last)]


@pytest.mark.parametrize("day", [23, 25, 29])
def test_a_week_is_from_monday_to_sunday_by_local_dates(day: int) -> None:
    ledger = a_ledger("2026-03-22 23:59", "2026-03-23 00:00", "2026-03-29 22:59", "2026-03-29 23:00")
    assert times(ledger.in_week("demo", date(2026, 3, day), LONDON)) == ["23 00:00", "29 22:59"]


def test_the_week_after_begins_when_summer_time_has_begun() -> None:
    ledger = a_ledger("2026-03-29 22:59", "2026-03-29 23:00", "2026-04-05 22:59", "2026-04-05 23:00")
    assert times(ledger.in_week("demo", date(2026, 3, 30), LONDON)) == ["29 23:00", "05 22:59"]


@pytest.mark.parametrize(
    ("at", "nearest"),
    [
        ("2026-11-22 09:00", "2026-11-23 09:00"),  # only one after it
        ("2026-11-23 09:00", "2026-11-23 09:00"),  # exactly
        ("2026-11-23 10:59", "2026-11-23 09:00"),
        ("2026-11-23 11:00", "2026-11-23 09:00"),  # as far from both: the one before
        ("2026-11-23 11:01", "2026-11-23 13:00"),
        ("2026-11-23 14:00", "2026-11-23 13:00"),
        ("2026-11-23 17:00", "2026-11-23 18:00"),
        ("2026-12-23 09:00", "2026-11-23 18:00"),  # only one before it
    ],
)
def test_the_nearest_use_may_be_before_or_after(at: str, nearest: str) -> None:
    ledger = a_ledger("2026-11-23 13:00", "2026-11-23 09:00", "2026-11-23 18:00")
    assert ledger.nearest("demo", "template", "c/plain", utc(at)) == utc(nearest)


@pytest.mark.parametrize(
    ("what", "name"),
    [("template", "c/plain"), ("action", "c/petition"), ("text", "d"), ("fact", "c/report")],
)
def test_uses_are_known_by_what_was_said_in_which_campaign_on_which_account(what: str, name: str) -> None:
    said, asked = "2026-11-23 09:00", utc("2026-11-23 10:00")
    ledger = Ledger([a_line(said, fact="report")])
    assert ledger.nearest("demo", what, name, asked) == utc(said)
    assert ledger.nearest("other", what, name, asked) is None
    assert ledger.nearest("demo", what, f"other/{name}", asked) is None
    assert ledger.nearest("demo", "other", name, asked) is None


def test_asking_for_what_was_never_said_does_not_make_it_said() -> None:
    ledger = a_ledger()
    assert ledger.nearest("demo", "text", "d", utc("2026-11-23 09:00")) is None
    ledger.add(a_line("2026-11-23 09:00"))
    assert ledger.nearest("demo", "text", "d", utc("2026-11-23 10:00")) == utc("2026-11-23 09:00")


def test_it_counts_how_often_an_action_was_asked_for() -> None:
    ledger = a_ledger("2026-11-23 09:00", "2026-11-24 09:00")
    ledger.add(a_line("2026-11-25 09:00", action="donate"))
    assert ledger.times_said("demo", "c", "petition") == 2
    assert ledger.times_said("demo", "c", "donate") == 1
    assert [
        ledger.times_said(*asked)
        for asked in (("other", "c", "petition"), ("demo", "other", "petition"), ("demo", "c", "other"))
    ] == [0, 0, 0]


@pytest.mark.parametrize("state", State)
def test_what_was_said_perhaps_said_or_will_be_said_counts(state: State) -> None:
    delivery = a_delivery(state=state)
    lines = Ledger.of([delivery]).between("demo", delivery.due_at, delivery.due_at + timedelta(hours=1))
    assert lines == ([line_of(delivery)] if state in SPOKEN else [])


def test_a_line_says_what_the_delivery_says() -> None:
    delivery = a_delivery(fact="report", post=a_post("Sign.", tagged=("prosecutor",)))
    assert line_of(delivery) == Line(
        at=delivery.due_at,
        key=str(delivery.key),
        account="demo",
        campaign="close-the-camps",
        action="amnesty-petition",
        template="petition",
        digest=a_post("Sign.").digest,
        fact="report",
        tagged=("prosecutor",),
    )


def test_a_delivery_without_a_fact_uses_none() -> None:
    assert line_of(a_delivery()).fact == ""


@pytest.mark.parametrize(
    ("late", "counted"),
    [
        (timedelta(0), timedelta(0)),
        (timedelta(seconds=59, microseconds=999999), timedelta(0)),
        (timedelta(minutes=1), timedelta(minutes=1)),
        (timedelta(hours=1), timedelta(hours=1)),
        (timedelta(seconds=-59), timedelta(0)),
        (timedelta(minutes=-1), timedelta(minutes=-1)),
    ],
    ids=str,
)
def test_what_went_out_on_time_counts_at_its_time_and_what_was_late_when_it_went(
    late: timedelta, counted: timedelta
) -> None:
    due_at = utc("2026-11-23 09:00")
    receipt = Receipt(remote_id="1", url="u", at=due_at + late)
    delivery = a_delivery(state=State.POSTED, due_at=due_at, receipt=receipt, first_sent=due_at - timedelta(hours=5))
    assert line_of(delivery).at == due_at + counted


@pytest.mark.parametrize("state", [State.SENDING, State.IN_DOUBT, State.HELD])
def test_what_may_have_gone_out_late_counts_when_it_was_sent(state: State) -> None:
    due_at = utc("2026-11-23 09:00")
    delivery = a_delivery(state=state, due_at=due_at, first_sent=due_at + timedelta(minutes=50))

    assert line_of(delivery).at == due_at + timedelta(minutes=50)


def test_uses_lie_between_two_instants_and_at_neither() -> None:
    days = [utc(f"2026-11-{day} 09:00") for day in range(20, 27)]
    ledger = Ledger.of(a_delivery(f"{day:%Y-%m-%d}T09:00", due_at=day) for day in days)
    found = ledger.uses("demo", "template", "close-the-camps/petition", days[1], days[5])
    assert found == days[2:5]
    assert ledger.uses("demo", "template", "close-the-camps/other", days[0], days[6]) == []
