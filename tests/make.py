"""One of each noun of the house, complete and ordinary; a test names only what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.model.account import Account, Limits
from scheduler.model.campaign import Action, Campaign, Fact, Kind, Link, Picture, Target, Verification
from scheduler.model.delivery import Delivery, State
from scheduler.model.house import House
from scheduler.model.post import Attachment, Candidate, Post, digest_of
from scheduler.model.schedule import Cron, Schedule
from scheduler.model.slot import Slot, SlotKey
from scheduler.model.template import Template, Variant
from scheduler.model.text_rule import TextRule

CAMPAIGN = "close-the-camps"
SCHEDULE = "daily"
ACCOUNT = "demo"
ZONE = "Europe/London"


def utc(text: str) -> datetime:
    """An instant written as wall time in UTC: `2026-11-23 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str, zone: str = ZONE) -> datetime:
    """An instant written as wall time in a zone, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def an_action(id: str = "amnesty-petition", **changes: Any) -> Action:  # noqa: A002 - the field's own name
    action = Action(
        id=id,
        kind=Kind.PETITION,
        ask={"en": f"Sign the petition {id}."},
        link=Link(
            url=f"https://example.org/{id}",
            verified=Verification(on=date(2026, 5, 1), by="Anna"),
        ),
    )
    return replace(action, **changes)


def a_fact(id: str = "first-report", **changes: Any) -> Fact:  # noqa: A002 - the field's own name
    fact = Fact(
        id=id,
        text={"en": f"A fact: {id}."},
        source=f"https://example.org/{id}",
        date=date(2017, 4, 1),
    )
    return replace(fact, **changes)


def a_target(id: str = "prosecutor-general", **changes: Any) -> Target:  # noqa: A002 - the field's own name
    return replace(Target(id=id, name={"en": "the Prosecutor General"}, on={"x": "Genproc"}), **changes)


def a_campaign(id: str = CAMPAIGN, **changes: Any) -> Campaign:  # noqa: A002 - the field's own name
    campaign = Campaign(
        id=id,
        name={"en": "Close the camps"},
        hashtags={"en": ("CloseTheCamps", "Chechnya")},
        actions=(an_action(),),
    )
    return replace(campaign, **changes)


def a_template(id: str = "petition", **changes: Any) -> Template:  # noqa: A002 - the field's own name
    campaign = changes.get("campaign", CAMPAIGN)
    template = Template(
        id=id,
        campaign=campaign,
        file=f"templates/{campaign}/{id}.txt",
        kinds=tuple(Kind),
        variants=(Variant(name="text", source="{{ action.ask }} {{ action.link }}", line=1),),
    )
    return replace(template, **changes)


def a_schedule(id: str = SCHEDULE, **changes: Any) -> Schedule:  # noqa: A002 - the field's own name
    schedule = Schedule(
        id=id,
        campaign=CAMPAIGN,
        accounts=(ACCOUNT,),
        at=Cron(expression="0 9,13,18 * * *"),
        zone=ZONE,
    )
    return replace(schedule, **changes)


def an_account(id: str = ACCOUNT, **changes: Any) -> Account:  # noqa: A002 - the field's own name
    return replace(Account(id=id, network="paper", limits=Limits(gap=timedelta(0))), **changes)


def a_house(**changes: Any) -> House:
    """One campaign with one action, one template and one schedule on one paper account."""
    house = House(
        accounts=(an_account(),),
        campaigns=(a_campaign(),),
        templates=(a_template(),),
        schedules=(a_schedule(),),
    )
    return replace(house, **changes)


def a_key(nominal: str = "2026-11-23T09:00", **changes: Any) -> SlotKey:
    return replace(SlotKey(CAMPAIGN, SCHEDULE, nominal, ACCOUNT), **changes)


def a_slot(nominal: str = "2026-11-23T09:00", *, zone: str = ZONE, **changes: Any) -> Slot:
    """`changes` may name parts of the key (campaign, schedule, account, part) as well as of the slot."""
    parts = {name: changes.pop(name) for name in ("campaign", "schedule", "account", "part") if name in changes}
    wall = datetime.fromisoformat(nominal.removesuffix("Z"))
    at = wall.replace(tzinfo=UTC) if nominal.endswith("Z") else local(nominal, zone)
    slot = Slot(
        key=a_key(nominal, **parts),
        at=at,
        day=at.astimezone(ZoneInfo(zone)).date(),
        zone=zone,
        series=f"the {wall:%H:%M} of {parts.get('schedule', SCHEDULE)}",
    )
    return replace(slot, **changes)


def a_post(text: str = "Sign the petition.", **changes: Any) -> Post:
    return replace(
        Post(text=text, digest=digest_of(text), length=len(text), limit=500, variant="text"),
        **changes,
    )


def a_candidate(**changes: Any) -> Candidate:
    return replace(Candidate(action=an_action(), template=a_template()), **changes)


def a_delivery(nominal: str = "2026-11-23T09:00", **changes: Any) -> Delivery:
    """Due at its nominal instant unless `due_at` is given; `send_by` follows two hours later. `changes` may name
    parts of the key (campaign, schedule, account, part) as well as of the delivery."""
    parts = {name: changes.pop(name) for name in ("campaign", "schedule", "account", "part") if name in changes}
    slot = a_slot(nominal, zone=changes.get("zone", ZONE), **parts)
    due_at = changes.get("due_at", slot.at)
    delivery = Delivery(
        key=slot.key,
        state=State.PLANNED,
        zone=slot.zone,
        due_at=due_at,
        send_by=due_at + timedelta(hours=2),
        action="amnesty-petition",
        template="petition",
        fact=None,
        language="en",
        post=a_post(),
        why=("it was its turn",),
        version=1,
    )
    return replace(delivery, **changes)


def a_text_rule(network: str = "paper", **changes: Any) -> TextRule:
    return replace(TextRule(network=network, counting="graphemes", limit=500, public=False), **changes)


def an_attachment(**changes: Any) -> Attachment:
    attachment = Attachment(
        file=f"templates/{CAMPAIGN}/banner.png", digest=sha256(b"pixels").hexdigest(), alt="A banner: close them."
    )
    return replace(attachment, **changes)


def a_campaigns_picture(id: str = "banner", **changes: Any) -> Picture:  # noqa: A002 - the field's own name
    shown = an_attachment()
    return replace(Picture(id=id, file=shown.file, digest=shown.digest, alt={"en": shown.alt}), **changes)
