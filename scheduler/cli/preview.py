"""`awareness preview`: the exact posts, network by network, from the files as they lie on disk."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby

import click
from rich.text import Text

from scheduler.cli import cards
from scheduler.cli.disk import house_on_disk
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.times import FORMS, instant, reader_zone
from scheduler.cli.verb import verb
from scheduler.errors import NoSuchThing
from scheduler.rendering.networks import known_networks, rule_for
from scheduler.service import previewing
from scheduler.service.previewing import Card, Wanted
from scheduler.words.counts import count


@verb("preview", example="awareness preview close-the-camps --network x --template petition-fact", reads=True)
@click.argument("campaign", required=False, default="")
@click.option("--network", "networks", multiple=True, metavar="NETWORK", help="Only on this network; may be repeated.")
@click.option("--template", default="", metavar="ID", help="Only this template.")
@click.option("--action", default="", metavar="ID", help="Only this action.")
@click.option("--fact", default="", metavar="ID", help="With this fact, where a template names one.")
@click.option("--at", metavar="TIME", help=f"As it would be said then: {FORMS}.")
@click.option("--full", is_flag=True, help="Every action in every template; otherwise one action for each template.")
def preview(
    session: Session,
    campaign: str,
    networks: tuple[str, ...],
    template: str,
    action: str,
    fact: str,
    at: str | None,
    *,
    full: bool,
) -> None:
    """Show the exact posts, network by network.

    Texts, counts and what was dropped to make them fit are those of the real post. Networks that would get the same
    text share a card. Works on the files as they lie on disk; needs no store and no account.
    """
    screen = Screen(session)
    for network in networks:
        rule_for(network)
    with screen.busy("Filling in the templates …"):
        house = house_on_disk(session)
        now = session.clock.now()
        moment = instant(at, reader_zone(house.settings.reader_zone), now) if at else now
        asked = networks or known_networks()
        wanted = Wanted(campaign=campaign, networks=asked, template=template, action=action, fact=fact)
        found = list(_sayings(previewing.preview(house, wanted, moment)))
    if not found:
        raise NoSuchThing("no template carries such an action there; `awareness preview` alone shows all that do")
    shown = found if full or action else list(_one_for_each_template(found))
    if screen.json:
        screen.document({"at": moment.isoformat(), "cards": [_document(card) for saying in shown for card in saying]})
        return
    for saying in shown:
        screen.show(*cards.saying(saying, screen))
    unsaid = sum(card.post is None for saying in shown for card in saying)
    summary = f"{count(len(shown), 'pair')} of a template and an action"
    if unsaid:
        summary += f"; {count(unsaid, 'text')} cannot be made"
    if len(shown) < len(found):
        summary += f"; {len(found) - len(shown)} more with --full"
    screen.talk(Text(summary, style="dim"))


Saying = list[Card]
"""One template with one action, a card for each network."""


def _sayings(cards: Iterable[Card]) -> Iterator[Saying]:
    for _, group in groupby(cards, lambda card: (card.campaign, card.template, card.action)):
        yield list(group)


def _one_for_each_template(sayings: list[Saying]) -> Iterator[Saying]:
    """The first that can be said everywhere and now; else the first that can be said at all; else the first."""
    for _, group in groupby(sayings, lambda saying: (saying[0].campaign, saying[0].template)):
        yield min(group, key=lambda saying: sum((card.post is None) * 100 + bool(card.remark) for card in saying))


def _document(card: Card) -> dict[str, object]:
    return asdict(card)
