"""The page that `awareness status` prints: what is wrong first, then what goes on."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import RenderableType
from rich.text import Text

from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.model.delivery import State
from scheduler.model.money import Purpose, month_bounds, share_words
from scheduler.model.wording import date_words
from scheduler.rendering.networks import rule_for
from scheduler.service.pulsing import Felt
from scheduler.service.reports import AccountReport, Status
from scheduler.words.counts import count
from scheduler.words.posts import gist, printable
from scheduler.words.times import from_now, in_both, in_zone

EDIT_LINES = 3


def page(found: Status, screen: Screen, reader: str) -> Iterator[RenderableType]:
    if found.healthy:
        yield Text.assemble(("● ", "green"), ("All is well", "bold green"), f"  {in_zone(found.at, reader)}")
    else:
        number = len(found.troubles)
        what = f"{count(number, 'thing')} need{'s' if number == 1 else ''} a person"
        yield Text.assemble(("● ", "red"), (what, "bold red"), f"  {in_zone(found.at, reader)}")
        troubles = [Row([Text("-", "red"), printable(trouble)]) for trouble in found.troubles]
        yield from aligned(troubles, screen, indent=2, wrapped=True)
    yield Text()
    yield from aligned([Row([Text(name, "dim"), what]) for name, what in _facts(found, reader)], screen, wrapped=True)
    if found.accounts:
        yield Text()
        yield from aligned(
            [_account(report, found) for report in found.accounts],
            screen,
            header=("account", "network", "live", "today", "week", "said last", "next"),
        )
        beside = [*_money(found), *(("advice", printable(a)) for r in found.accounts for a in r.appraisal.advice)]
        yield from aligned([Row([Text(name, "dim"), what]) for name, what in beside], screen, wrapped=True)
    if found.ahead:
        yield Text()
        yield Text("next", style="dim")
        yield from aligned(
            [
                Row(
                    [
                        in_both(row.ready_at, row.zone, reader),
                        row.account,
                        Text(row.key.short, "cyan"),
                        gist(row.post),
                    ]
                )
                for row in found.ahead
            ],
            screen,
        )


def _facts(found: Status, reader: str) -> Iterator[tuple[str, str]]:
    if found.engine:
        yield "service", f"runs ({found.engine})"
    else:
        yield "service", "does not run now"
    if found.last_beat:
        yield "last beat", from_now(found.last_beat, found.at)
    if found.felt:
        yield "pulse", _pulse(found.felt, found.at)
    if found.version:
        taken = found.version.accepted_at
        yield "files", f"version {found.version.number}, taken {in_zone(taken, reader)}, {from_now(taken, found.at)}"
    for line in found.refused[:EDIT_LINES]:
        yield "", printable(line)
    if found.version and found.version.number > 1:
        yield from _last_edit(found.last_edit)
    tally = [f"{number} {state}" for state in State if (number := found.tally.get(state))]
    yield "posts", ", ".join(tally) or "none yet"
    for i, line in enumerate(_readings(found)):
        yield "" if i else "readings", line


def _pulse(felt: Felt, now: datetime) -> str:
    if felt.pulse.useful:
        return f"useful {from_now(felt.pulse.at, now)}"
    last = f"useful last {from_now(felt.useful_at, now)}" if felt.useful_at else "never useful yet"
    return f"{last}: {printable('; '.join(felt.pulse.troubles))}"


def _readings(found: Status) -> Iterator[str]:
    for report in found.accounts:
        if report.readings is not None and report.live:
            today = f"{report.readings.asked} of {report.account.limits.readings_per_day} today on {report.account.id}"
            left_out = report.readings.left_out
            yield f"{today}, {left_out} more due and nothing left to ask with" if left_out else today


def _last_edit(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A line a post, with the first of its reasons; the plan and the record have them all."""
    shown = [printable(line.partition(";")[0]) for line in lines[:EDIT_LINES]]
    if len(lines) > EDIT_LINES:
        shown.append(f"and {len(lines) - EDIT_LINES} more")
    for i, line in enumerate(shown):
        yield "" if i else "last edit", line


def _money(found: Status) -> Iterator[tuple[str, str]]:
    """What was spent of what may be, where a network charges."""
    for report in found.accounts:
        if (budget := report.account.budget) is not None:
            parts = [
                f"{share_words(report.spent[purpose], allowed)} on {purpose}"
                for purpose, allowed in ((Purpose.POSTING, budget.posting), (Purpose.READING, budget.reading))
            ]
            yield f"{report.account.id} spent", f"{', '.join(parts)}, this month{_used_up(report, found.at)}"


def _used_up(report: AccountReport, now: datetime) -> str:
    """That the account has fallen silent for the rest of the month, or nearly so: it says so nowhere else."""
    prices, budget = rule_for(report.account.network).prices, report.account.budget
    if prices is None or budget is None:
        return ""
    left = budget.posting - report.spent[Purpose.POSTING]
    if left >= max(prices.post, prices.post_with_link):
        return ""
    what = "post" if left < prices.post else "post with a link"
    return f": too little is left for a {what}; more goes out from {date_words(month_bounds(now)[1].date())} on"


def _account(report: AccountReport, found: Status) -> Row:
    account, limits = report.account, report.account.limits
    network = f"{account.network} as {account.like}" if account.like else account.network
    live = Text("yes", "green") if report.live else Text("no", "yellow")
    if not report.has_channel:
        live = Text("no channel", "yellow")
    if found.stop_file or any(stop.covers(campaign="", account=account.id, key="") for stop in found.stops):
        live = Text("stopped", "red")
    last = from_now(report.last_out, found.at) if report.last_out else "-"
    following = from_now(report.next_due, found.at) if report.next_due else "-"
    return Row(
        [
            Text(account.id, "bold"),
            network,
            live,
            f"{report.today}/{limits.per_day}",
            f"{report.this_week}/{limits.per_week}",
            last,
            following,
        ]
    )
