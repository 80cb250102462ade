"""The finished text of one slot: rendered, measured, frozen."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.model.campaign import Action, Fact
from scheduler.model.template import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A link, hashtag or handle in a text; `start` and `end` count characters (code points) of the text; `value`
    is the link's address, the tag without #, or the handle without @."""

    kind: str
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A text's length as its network counts it. `why` says in words why it does not fit ('' where it does)."""

    length: int
    limit: int
    fits: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A picture that goes with a post: `digest` is the SHA-256 of its file, whose path is `file`, as it was when the
    post was made; `alt` is in the post's language, and empty where a redaction took it away."""

    file: str
    digest: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """`text` is empty where a redaction took it away; `digest` then still names what was said: the text alone, so that
    the same text with another picture is a repetition. `tagged` holds the ids of the targets whose handles it
    mentions; `cost` is what its network charges for it, in millionths of a US dollar. `warning` stands before it
    ('': nothing does), and `visibility` says who sees it ('': everybody)."""

    text: str
    digest: str
    length: int
    limit: int
    variant: str
    dropped: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    tagged: tuple[str, ...] = ()
    cost: int = 0
    pictures: tuple[Attachment, ...] = ()
    warning: str = ""
    visibility: str = ""

    @property
    def redacted(self) -> bool:
        return not self.text and self.digest != digest_of("")

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(entity.value for entity in self.entities if entity.kind == "link")

    @property
    def wordings(self) -> tuple[str, ...]:
        """Everything in it that people read: the text, what stands for each picture, and what stands before it."""
        return (self.text, *(picture.alt for picture in self.pictures), self.warning)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a slot could say: an action, a template that can carry it, and a fact where the template names one."""

    action: Action
    template: Template
    fact: Fact | None = None

    @property
    def ids(self) -> tuple[str, str, str]:
        return self.action.id, self.template.id, self.fact.id if self.fact else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a rule says: `reason` in words, always; `not_before` where waiting until then would mend it; `post`
    where everything is allowed and the text was made. `about` names the part that a refusal holds for, so that
    nothing else with that part need be asked: `slot`, `action`, `template`, `fact`, or `text` (this combination
    alone)."""

    allowed: bool
    rule: str
    reason: str
    not_before: datetime | None = None
    post: Post | None = None
    about: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What attention says of templates, by account, campaign and template: a factor on how often one is chosen, and
    the reason in words. Empty: all alike."""

    templates: Mapping[tuple[str, str, str], float] = field(default_factory=dict)
    why: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
