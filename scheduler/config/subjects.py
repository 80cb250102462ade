"""The forms of what a campaign speaks about: whom it addresses, and what is known."""

from datetime import timedelta
from typing import Annotated

from scheduler.config.addresses import Email, Link, Phone
from scheduler.config.forms import Form, key, reads
from scheduler.config.names import Handle, Id, NetworkWord
from scheduler.config.times import DURATION_SCHEMA, Day, bounded
from scheduler.config.values import ByLanguage, Text, in_languages
from scheduler.model.campaign import Contact, Fact, Target


class ContactForm(Form):
    """How to reach an office. Never a private person's."""

    phone: Phone | None = key("Telephone number, in quotes.", default=None, example='"+44 20 7946 0000"')
    email: Email | None = key("E-mail address.", default=None, example="office@ministry.example")
    post: Text | None = key("Postal address, in one line.", default=None, example='"1 High Street, London W8 4QP"')

    def build(self) -> Contact:
        return Contact(phone=self.phone, email=self.email, post=self.post)


class TargetForm(Form):
    """An official or a body to address, by its exact name. Public offices only, never private persons."""

    id: Id = key("Names the target in actions.", example="prosecutor-general")
    name: ByLanguage = key(
        "Its exact name: one text, or one for each language.", example="Prosecutor General of the Russian Federation"
    )
    on: dict[NetworkWord, Handle] = key(
        "Its handle on each network where it has one, without @; elsewhere its name is written.",
        default={},
        says="its name is written",
        example="{x: Genproc}",
    )
    contact: ContactForm = key(
        "How to reach it.", default=ContactForm(), says="none", example='{phone: "+44 20 7946 0000"}'
    )

    def build(self, language: str) -> Target:
        return Target(
            id=self.id, name=in_languages(self.name, language), on=dict(self.on), contact=self.contact.build()
        )


class FactForm(Form):
    """A statement with its source and its day. What has neither is not said."""

    id: Id = key("Names the fact in the record.", example="first-report")
    text: ByLanguage = key(
        "The statement: one text, or one for each language.", example="In April 2017 a newspaper reported …"
    )
    source: Link = key("Where it can be read.", example='"https://novayagazeta.ru/"')
    date: Day = key("The day of the source.", example="2017-04-01")
    stale_after: Annotated[timedelta, reads(bounded("1h", "36525d")), DURATION_SCHEMA] | None = key(
        "How long after its date it is no longer said.", default=None, says="never stale", example="400d"
    )

    def build(self, language: str) -> Fact:
        return Fact(
            id=self.id,
            text=in_languages(self.text, language),
            source=self.source,
            date=self.date,
            stale_after=self.stale_after,
        )
