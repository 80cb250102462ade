"""What `awareness attention` shows by itself: how attention for each campaign stands."""

from rich.text import Text

from scheduler.cli.codes import Code
from scheduler.cli.documents import Document, instant
from scheduler.cli.opening import in_force, open_app
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.service.attending import Attention, SourceStands, standing
from scheduler.words.attention import source_words, standing_words


def show_standing(session: Session, campaign: str | None) -> Code:
    """Raises FilesWrong, NoSuchThing, StoreTrouble."""
    screen, app = Screen(session), open_app(session)
    house = in_force(app).house
    wanted = (house.campaign(campaign),) if campaign else house.campaigns
    now, modes = session.clock.now(), {one.id: one.sustain.mode for one in wanted}
    with app.store.look() as looking:
        found = [standing(looking, one, now) for one in wanted]
    if screen.json:
        screen.document([_document(one) for one in found])
    else:
        for one in found:
            screen.show(
                Text(one.campaign, "bold"), *(Text(f"  {line}") for line in standing_words(one, modes[one.campaign]))
            )
            screen.show(*(Text(f"  {source_words(source, now)}", "dim") for source in one.sources))
    return Code.ATTENTION if any(source.silent for one in found for source in one.sources) else Code.DONE


def _document(one: Attention) -> Document:
    surge = one.surge.surge if one.surge else None
    return {
        "campaign": one.campaign,
        "state": str(one.state) if one.state else None,
        "since": instant(one.loudest.since) if one.loudest else None,
        "loudest": one.loudest.watched.id if one.loudest else None,
        "surge": {
            "id": one.surge.id if one.surge else None,
            "source": one.surge.source if one.surge else None,
            "onset": instant(surge.onset),
            "day": one.day,
            "share": None if one.share is None else round(one.share, 3),
            "peak": surge.peak,
            "usual": surge.usual,
            "followed": str(one.surge.followed) if one.surge else None,
            "extras": len(one.surge.extras) if one.surge else None,
        }
        if surge
        else None,
        "sources": [_source(source) for source in one.sources],
    }


def _source(source: SourceStands) -> Document:
    found = source.measure
    return {
        "id": source.watched.id,
        "from": str(source.watched.origin),
        "daily": source.watched.daily,
        "newest": instant(source.newest),
        "count": found.count if found else None,
        "expected": _rounded(found.expected if found else None),
        "times_usual": _rounded(found.times_usual if found else None),
        "state": str(found.state) if found else None,
        "share": _rounded(found.share if found else None),
        "silent": source.silent,
        "trouble": source.trouble or None,
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)
