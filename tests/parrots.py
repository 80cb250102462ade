"""What the three networks say where all goes well, with a secret wherever they are free in what they say."""

import json
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from operator import itemgetter
from typing import Any

from scheduler.channels.bluesky import xrpc
from scheduler.channels.mastodon import answers as mastodon_answers
from scheduler.channels.x import answers as x_answers
from scheduler.wire.crossing import Answer
from tests.canaries import Noise, app_password, canary, jwt
from tests.make import utc
from tests.servers.parrot import Asked, Row

DID = "did:plc:z72i7hdynmk6r22z27h6tvur"
LONG_AGO = int(utc("2026-11-23 10:30").timestamp())
STATUSES = (*range(400, 418), *range(419, 430), 301, 302, 303, 307, 308, 500, 502, 503, 504, 299, 204)
SAMPLES = (
    "",
    "It is not so",
    "The access token is invalid",
    "Record not found",
    "still processing",
    "This action is not allowed",
)


@dataclass
class Parroted:
    """One network: its token, and what the account is called; `secrets` by their slots, `asked` those that only a login
    is told."""

    name: str
    token: str
    handle: str
    secrets: dict[str, str]
    asked: dict[str, str]
    rows: list[Row]
    good: Callable[["Parroted", Asked], tuple[int, Any]]
    noise: Noise = field(init=False)
    records: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.noise = Noise(self.secrets.values())

    def answer(self, asked: Asked) -> tuple[int, Any]:
        return self.good(self, asked)


def rows_of_mastodon() -> Iterator[Row]:
    for row in mastodon_answers.TABLE:
        others = count()
        words, statuses = next(filter(itemgetter(1), map(partial(_said_to, row), SAMPLES)))
        for status in statuses:
            yield Row(status, words or None, again=next(others) > 0)


def _said_to(row: mastodon_answers.Row, words: str) -> tuple[str, list[int]]:
    """The statuses that lead to this row with these words."""
    body = json.dumps({"error": words} if words else {}).encode()
    return words, _led(row.status, partial(_is, mastodon_answers._row, row, body))


def rows_of_x() -> Iterator[Row]:
    for row in x_answers.ROWS:
        others = count()
        for words in row.says or ("Problem" if row.worded else "",):
            body = json.dumps({"title": words}).encode() if words else b"<html>"
            for status in _some(row.statuses, partial(_is, x_answers.row_of, row, body)):
                yield Row(status, words or None, "title", again=next(others) > 0)


def rows_of_bluesky() -> Iterator[Row]:
    for error in xrpc.ERRORS:
        yield from (Row(status, error, again=status > 400) for status in (400, 401, 403))
    others = (next(s for s in STATUSES if s // 100 == first and s not in xrpc.STATUSES) for first in xrpc.CLASSES)
    for status in (*xrpc.STATUSES, *others, 302, 299):
        yield Row(status, "InvalidRequest")
    yield Row(403, None)


def _is(found: Callable[[Answer], object], row: object, body: bytes, status: int) -> bool:
    return found(Answer(status, {}, body)) is row


def _some(statuses: Container[int], fit: Callable[[int], bool]) -> list[int]:
    """A few statuses that lead to one row. A row that none of them leads to needs a sample of its own here."""
    found = _led(statuses, fit)
    assert found
    return found


def _led(statuses: Container[int], fit: Callable[[int], bool]) -> list[int]:
    return [status for status in STATUSES if status in statuses and fit(status)][:3]


def on_mastodon(here: Parroted, asked: Asked) -> tuple[int, Any]:
    say = here.noise.next
    said: Any = {"scopes": [say(), say()], "name": say(), "links": say(), "software": {"name": say(), "version": say()}}
    match asked.path.split("/")[1:]:
        case ["oauth", "token"]:
            said = {"access_token": here.token, "token_type": say()}
        case ["api", "v1", "apps"]:
            said = {"client_id": "the-app-7", "client_secret": here.asked["client secret"], "name": say()}
        case ["api", _, "media", *_]:
            said = {"id": "5", "url": say(), "description": say()}
        case ["api", "v1", "accounts", "verify_credentials"]:
            said = {"id": "1", "acct": f"campaign{say()}", "username": say(), "url": say(), "bot": True}
        case ["api", "v1", "accounts", _, "statuses"]:
            said = []
        case ["api", "v1", "statuses", *_]:
            said = _status(here, asked)
        case ["api", _, "instance"]:
            said = {"domain": say(), "version": f"4.6.0 {say()}", "rules": [{"text": say()}, {"text": say()}]}
        case _:
            pass
    return 200, said


def _status(here: Parroted, asked: Asked) -> dict[str, Any]:
    say = here.noise.next
    text = here.records.setdefault("status", asked.value("status")) if asked.body else say()
    return {
        "id": "7",
        "url": f"https://example.org/@campaign/7?access_token={here.token}",
        "created_at": "2026-11-23T09:00:01.000Z",
        "content": f"<p>{text}</p>",
        "visibility": say(),
        "spoiler_text": say(),
        "media_attachments": [{"id": "5", "url": say()}],
        "favourites_count": 3,
    }


def on_bluesky(here: Parroted, asked: Asked) -> tuple[int, Any]:
    say = here.noise.next
    said: Any = {"version": say(), "message": say()}
    match asked.path.rpartition(".")[2]:
        case "createSession" | "refreshSession":
            tokens = {"accessJwt": here.secrets["access"], "refreshJwt": here.secrets["refresh"]}
            service = {"id": "#atproto_pds", "serviceEndpoint": f"http://127.0.0.1/{say()}"}
            said = {"did": DID, "handle": say(), "email": say(), "didDoc": {"service": [service]}, **tokens}
        case "getSession":
            said = {"did": DID, "handle": say(), "status": say(), "active": True}
        case "uploadBlob":
            blob = {"$type": "blob", "ref": {"$link": "bafkreiabc"}, "mimeType": "image/png", "size": 70}
            said = {"blob": blob}
        case "putRecord":
            body = asked.document
            uri = f"at://{body['repo']}/{body['collection']}/{body['rkey']}"
            here.records[uri] = body["record"]
            said = {"uri": uri, "cid": say(), "validationStatus": say()}
        case "getRecord":
            uri = f"at://{asked.value('repo')}/{asked.value('collection')}/{asked.value('rkey')}"
            said = {"uri": uri, "cid": say(), "value": here.records.get(uri, {"displayName": say()})}
        case "getPosts":
            said = {"posts": [{"uri": asked.value("uris"), "likeCount": 2, "author": say()}]}
        case "resolveHandle":
            said = {"did": DID}
        case _:
            pass
    return 200, said


def on_x(here: Parroted, asked: Asked) -> tuple[int, Any]:
    say = here.noise.next
    shown = {"id": "78", "text": say(), "created_at": "2026-11-23T09:00:01.000Z"}
    said: Any = {"data": [shown], "meta": {"result_count": 1, "newest_id": say()}}
    match asked.name:
        case "POST /oauth/request_token":
            token, secret = here.asked["asked token"], here.asked["asked secret"]
            said = f"oauth_token={token}&oauth_token_secret={secret}".encode()
        case "POST /oauth/access_token":
            token, secret = here.secrets["access token"], here.secrets["access secret"]
            said = f"oauth_token={token}&oauth_token_secret={secret}".encode()
        case "GET /2/users/me":
            said = {"data": {"id": "12345678901234567", "username": say(), "name": say()}}
        case "POST /2/media/upload":
            said = {"data": {"id": "55", "media_key": say()}}
        case "POST /2/tweets":
            said = {"data": {"id": "77", "text": say()}}
        case "GET /2/tweets":
            said = {"data": [{"id": "77", "text": say(), "public_metrics": {"like_count": 2}}]}
        case "DELETE /2/tweets/77":
            said = {"data": {"deleted": True}}
        case _:
            pass
    return 200, said


def mastodon() -> Parroted:
    token = canary("mastodon token", 43)
    asked = {"client secret": canary("client secret", 43), "code": canary("code", 43)}
    return Parroted("mastodon", token, "campaign", {"token": token}, asked, list(rows_of_mastodon()), on_mastodon)


def bluesky() -> Parroted:
    password = app_password("bluesky")
    secrets = {"password": password, "access": jwt("access", LONG_AGO), "refresh": jwt("refresh", LONG_AGO * 2)}
    return Parroted("bluesky", password, "campaign.example.org", secrets, {}, list(rows_of_bluesky()), on_bluesky)


def x() -> Parroted:
    secrets = {
        "consumer key": canary("consumer key", 25),
        "consumer secret": canary("consumer secret", 50),
        "access token": f"12345678901234567-{canary('access token')}",
        "access secret": canary("access secret", 45),
    }
    asked = {"asked token": canary("asked token", 27), "asked secret": canary("asked secret", 32), "PIN": "7402915"}
    return Parroted("x", ":".join(secrets.values()), "campaign", secrets, asked, list(rows_of_x()), on_x)


PARROTED: dict[str, Callable[[], Parroted]] = {"mastodon": mastodon, "bluesky": bluesky, "x": x}
