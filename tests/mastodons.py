"""Channels to servers of Mastodon's kind, with good defaults, for the tests of this channel."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scheduler.channels.kit import Kit
from scheduler.channels.mastodon.calls import Calls
from scheduler.channels.mastodon.channel import Mastodon
from scheduler.channels.mastodon.statuses import Saying
from scheduler.clock import Clock
from scheduler.model.account import Account, Profile
from scheduler.model.text_rule import TextRule
from tests.kits import a_kit
from tests.make import an_account
from tests.outgoing import KEY, MANNERS, NINE
from tests.servers.faults import Fault, answering

TOKEN = "token-of-campaign"  # noqa: S105 - of a server of the tests
NOBODY = "http://127.0.0.1:9"
"""What stands behind a proxy that answers everything itself."""


def a_mastodon(
    address: str,
    folder: Path,
    *,
    clock: Clock | None = None,
    profile: Profile | None = None,
    deadline: float = 5,
    limits: TextRule = MANNERS,
    token: str = TOKEN,
    **changes: Any,
) -> Mastodon:
    kit = a_kit(folder, limits, token=token, profile=profile, clock=clock, deadline=deadline)
    return Mastodon(at(address, **changes), kit)


def calls(address: str, folder: Path, *, clock: Clock | None = None) -> tuple[Calls, Kit]:
    kit = a_kit(folder, MANNERS, token=TOKEN, clock=clock)
    return Calls(at(address), kit), kit


def at(address: str, **changes: Any) -> Account:
    return an_account(network="mastodon", server=address, **changes)


def a_profile(remote_id: str = "1", *, software: str = "mastodon", version: str = "4.6.0") -> Profile:
    return Profile(at=NINE, remote_id=remote_id, handle="campaign", url="", software=software, version=version)


def said(document: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Fault:
    """This document as JSON, in the server's stead."""
    return answering(status, json.dumps(document).encode(), headers)


def a_status(name: str = "7", content: object = "<p>Sign.</p>", **changes: Any) -> dict[str, Any]:
    return {
        "id": name,
        "url": f"https://example.org/@campaign/{name}",
        "created_at": "2026-11-23T09:00:01.000Z",
        "content": content,
        "visibility": "public",
        "spoiler_text": "",
        "media_attachments": [],
        **changes,
    }


def a_saying(status: str = "Sign.", **changes: Any) -> Saying:
    named: dict[str, Any] = {
        "slot": KEY,
        "status": status,
        "media_ids": (),
        "visibility": "public",
        "language": "en",
        "spoiler_text": "",
        "sensitive": False,
        "idempotency_key": "k",
        "created_after": NINE,
    }
    return Saying(**named | changes)
