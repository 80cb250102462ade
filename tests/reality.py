"""Accounts on a network that is up on this machine, as a house is told of them, and what the world can read there."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import requests

from scheduler.app import App
from scheduler.service.profiles import keep_profile
from tests.servers.mastodon_server import MastodonServer
from tests.servers.pds_server import POST

CLOCK_AT = len("09:06.")


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One account. `reads` is its name where the world looks for what it said."""

    id: str
    secret: str
    reads: str
    handle: str = ""


@dataclass(frozen=True)
class Shown:
    """A post as its readers have it."""

    text: str
    alts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Real:
    """`server` is where the service sends, a proxy that loses answers perhaps; `world` where readers look."""

    network: str
    server: str
    world: str
    voices: tuple[Voice, ...]

    @classmethod
    def read(cls, text: str) -> "Real":
        found = json.loads(text)
        return cls(**found | {"voices": tuple(Voice(**voice) for voice in found["voices"])})

    def write(self) -> str:
        return json.dumps(asdict(self))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(voice.id for voice in self.voices)

    def accounts(self) -> str:
        """The file that names them; their secrets go into this process's environment."""
        lines = ["accounts:"]
        for voice in self.voices:
            os.environ[variable(voice)] = voice.secret
            own = f", handle: {voice.handle}" if voice.handle else ""
            own += ", budget: {posting: 100}" if self.network == "x" else ""
            lines.append(
                f"  - {{id: {voice.id}, network: {self.network}, server: '{self.server}'{own}, "
                f"token: {{env: {variable(voice)}}}, limits: {{gap: 0m, per_day: 20}}}}"
            )
        return "\n".join([*lines, ""])

    def let_live(self, app: App) -> None:
        """As a person does who has looked at each."""
        app.accepting.take("user:anna")
        for voice in self.voices:
            channel = app.channels(voice.id)
            assert channel is not None
            profile = channel.introduce()
            with app.desk.transaction("user:anna") as t:
                keep_profile(t, voice.id, profile)
                t.writing.set_live(voice.id, t.now)

    def said(self) -> list[str]:
        """The keys of what the world can read, by the time that each post names."""
        return [
            f"camps/daily/2026-11-23T{post.text[-CLOCK_AT:-1]}/{voice.id}/1"
            for voice in self.voices
            for post in READERS[self.network](self.world, voice)
        ]

    def shown(self) -> list[Shown]:
        """What the world can read of all accounts, in no order."""
        return [post for voice in self.voices for post in READERS[self.network](self.world, voice)]


def variable(voice: Voice) -> str:
    return f"AWARENESS_{voice.id.upper().replace('-', '_')}"


def on_bluesky(address: str, voice: Voice) -> list[Shown]:
    query: dict[str, str | int] = {"repo": voice.reads, "collection": POST, "limit": 100}
    records = ask(f"{address}/xrpc/com.atproto.repo.listRecords", query)["records"]
    return [Shown(record["value"]["text"], _alts(record["value"].get("embed", {}))) for record in records]


def _alts(embed: dict[str, Any]) -> tuple[str, ...]:
    return tuple(image["alt"] for image in embed.get("images", []))


def on_mastodon(address: str, voice: Voice) -> list[Shown]:
    server = MastodonServer(address)
    statuses = server.statuses(voice.reads)
    server.close()
    return [Shown(status.text, tuple(alt or "" for alt in status.media)) for status in statuses]


READERS: dict[str, Callable[[str, Voice], Sequence[Shown]]] = {"bluesky": on_bluesky, "mastodon": on_mastodon}
CREATES = {
    "bluesky": ("POST", "/xrpc/com.atproto.repo.putRecord"),
    "mastodon": ("POST", "/api/v1/statuses"),
    "x": ("POST", "/2/tweets"),
}
"""Method and path of the create call."""


def ask(url: str, query: dict[str, str | int]) -> Any:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(url, params=query, timeout=60)
        answer.raise_for_status()
        return answer.json()
