"""`awareness attention evidence`: what the slot coin says of whether posts make people speak, in words."""

import click
from rich.text import Text

from scheduler.attention.evidence import Card
from scheduler.cli.documents import Document
from scheduler.cli.opening import in_force, open_app
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.verb import verb
from scheduler.service.tossing import evidence as evidence_of
from scheduler.service.tossing import passed_over
from scheduler.words.attention import carded


@verb("evidence", example="awareness attention evidence close-the-camps", reads=True)
@click.argument("campaign", required=False)
def evidence(session: Session, campaign: str | None) -> None:
    """Show whether posts make people speak, as far as it can be told.

    With `sustain: {coin: yes}` a coin decides in advance whether a post goes out at its time or four hours later. Held
    against each other is how much was said of the topic in the four hours after these times. With fewer than 24 on each
    side it is too early to say, and nothing else says "because".
    """
    screen = Screen(session)
    app = open_app(session)
    house = in_force(app).house
    asked = [house.campaign(campaign)] if campaign else list(house.campaigns)
    with app.store.look() as looking:
        cards = {one.id: evidence_of(looking, one.id, app.clock.now(), passed_over(looking, one)) for one in asked}
    if screen.json:
        screen.document([_document(one.id, cards[one.id], coin=one.sustain.coin) for one in asked])
        return
    for one in asked:
        screen.show(Text(f"{one.id}: {carded(cards[one.id], coin=one.sustain.coin)}"))


def _document(campaign: str, found: Card, *, coin: bool) -> Document:
    return {
        "campaign": campaign,
        "coin": coin,
        "on_time": found.on_time,
        "later": found.later,
        "difference": round(found.difference, 3),
        "p": round(found.p, 4),
        "verdict": str(found.verdict),
    }
