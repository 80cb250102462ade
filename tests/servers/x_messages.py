"""What goes over the wire to and from the fake of X, and X's own words for every refusal."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Json = dict[str, Any]
PROBLEMS = "https://api.x.com/2/problems/"
OLDER = "https://api.twitter.com/2/problems/"
"""X still gives the problems that its description does not list under its older address."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it came in; `at` is its path with the query string."""

    method: str
    at: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.at).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.at).query, keep_blank_values=True))

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    def json(self) -> Json:
        """The body as an object; raises Refused where it is none."""
        try:
            found = json.loads(self.body)
        except ValueError as wrong:
            raise invalid("The body is not valid JSON.") from wrong
        if not isinstance(found, dict):
            raise invalid("The body is not a JSON object.")
        return found


@dataclass(frozen=True, kw_only=True)
class Answer:
    """X gives its errors as application/json too, whatever its description says of problem+json (seen live on 402
    and 403 in 2026). `meant_wrong`: a test wrote it against the description on purpose."""

    status: int
    body: Json | str
    headers: dict[str, str] = field(default_factory=dict)
    meant_wrong: bool = False

    @property
    def content_type(self) -> str:
        return "text/html; charset=utf-8" if isinstance(self.body, str) else "application/json; charset=utf-8"

    @property
    def data(self) -> bytes:
        text = self.body if isinstance(self.body, str) else json.dumps(self.body, ensure_ascii=False)
        return text.encode()


class Refused(Exception):
    """Says no in X's words; `counted` False: no x-rate-limit-reset that a reader could wait for."""

    def __init__(self, status: int, body: Json, *, counted: bool = True) -> None:
        super().__init__(body["detail"])
        self.answer = Answer(status=status, body=body)
        self.counted = counted


def plain(status: int, title: str, detail: str) -> Refused:
    """The form of most refusals: no type of their own, only words."""
    return Refused(status, {"title": title, "type": "about:blank", "status": status, "detail": detail})


def forbidden(detail: str) -> Refused:
    return plain(403, "Forbidden", detail)


def invalid(detail: str) -> Refused:
    return Refused(400, {"title": "Invalid Request", "type": f"{PROBLEMS}invalid-request", "detail": detail})


def oversized() -> Refused:
    return plain(413, "Payload Too Large", "Payload Too Large")


def missing(parameter: str, value: str, resource: str) -> Json:
    """What X puts among `errors`, beside status 200, for what is not there."""
    return {
        "value": value,
        "detail": f"Could not find {resource} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": resource,
        "parameter": parameter,
        "resource_id": value,
        "type": f"{PROBLEMS}resource-not-found",
    }


def unauthorized() -> Refused:
    return plain(401, "Unauthorized", "Unauthorized")


def duplicate() -> Refused:
    return forbidden("You are not allowed to create a Tweet with duplicate content.")


def too_long() -> Refused:
    """X does not say what it minds; the same words serve for other things that an account may not do."""
    return forbidden("You are not permitted to perform this action.")


def not_summoned() -> Refused:
    return forbidden(
        "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the"
        " author of the post you are replying to."
    )


def parent_gone() -> Refused:
    return forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")


def suspended() -> Refused:
    return forbidden("Your account is suspended and is not permitted to access this feature.")


def too_many() -> Refused:
    return plain(429, "Too Many Requests", "Too Many Requests")


def capped(account: int) -> Refused:
    body = {
        "account_id": account,
        "product_name": "standard-basic",
        "title": "UsageCapExceeded",
        "period": "Monthly",
        "scope": "Product",
        "detail": "Usage cap exceeded: Monthly product cap",
        "type": f"{OLDER}usage-capped",
    }
    return Refused(429, body, counted=False)


def out_of_credits(account: int) -> Refused:
    detail = f"Your enrolled account [{account}] does not have any credits to fulfill this request."
    body = {"account_id": account, "title": "CreditsDepleted", "detail": detail, "type": f"{OLDER}credits"}
    return Refused(402, body)


def client_forbidden(client: str) -> Refused:
    body = {
        "client_id": client,
        "detail": "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a"
        " Twitter developer App that is attached to a Project. You can create a project via the developer portal.",
        "registration_url": "https://developer.twitter.com/en/docs/projects/overview",
        "title": "Client Forbidden",
        "required_enrollment": "Appropriate Level of API Access",
        "reason": "client-not-enrolled",
        "type": f"{OLDER}client-forbidden",
    }
    return Refused(403, body)
