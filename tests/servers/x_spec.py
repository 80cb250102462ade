"""Holds every request and every answer against X's own description of its API, so that the fake cannot drift."""

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest, MockResponse

from tests.present import SHARED
from tests.servers.x_messages import OLDER, Answer, Asked, Json
from tests.servers.x_showing import NEW, renamed

DESCRIPTION = SHARED / "data" / "x-openapi.json"
BASE = "https://api.x.com"
MOVED = {"author_id", "in_reply_to_user_id", "referenced_tweets", "edit_history_tweet_ids", "note_tweet"}
"""Values of the older parameter `tweet.fields` that the newer `post.fields` does not list. The older one is all that
tweepy can send; it is judged as the newer one, without these."""
UNLISTED = {
    "about:blank": {"title", "type", "detail", "status"},
    f"{OLDER}credits": {"title", "type", "detail", "account_id"},
    f"{OLDER}usage-capped": {"title", "type", "detail", "account_id", "product_name", "period", "scope"},
    f"{OLDER}client-forbidden": {
        "title", "type", "detail", "client_id", "registration_url", "required_enrollment", "reason",
    },
}  # fmt: skip
"""Problems seen from the live API that its description does not know, and the fields that each has."""


FORM_TEXT = re.compile(r"segment_index: '\d{1,3}' is not of type 'integer'")
"""A form has only text; openapi-core does not read the numbers in it."""


@cache
def judge() -> "Judge | None":
    """The one judge of this process; None where the description is not at hand."""
    return Judge(json.loads(DESCRIPTION.read_text())) if DESCRIPTION.exists() else None


class Judge:
    """What is known to differ, each as narrow as it can be: user tokens are the only security scheme that is used;
    fields under older names are judged under the newer ones; a few problems are not in the description."""

    def __init__(self, description: Json) -> None:
        description["components"]["securitySchemes"]["UserToken"]["scheme"] = (
            "oauth"  # openapi-core compares lower case
        )
        for schema in description["components"]["schemas"].values():
            _leave_open(schema)
        self._declared = {}
        for path, operations in description["paths"].items():
            for method, operation in operations.items():
                operation["security"] = [{"UserToken": []}]
                self._declared[method.upper(), path] = set(_names(operation.get("parameters", []), description))
        loads: dict[str, Callable[[bytes], Any]] = {"application/problem+json": json.loads}
        config = Config(
            spec_validator_cls=None,  # type: ignore[arg-type]  # it is what skips a check of the description itself
            additional_properties_default_policy="forbid",
            extra_media_type_deserializers=loads,
        )
        self._api = OpenAPI.from_dict(description, config=config)
        self._lock = threading.Lock()

    def faults_of(self, asked: Asked, answer: Answer, route: str) -> list[str]:
        """Every violation by the request and by the answer; `route` is the path as the description writes it."""
        where = f"{asked.method} {asked.path}"
        with self._lock:
            request = list(self._request(asked, route))
            found = [] if answer.meant_wrong else list(self._answer(asked, answer))
        return [f"request {where}: {fault}" for fault in request] + [
            f"answer {answer.status} to {where}: {fault}" for fault in found
        ]

    def _request(self, asked: Asked, route: str) -> Iterator[str]:
        query = _newer(asked.query)
        for name in sorted(query.keys() - self._declared[asked.method, route]):
            yield f"the query parameter {name} is not in the description"
        form = asked.content_type.startswith("multipart/form-data")
        for fault in _worded(self._api.iter_request_errors(_mock(asked, query))):
            if not (form and FORM_TEXT.fullmatch(fault)):
                yield fault

    def _answer(self, asked: Asked, answer: Answer) -> Iterator[str]:
        if not isinstance(answer.body, dict):
            yield "the body is not JSON"
            return
        if answer.status >= 400 and answer.body.get("type") in UNLISTED:
            yield from _unlisted(answer.body, answer.status)
            return
        kind = "application/json" if answer.status < 400 else "application/problem+json"
        body = json.dumps(renamed(answer.body, NEW)).encode()
        given = MockResponse(body, status_code=answer.status, content_type=kind)
        yield from _worded(self._api.iter_response_errors(_mock(asked, {}), given))


def _leave_open(schema: Json) -> None:
    """An object of which no field is described may have any, although all others are closed."""
    if schema.get("type") == "object" and not schema.get("properties"):
        schema.setdefault("additionalProperties", True)
    for part in schema.get("properties", {}).values():
        _leave_open(part)


def _names(parameters: list[Json], description: Json) -> Iterator[str]:
    for parameter in parameters:
        reference = parameter.get("$ref", "").rpartition("/")[2]
        yield description["components"]["parameters"][reference]["name"] if reference else parameter["name"]


def _newer(query: dict[str, str]) -> dict[str, str]:
    if "tweet.fields" not in query:
        return query
    rest = {name: value for name, value in query.items() if name != "tweet.fields"}
    kept = [name for name in query["tweet.fields"].split(",") if name not in MOVED]
    return rest | ({"post.fields": ",".join(kept)} if kept else {})


def _mock(asked: Asked, query: dict[str, str]) -> MockRequest:
    kind = asked.content_type.removesuffix("; charset=utf-8")
    authorization = {"Authorization": asked.headers["authorization"]} if "authorization" in asked.headers else {}
    return MockRequest(
        BASE, asked.method, asked.path, args=query, headers=authorization, data=asked.body, content_type=kind
    )


def _unlisted(body: Json, status: int) -> Iterator[str]:
    fields = UNLISTED[body["type"]]
    for name in sorted(fields ^ body.keys()):
        yield f"a problem of type {body['type']} has the fields {sorted(fields)}, this one differs in {name}"
    if body.get("status", status) != status:
        yield f"the body says status {body['status']}"


def _worded(errors: Iterable[Exception]) -> Iterator[str]:
    for error in errors:
        cause: Any = error.__cause__ or error
        details = getattr(cause, "schema_errors", None)
        if details is None:
            yield f"{error!s}: {cause!s}"[:300]
            continue
        for detail in details:
            yield f"{'.'.join(map(str, detail.absolute_path)) or 'body'}: {detail.message}"[:300]
