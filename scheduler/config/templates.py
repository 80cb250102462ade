"""A template's file: front matter in YAML between two lines `---`, and below it the text of the post."""

import re
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field, WithJsonSchema

from scheduler.config.flaws import Flaw, Mark
from scheduler.config.forms import Form, key, reads, wrong
from scheduler.config.names import ID_PATTERN, LanguageCode, identifier
from scheduler.config.nodes import Scalar
from scheduler.config.values import KindName, any_of, one_of
from scheduler.model.campaign import Kind
from scheduler.model.template import Template, Variant

BODY = "text"
"""The name of the variant that is the body of the file."""

_FENCE = re.compile(r"^--- *$", re.MULTILINE)


class Droppable(StrEnum):
    """What a text may go without. A link or a target is never cut."""

    HASHTAGS = "hashtags"
    FACT = "fact"
    FACT_SOURCE = "fact.source"
    FACT_DATE = "fact.date"
    CAMPAIGN_NAME = "campaign.name"
    ACTION_ASK = "action.ask"
    ACTION_NAME = "action.name"
    ACTION_PLACE = "action.place"
    ACTION_WHEN = "action.when"
    ACTION_UNTIL = "action.until"
    ACTION_AMOUNT = "action.amount"
    ACTION_CONTACT = "action.contact"
    DAY = "day"
    DATE = "date"
    TIME = "time"
    NETWORK = "network"
    LANGUAGE = "language"


_NEVER_DROPPED = ("action.link", "targets")


def _droppable(text: str) -> Droppable:
    if text in _NEVER_DROPPED:
        raise wrong("a link or a target is never dropped", "take it out of this list")
    return one_of("value to drop", Droppable)(text)


def _variant_name(text: str) -> str:
    if text == BODY:
        raise wrong(f"{BODY} is the name of the text below the front matter", "give this variant another name")
    return identifier(text)


def _source(text: str) -> str:
    if not text.strip():
        raise wrong("this variant is empty", "write it, or leave it out")
    return text


VariantName = Annotated[
    str, reads(_variant_name), WithJsonSchema({"type": "string", "pattern": f"^(?!{BODY}$){ID_PATTERN}$"})
]
Source = Annotated[str, reads(_source), WithJsonSchema({"type": "string", "minLength": 1})]


class TemplateForm(Form):
    """The front matter of a template: what it can carry, and what may go where it is too long."""

    kinds: Annotated[tuple[KindName, ...], Field(min_length=1)] = key(
        "The kinds of action that it can carry.",
        alias="for",
        default=tuple(Kind),
        says="every kind",
        example="[petition]",
    )
    language: LanguageCode | None = key(
        "The language it is written in.", default=None, says="the campaign's", example="ru"
    )
    drop: tuple[Annotated[Droppable, reads(_droppable), any_of(Droppable)], ...] = key(
        "What may go empty, in this order, where the text is too long for a network.",
        default=(),
        says="nothing",
        example="[fact, hashtags]",
    )
    variants: dict[VariantName, Source] = key(
        "Other wordings, by name, for networks that the text below is too long for.",
        default={},
        says="none",
        example='{short: "{{ action.ask }} {{ action.link }}"}',
    )

    def build(self, campaign: str, template_id: str, file: str, variants: tuple[Variant, ...]) -> Template:
        return Template(
            id=template_id,
            campaign=campaign,
            file=file,
            kinds=self.kinds,
            variants=variants,
            drop=tuple(str(name) for name in self.drop),
            language=self.language,
        )


class Split(NamedTuple):
    """`front` None: the file has no front matter; it begins in line 2 otherwise."""

    front: str | None
    body: Variant
    flaw: Flaw | None = None


def split(text: str) -> Split:
    """Raises nothing: front matter that never ends is a flaw."""
    opening = _FENCE.match(text)
    if opening is None:
        return Split(None, Variant(name=BODY, source=text, line=1))
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        fix = "write a line --- below it; if the file was cut short, restore its end"
        flaw = Flaw(Mark(1, 1), "the front matter that begins here is never closed", fix)
        return Split(None, Variant(name=BODY, source="", line=1), flaw)
    fence = text.count("\n", 0, closing.start()) + 1
    line = fence + 1 if closing.end() < len(text) else fence  # a file that ends there has no line below
    body = Variant(name=BODY, source=text[closing.end() + 1 :], line=line)
    return Split(text[opening.end() + 1 : closing.start()], body)


def variant(name: str, scalar: Scalar, lines: list[str]) -> Variant:
    """`lines` are those of the whole file, to see where the text behind a | or > begins."""
    line, column = scalar.mark
    if scalar.style in ("|", ">"):
        line += 1
        text = next((text for text in lines[line - 1 :] if text.strip()), "")
        column = len(text) - len(text.lstrip()) + 1
    elif scalar.style:
        column += 1
    return Variant(name=name, source=scalar.text, line=line, column=column)
