"""`awareness accounts`: who each account is at its network, what its token may do, and what troubles it."""

from collections.abc import Iterator
from datetime import datetime

import click
from rich.console import RenderableType
from rich.text import Text

from scheduler.cli import documents
from scheduler.cli.codes import Code
from scheduler.cli.disk import house_on_disk
from scheduler.cli.introductions import document, introduced, server_of
from scheduler.cli.opening import open_app, readers_zone
from scheduler.cli.rows import Row, aligned
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.verb import verb
from scheduler.service.introducing import Standing
from scheduler.words.accounts import left, money, speaker
from scheduler.words.posts import printable
from scheduler.words.times import from_now


@verb("accounts", example="awareness accounts || echo somebody look", reads=True)
@click.option("--offline", is_flag=True, help="Ask no network; show what each said when it was last asked.")
def accounts(session: Session, *, offline: bool) -> Code:
    """Who each account is at its network, and what troubles it.

    Each network is asked, one after the other; one that does not answer is said, and keeps the others from nothing.
    Exits with 1 where one of them needs a person.
    """
    screen = Screen(session)
    house = house_on_disk(session)
    app = open_app(session)
    found: list[Standing] = []
    for account in house.accounts:
        with screen.busy(f"Looking up {account.id} …" if offline else f"Asking the network of {account.id} …"):
            found.append(app.introducing.standing(account, who=who(), offline=offline))
    if screen.json:
        screen.document([_document(one) for one in found])
    else:
        zone = readers_zone(app)
        for number, one in enumerate(found):
            screen.show(*([Text()] if number else []), *_block(one, screen, zone, app.clock.now()))
    return Code.ATTENTION if any(one.troubles for one in found) else Code.DONE


def _block(one: Standing, screen: Screen, zone: str, now: datetime) -> Iterator[RenderableType]:
    account, profile = one.account, one.profile
    live = Text("live", "green") if one.live else Text("not live", "yellow")
    if one.stop:
        live = Text("stopped", "red")
    as_whom = f" as {speaker(profile)}" if profile and one.public else ""
    yield Text.assemble((account.id, "bold"), f"  {account.network}{as_whom}  ", live)
    rows: list[tuple[str, str | Text]] = []
    if one.public:
        rows.append(("server", server_of(account)))
    if profile and one.public:
        rows += introduced(profile, now, zone)
        rows.append(("calls left", left(profile)) if one.fresh else ("asked", from_now(profile.at, now)))
    if spent := money(account, one.spent):
        rows.append(("money", spent))
    rows += [("trouble", Text(printable(trouble), "red")) for trouble in one.troubles]
    rows += [("advice", printable(advice)) for advice in one.appraisal.advice]
    yield from aligned([Row([Text(name, "dim"), what]) for name, what in rows], screen, indent=2, wrapped=True)


def _document(one: Standing) -> documents.Document:
    return {
        "id": one.account.id,
        "network": one.account.network,
        "server": one.account.server,
        "live": one.live,
        "stop": documents.stop(one.stop) if one.stop else None,
        "fresh": one.fresh,
        "spent_millionths": one.spent,
        "profile": document(one.profile) if one.public else None,
        "troubles": list(one.troubles),
        "advice": list(one.appraisal.advice),
    }
