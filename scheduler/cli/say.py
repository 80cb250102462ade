"""`awareness say`, `skip` and `move`: one post by hand, under the same rules as the plan."""

import click
from rich.text import Text

from scheduler.cli import documents
from scheduler.cli.cards import framed
from scheduler.cli.opening import in_force, open_app, readers_zone
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.standing import tell_what_stands_in_the_way
from scheduler.cli.times import FORMS, instant
from scheduler.cli.verb import verb
from scheduler.model.delivery import Delivery
from scheduler.service.finding import find_key
from scheduler.service.steering import Wish
from scheduler.words.posts import counted, named
from scheduler.words.times import from_now, in_both


@verb(
    "say", example='awareness say close-the-camps rehearsal --action amnesty-petition --at "tomorrow 09:00"', reads=True
)
@click.argument("campaign")
@click.argument("account")
@click.option("--action", metavar="ID", help="This action; otherwise the planner chooses.")
@click.option("--template", metavar="ID", help="This template; otherwise the planner chooses.")
@click.option("--at", metavar="TIME", help=f"Then, in the zone of the account's schedules: {FORMS}; otherwise now.")
@click.option("--dry-run", is_flag=True, help="Show the post and write nothing.")
def say(
    session: Session,
    campaign: str,
    account: str,
    action: str | None,
    template: str | None,
    at: str | None,
    *,
    dry_run: bool,
) -> None:
    """Say one more thing, by hand.

    The same rules hold as for the plan: gaps, caps, quiet hours, what was said lately, what may not be said.
    """
    screen = Screen(session)
    app = open_app(session)
    current = in_force(app)
    now = session.clock.now()
    moment = instant(at, current.house.zone_of(account), now) if at else None
    wish = Wish(campaign=campaign, account=account, at=moment, action=action, template=template)
    with screen.busy("Choosing …"):
        said = app.steering.say(current, wish, who=who(), dry=dry_run)
    if screen.json:
        screen.document({"dry_run": dry_run, "post": documents.delivery(said)})
        return
    when = f"{in_both(said.due_at, said.zone, readers_zone(app))}, {from_now(said.due_at, now)}"
    title = f"{said.account}, {when}, {counted(said.post)}"
    screen.show(*framed(said.post, title, screen))
    screen.show(*(Text(f"  because {reason}", style="dim") for reason in said.why))
    if dry_run:
        screen.talk("Nothing was written (--dry-run).")
    else:
        screen.talk(f"It is in the outbox as {said.key.short}. `awareness skip {said.key.short}` takes it out again.")
        tell_what_stands_in_the_way(app, [said], screen)


@verb("skip", example='awareness skip 3f9a1c02 --why "the rally was called off"')
@click.argument("key")
@click.option("--why", default="skipped by hand", metavar="WORDS", help="For the record.")
def skip(session: Session, key: str, why: str) -> None:
    """Take one post out of the plan.

    For good: the slot stays empty. KEY is the short key that `awareness queue` shows, or the whole one.
    """
    screen = Screen(session)
    app = open_app(session)
    with app.store.look() as looking:
        found = find_key(looking, key)
    skipped = app.steering.skip(found, who=who(), why=why)
    screen.talk(f"Skipped: {_due(skipped, readers_zone(app))}. Nothing takes its place.")


@verb("move", example='awareness move 3f9a1c02 "tomorrow 18:00"')
@click.argument("key")
@click.argument("time")
def move(session: Session, key: str, time: str) -> None:
    """Move one post to another time.

    Its text stays as it is. TIME is in the zone of the post's schedule: "2026-11-23 09:00", "tomorrow 09:00",
    "in 20m", or with an offset.
    """
    screen = Screen(session)
    app = open_app(session)
    with app.store.look() as looking:
        found = find_key(looking, key)
        row = looking.delivery(found)
    zone = row.zone if row else readers_zone(app)
    now = session.clock.now()
    moved = app.steering.move(in_force(app), found, instant(time, zone, now), who=who())
    screen.talk(f"Moved: {_due(moved, readers_zone(app))}, {from_now(moved.due_at, now)}. It stays there.")
    tell_what_stands_in_the_way(app, [moved], screen)


def _due(row: Delivery, reader: str) -> str:
    return f"{named(row)}, due {in_both(row.due_at, row.zone, reader)}"
