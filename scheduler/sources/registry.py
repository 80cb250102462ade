"""Which source counts what comes from where."""

from collections.abc import Callable
from importlib import import_module

from scheduler.model.watch import Origin, Watched
from scheduler.service.attention_ports import Source
from scheduler.sources.kit import Kit

Maker = Callable[[Watched, Kit], Source]


def on_first_use(module: str, name: str) -> Maker:
    """A class under scheduler.sources; what speaks HTTP costs only those who watch something."""

    def make(watched: Watched, kit: Kit) -> Source:
        made: Source = getattr(import_module(f"scheduler.sources.{module}"), name)(watched, kit)
        return made

    return make


SOURCES: dict[Origin, Maker] = {
    Origin.MASTODON: on_first_use("mastodon", "MastodonSource"),
    Origin.BLUESKY: on_first_use("bluesky", "BlueskySource"),
    Origin.X: on_first_use("x", "XSource"),
    Origin.WIKIPEDIA: on_first_use("wikipedia", "WikipediaSource"),
    Origin.OWN: on_first_use("own", "OwnSource"),
    Origin.FILE: on_first_use("file", "FileSource"),
    Origin.URL: on_first_use("url", "UrlSource"),
}
"""Names every concrete class, once."""
