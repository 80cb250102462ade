"""The form of an action: something that a reader can do."""

import re
from datetime import UTC
from typing import Annotated

from pydantic import Field, WithJsonSchema

from scheduler.config.addresses import Link as LinkText
from scheduler.config.forms import Form, key, reads, wrong
from scheduler.config.instants import ends, starts
from scheduler.config.names import Id
from scheduler.config.subjects import ContactForm
from scheduler.config.times import DayOrTime, LocalTime, Zone, day
from scheduler.config.values import ByLanguage, KindName, in_languages, numbered, whole
from scheduler.model.campaign import Action, Link, Verification

MOST_PICTURES = 4
"""No network takes more with one post."""


def verification(text: str) -> Verification | None:
    if text == "never":
        return None
    match = re.fullmatch(r"(\S+) by (\S.*)", text)
    if match is None:
        raise wrong("this does not say who looked at the link, and when", 'write never, or "2026-05-01 by Anna"')
    return Verification(on=day(match[1]), by=match[2])


class LinkForm(Form):
    """Where the reader is sent."""

    url: LinkText = key("Its address, in quotes: https, to a public site.", example='"https://www.amnesty.org/"')
    verified: Annotated[
        Verification | None,
        reads(verification),
        WithJsonSchema({"type": "string", "pattern": "^(never|[0-9]{4}-[0-9]{2}-[0-9]{2} by .+)$"}),
    ] = key(
        "When a person last looked at it, and who; no public network carries a link that nobody has looked at.",
        default=None,
        says="never",
        example='"2026-05-01 by Anna"',
    )

    def build(self) -> Link:
        return Link(url=self.url, verified=self.verified)


class ActionForm(Form):
    """Something a reader can do."""

    id: Id = key("Part of the record: choose it once and keep it.", example="amnesty-petition")
    kind: KindName = key("What kind of thing it asks; schedules and templates choose by it.", example="petition")
    ask: ByLanguage = key(
        "The sentence that asks for it: one text, or one for each language.", example='"Sign Amnesty\'s petition."'
    )
    name: ByLanguage | None = key("A short name for it.", default=None, says="none", example='"Amnesty\'s petition"')
    link: LinkForm | None = key(
        "Where the reader is sent. petition and donate need one.",
        default=None,
        example='{url: "https://www.amnesty.org/", verified: never}',
    )
    place: ByLanguage | None = key("Where it takes place.", default=None, says="none", example='"Trafalgar Square"')
    when: LocalTime | None = key("When it takes place, in `zone`.", default=None, example='"2026-05-17 14:00"')
    opens: DayOrTime | None = key(
        "Not said before this; a date means from its beginning.", default=None, says="at once", example="2026-05-01"
    )
    until: DayOrTime | None = key(
        "Not said from then on; a date is the last day on which it is said.",
        default=None,
        says="`when`, or no end",
        example="2026-05-16",
    )
    zone: Zone = key("The time zone of when, opens and until.", default="UTC", says="UTC", example="Europe/London")
    amount: ByLanguage | None = key("What it takes, for donations.", default=None, example='"about EUR 4,000 a person"')
    contact: ContactForm = key(
        "Whom to ring or write to.", default=ContactForm(), says="none", example='{phone: "+44 20 7946 0000"}'
    )
    targets: tuple[Id, ...] = key("Whom it addresses, by their ids.", default=(), says="none", example="[ohchr]")
    pictures: Annotated[tuple[Id, ...], Field(max_length=MOST_PICTURES)] = key(
        "What is shown with it, in this order, by the ids of the campaign's pictures, at most 4.",
        default=(),
        says="none",
        example="[banner]",
    )
    share: Annotated[int, reads(whole(1, 10)), numbered(1, 10)] = key(
        "Its weight against the other actions: 2 comes up twice as often as 1.", default=1, says="1", example="2"
    )
    was: Id | None = key("The id it had before a rename.", default=None, example="old-petition")

    def build(self, language: str) -> Action:
        end = self.until or self.when
        return Action(
            id=self.id,
            kind=self.kind,
            ask=in_languages(self.ask, language),
            name=in_languages(self.name, language),
            link=self.link.build() if self.link else None,
            place=in_languages(self.place, language),
            when=starts(self.when, self.zone) if self.when else None,
            opens=starts(self.opens, self.zone).astimezone(UTC) if self.opens else None,
            until=ends(end, self.zone).astimezone(UTC) if end else None,
            amount=in_languages(self.amount, language),
            contact=self.contact.build(),
            targets=self.targets,
            pictures=self.pictures,
            share=self.share,
            was=self.was,
        )
