"""`awareness attention follow-up`: what would be said in the days after a surge, taken or declined by a person."""

from collections.abc import Iterator

import click
from rich.console import RenderableType
from rich.text import Text

from scheduler.app import App
from scheduler.cli import documents
from scheduler.cli.opening import in_force, open_app, readers_zone
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.slots import slots
from scheduler.cli.verb import verb
from scheduler.errors import NotAllowed
from scheduler.model.surge import Followed, KeptSurge
from scheduler.model.sustain import Mode
from scheduler.service.planning import Look
from scheduler.words.attention import followed


@verb("follow-up", example="awareness attention follow-up close-the-camps --take", reads=True)
@click.argument("campaign", required=False)
@click.option("--take", is_flag=True, help="Say it: put these posts into the plan.")
@click.option("--decline", is_flag=True, help="Do not say it; what was planned of it is withdrawn.")
def follow_up(session: Session, campaign: str | None, *, take: bool, decline: bool) -> None:
    """Show what would be said in the days after a surge, and take it or decline it.

    With `sustain: {mode: suggest}` a surge changes nothing before somebody takes what it suggests; with `mode: auto` it
    is taken already, and can be declined. Days and times were fixed when the surge began; caps, gaps, quiet hours,
    repeats and budgets hold as for every post.
    """
    if take and decline:
        raise click.UsageError("--take and --decline are two answers; give one.")
    screen = Screen(session)
    app = open_app(session)
    current = in_force(app)
    if campaign:
        current.house.campaign(campaign)
    found = app.sustaining.open_ones(campaign)
    if take or decline:
        kept = _the_one(found, campaign)
        answer = Followed.TAKEN if take else Followed.DECLINED
        found = [app.sustaining.decide(current, kept, answer, who=who())]
    known = {known.id: known.sustain.mode for known in current.house.campaigns}
    looks = [(kept, app.sustaining.as_taken(current, kept)) for kept in found if kept.campaign in known]
    if screen.json:
        screen.document([_document(kept, look) for kept, look in looks])
        return
    for kept, look in looks:
        screen.show(*_shown(app, screen, kept, look, known[kept.campaign]))
    if not looks:
        screen.talk(f"N{_nothing(campaign)[1:]}.")


def _nothing(campaign: str | None) -> str:
    """Also where there was a surge: an account that speaks often enough already gets no more posts."""
    surge = f"a surge{f' of {campaign}' if campaign else ''}"
    return f"nothing follows {surge} now: there was none of late, or it adds no post"


def _the_one(found: list[KeptSurge], campaign: str | None) -> KeptSurge:
    """Raises NotAllowed where there is none, UsageError where it is not clear which."""
    if not found:
        raise NotAllowed(_nothing(campaign))
    if len({kept.campaign for kept in found}) > 1:
        raise click.UsageError(f"Several campaigns follow a surge; name one: {', '.join(k.campaign for k in found)}.")
    return found[-1]


def _shown(app: App, screen: Screen, kept: KeptSurge, look: Look, mode: Mode) -> Iterator[RenderableType]:
    yield Text(followed(kept, mode), "bold")
    if kept.followed is not Followed.DECLINED and mode is not Mode.OFF:
        if empty := sum(planned.choice is None for planned in look.plan.slots):
            yield Text(f"As things stand {empty} of them cannot be said, each for the reasons that stand below it.")
        yield from slots(look, screen, reader=readers_zone(app), marked=False, why=True)


def _document(kept: KeptSurge, look: Look) -> documents.Document:
    return {
        "campaign": kept.campaign,
        "surge": kept.id,
        "onset": documents.instant(kept.surge.onset),
        "followed": str(kept.followed),
        "who": kept.who or None,
        "extras": [
            {"account": extra.account, "ordinal": extra.ordinal, "wall": extra.wall.isoformat(), "why": extra.why}
            for extra in kept.extras
        ],
        "slots": [documents.planned(planned) for planned in look.plan.slots],
    }
