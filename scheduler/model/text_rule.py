"""How a network counts a text, and what it charges, as data."""

from dataclasses import dataclass

from scheduler.model.picture_rule import EVERYWHERE, PictureRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What calls cost, in millionths of a US dollar: a post without and with a link in it, one post looked up in the
    account's own timeline, one post whose counts are read."""

    post: int
    post_with_link: int
    look_up: int
    read: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """`counting` is `weighted` (X) or `graphemes`. `link_length`: what every link counts as (None: its own
    length). `bare_domains`: links without a scheme count as links. `local_mentions`: `@user@server` counts as
    `@user`. `max_bytes` bounds the UTF-8 length as well. `public`: the network is the world's to read, so a link
    must have been verified. `may_tag`: automated posts may mention officials by handle.
    `one_voice`: several accounts of the network may not say the same text. `pictures`: what it takes
    beside the text. `prices` None: nothing is charged."""

    network: str
    counting: str
    limit: int
    link_length: int | None = None
    bare_domains: bool = False
    local_mentions: bool = False
    max_bytes: int | None = None
    public: bool = True
    may_tag: bool = True
    one_voice: bool = False
    pictures: PictureRule = EVERYWHERE
    prices: Prices | None = None
