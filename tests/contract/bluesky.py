"""Bluesky under the contract of channels: one real server for all tests of a process, a fresh account for each."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from scheduler.channels.bluesky.channel import Bluesky
from scheduler.rendering.networks import rule_for
from tests.kits import a_kit
from tests.make import an_account
from tests.servers.pds_server import POST, Session, of_this_process


@contextmanager
def a_fresh_bluesky(home: Path) -> Iterator[str]:
    """The address says who posts there, and where the house keeps its data."""
    pds = of_this_process()
    account = pds.account()
    who = {"handle": account.handle, "did": account.did, "password": account.app_password, "folder": str(home)}
    yield f"{pds.address}/?{urlencode(who)}"


def bluesky_channel(address: str) -> Bluesky:
    server, who = _read(address)
    account = an_account(network="bluesky", server=server, handle=who["handle"])
    return Bluesky(account, a_kit(Path(who["folder"]), rule_for("bluesky"), token=who["password"]))


def bluesky_texts(address: str) -> list[str]:
    server, who = _read(address)
    world = Session(server)
    seen = world.get("com.atproto.repo.listRecords", repo=who["did"], collection=POST, limit=100)
    world.close()
    return [record["value"]["text"] for record in seen["records"]]


def _read(address: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}", {name: values[0] for name, values in parse_qs(parts.query).items()}
