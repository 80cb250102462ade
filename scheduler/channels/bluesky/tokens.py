"""What the tokens of Bluesky say of themselves, unverified: the server does that."""

import base64
import hashlib
import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

TOKEN = re.compile(r"[\w.~+/=-]+", re.ASCII)


def is_token(found: object) -> bool:
    """Whether it may stand in a header."""
    return isinstance(found, str) and bool(TOKEN.fullmatch(found))


def end_of(token: str) -> datetime | None:
    """None where it does not say."""
    seconds = claims_of(token).get("exp")
    if isinstance(seconds, int):
        with suppress(OverflowError, ValueError, OSError):
            return datetime.fromtimestamp(seconds, UTC)
    return None


def scopes_of(token: str) -> tuple[str, ...]:
    """What it may do; that of an app password is com.atproto.appPass."""
    scope = claims_of(token).get("scope")
    return tuple(scope.split()) if isinstance(scope, str) else ()


def claims_of(token: str) -> dict[str, Any]:
    """Empty where they cannot be read (RFC 7519)."""
    middle = "".join(token.split(".")[1:2])
    try:
        found = json.loads(base64.urlsafe_b64decode(middle + "==="))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def login_of(server: str, name: str, password: str) -> str:
    """By which a session is known to be of another login; the password cannot be had back from it."""
    return hashlib.sha256(json.dumps(["login at a bluesky server", server, name, password]).encode()).hexdigest()
