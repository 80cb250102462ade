"""A house with ten posts an account on one morning: its files, and by hand what must have been said when it is over."""

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from tests.make import utc

ACCOUNTS = ("one", "two")
SCHEDULE = {
    "config/awareness.yaml": "git: ignore\nhorizon: 1d\n",
    "config/campaigns/camps.yaml": (
        "id: camps\nname: Close the camps\nno_repeat: {template: 0h, action: 0h, text: 0h}\n"
        "actions: [{id: speak, kind: share, ask: Say it on.}]\n"
        "schedules: [{id: daily, accounts: [ACCOUNTS], at: {cron: '*/6 9 * * *'}, zone: UTC,"
        " late: {policy: skip, limit: 6h}}]\n"
    ),
    "templates/camps/plain.txt": "{{ action.ask }} It is {{ time }}.\n",
}

PLANNING, DUE = utc("2026-11-23 08:00"), utc("2026-11-23 10:00")
BETWEEN_PASSES = timedelta(seconds=60)
"""Longer than the pauses after a first and a second trouble, so that few passes find nothing to do."""


def settle_in(folder: Path, names: Collection[str], accounts: str, deadline: str) -> None:
    """With nothing to say on any other day."""
    for name, text in {**SCHEDULE, "config/accounts.yaml": accounts}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.replace("ACCOUNTS", ", ".join(names)).replace("9 * * *", "9 23 11 *"))
    with (folder / "config" / "awareness.yaml").open("a") as settings:
        settings.write(f"deadline: {deadline}\n")


def on_paper(names: Collection[str] = ACCOUNTS) -> str:
    lines = [f"  - {{id: {name}, network: paper, limits: {{gap: 0m, per_day: 20}}}}" for name in names]
    return "\n".join(["accounts:", *lines, ""])


def wanted(names: Collection[str] = ACCOUNTS) -> set[str]:
    return {f"camps/daily/2026-11-23T09:{minute:02}/{name}/1" for minute in range(0, 60, 6) for name in names}
