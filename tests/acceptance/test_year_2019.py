"""The service of tests/data/2019 over a real store and paper, from due to due through the weeks that are hard."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from tests.year import FILES, Audit, Said, Service, audit, due

A_DAY = 15
"""Posts a day, three accounts with five times each, counted from an hour at which none of them speaks."""

DAVOS, RALLY, MAY = "davos-petition", "london-rally", "day-against-homophobia"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def by_hand(start: datetime, end: datetime) -> set[Said]:
    """What the table says for this time."""
    table = yaml.safe_load((FILES / "instants.yml").read_text("utf-8"))
    found = set()
    for week in table["weeks"]:
        for account, days in week["instants"].items():
            for day, instants in days.items():
                for column, instant in zip(table["columns"], instants, strict=True):
                    schedule = f"{account}-{column['schedule']}"
                    at = datetime.fromisoformat(str(instant))
                    found.add(Said(at, account, schedule, f"{day}T{column['wall']}"))
    return {said for said in found if start < said.at <= end}


@pytest.mark.parametrize(
    ("first", "days", "asks"),
    [
        pytest.param("2019-01-13 04:00", 15, {DAVOS, RALLY}, id="asks-that-end"),
        pytest.param("2019-03-06 04:00", 8, set(), id="new-york-goes-forward"),
        pytest.param("2019-03-27 04:00", 8, set(), id="london-goes-forward"),
        pytest.param("2019-05-09 04:00", 10, {MAY}, id="a-day-in-may"),
        pytest.param("2019-10-23 04:00", 15, set(), id="both-go-back"),
    ],
)
def test_every_slot_speaks_at_its_instant_and_nothing_else_is_said(
    tmp_path: Path, first: str, days: int, asks: set[str]
) -> None:
    start = utc(first)
    end = start + timedelta(days=days)
    service = Service(tmp_path, start)
    service.run_until(end)

    found = audit(service, start, end)
    assert Audit(expected=days * A_DAY, asks=found.asks) == found
    assert asks == {action for action, times in found.asks.items() if times}
    assert by_hand(start, end) <= set(service.feed())


def test_the_oracle_and_the_table_by_hand_agree() -> None:
    start, end = utc("2019-01-01"), utc("2019-12-31")

    assert by_hand(start, end) == by_hand(start, end) & set(due(start, end))
    assert len(by_hand(start, end)) == 4 * 7 * A_DAY
