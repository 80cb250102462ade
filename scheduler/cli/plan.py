"""`awareness plan`: what would be said, and what an edit of the files would change, before anything is taken."""

from datetime import timedelta

import click
from rich.text import Text

from scheduler.app import Rehearsal, rehearse
from scheduler.cli import documents
from scheduler.cli.changes import differences, narrowed
from scheduler.cli.disk import place_of
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.slots import slots
from scheduler.cli.times import FORMS, instant, reader_zone
from scheduler.cli.verb import verb
from scheduler.service.planning import Look
from scheduler.words.counts import listed
from scheduler.words.times import from_now


@verb("plan", example="awareness plan --days 3 --why", reads=True)
@click.option("--days", type=click.IntRange(1, 366), help="How far ahead; otherwise the horizon of the files.")
@click.option("--why", is_flag=True, help="Give the reasons for every slot.")
@click.option("--at", metavar="TIME", help=f"As seen then: {FORMS}.")
@click.option("--account", metavar="ID", help="Only this account, live or not.")
@click.option("--campaign", metavar="ID", help="Only this campaign.")
@click.option("--diff-only", is_flag=True, help="Only what the edit would change.")
def plan(
    session: Session,
    days: int | None,
    at: str | None,
    account: str | None,
    campaign: str | None,
    *,
    why: bool,
    diff_only: bool,
) -> None:
    """Show what would be said, and what an edit would change.

    Compares the files as they lie on disk with what the service has planned from the files it took last: what would
    be added, moved, rewritten, withdrawn, and why. Then every slot in order, the empty ones with their reasons.
    Changes nothing.
    """
    screen = Screen(session)
    with screen.busy("Planning …"), rehearse(place_of(session), clock=session.clock) as rehearsal:
        house = rehearsal.current.house
        if account:
            house.account(account)
        if campaign:
            house.campaign(campaign)
        now = session.clock.now()
        reader = reader_zone(house.settings.reader_zone)
        seen_from = instant(at, reader, now) if at else now
        # An edit is compared over the whole horizon, however few days are shown: a part would seem to be withdrawn.
        shown = timedelta(days=days) if days else house.settings.horizon
        look = rehearsal.planning.look(
            rehearsal.current,
            now=seen_from,
            days=max(shown, house.settings.horizon),
            accounts={account} if account and account not in rehearsal.live else None,
            began=seen_from,
        )
    look = narrowed(look, until=seen_from + shown, account=account, campaign=campaign)
    silent = [a.id for a in house.accounts if a.id not in rehearsal.live and account in (None, a.id)]
    if screen.json:
        screen.document(_document(rehearsal, look, silent))
        return
    if rehearsal.in_force:
        screen.show(Text(_against(rehearsal, from_now(rehearsal.in_force.accepted_at, now)), style="bold"))
        screen.show(*differences(look, screen, reader=reader, whole=diff_only))
    elif diff_only:
        screen.talk("The service has not taken any files yet: everything is new.")
    if not diff_only:
        screen.show(*slots(look, screen, reader=reader, marked=rehearsal.in_force is not None, why=why))
    if silent:
        verb_ = "is" if len(silent) == 1 else "are"
        screen.talk(f"{listed(silent)} {verb_} not live: nothing is said there before `awareness live ACCOUNT`.")


def _against(rehearsal: Rehearsal, when: str) -> str:
    version = rehearsal.in_force.number if rehearsal.in_force else 0
    if rehearsal.current is rehearsal.in_force:
        return f"The files are those of version {version}, taken {when}."
    return f"The files on disk against version {version}, taken {when}:"


def _document(rehearsal: Rehearsal, look: Look, silent: list[str]) -> documents.Document:
    found = look.changes
    return {
        "made_at": documents.instant(look.plan.made_at),
        "until": documents.instant(look.plan.until),
        "against_version": rehearsal.in_force.number if rehearsal.in_force else None,
        "files_changed": rehearsal.current is not rehearsal.in_force,
        "not_live": silent,
        "changes": {
            "add": [documents.planned(p) for p in found.add],
            "move": [documents.change(c) for c in found.move],
            "rewrite": [documents.change(c) for c in found.rewrite],
            "withdraw": [documents.change(c) for c in found.withdraw],
            "keep": len(found.keep),
        },
        "slots": [documents.planned(p) for p in look.plan.slots],
    }
