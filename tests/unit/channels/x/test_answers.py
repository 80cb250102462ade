from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from scheduler.channels.x.answers import left_of, reset_of
from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.model.receipt import CannotTell, Later, Locked, Outcome, Receipt, Refused, Unknown
from scheduler.wire.crossing import Answer
from tests.at_x import an_x, at_x
from tests.outgoing import NINE, an_outgoing, opened
from tests.servers.x_fake import FakeX

PAGE = "<html>403 blocked</html>"
EPOCH = int(NINE.timestamp())


@pytest.fixture
def x() -> Iterator[FakeX]:
    with at_x() as fake:
        yield fake


@dataclass(frozen=True)
class Case:
    """What X answers, and what comes of it; `body` a text: what it says in `detail`."""

    status: int
    body: dict[str, Any] | str
    kind: type[Outcome]
    says: str
    headers: dict[str, str] = field(default_factory=dict)
    page: bool = False

    def queue(self, x: FakeX, route: str) -> None:
        problem = {"title": "A problem", "type": "about:blank", "status": self.status, "detail": self.body}
        body = self.body if self.page or isinstance(self.body, dict) else problem
        x.next(route, self.status, body, self.headers, wrong=True)


def code(number: int, message: str) -> dict[str, Any]:
    """X's older form of an error."""
    return {"errors": [{"code": number, "message": message}]}


CASES = [
    Case(301, PAGE, Later, "look at `server:`", {"location": "https://example.org"}, page=True),
    Case(307, PAGE, Later, "look at `server:`", {"location": "https://example.org"}, page=True),
    Case(308, PAGE, Later, "look at `server:`", page=True),
    Case(302, PAGE, Unknown, "tells nothing", {"location": "https://example.org"}, page=True),
    Case(303, PAGE, Unknown, "tells nothing", page=True),
    Case(304, "", Unknown, "tells nothing", page=True),
    Case(400, "Your media IDs are invalid.", Refused, "(400: Your media IDs are invalid.)"),
    Case(400, PAGE, Later, "something before X", page=True),
    Case(401, "Unauthorized", Locked, "log in again"),
    Case(401, code(89, "Invalid or expired token."), Locked, "(401: Invalid or expired token.)"),
    Case(401, PAGE, Locked, "log in again", page=True),
    Case(402, "Your account does not have any credits.", Locked, "out of credits: buy some"),
    Case(403, "You are not permitted to perform this action.", Refused, "not permitted to perform"),
    Case(403, "Nobody has heard these words before.", Refused, "Nobody has heard"),
    Case(403, PAGE, Later, "something before X", page=True),
    Case(403, {"title": "Client Forbidden", "reason": "client-not-enrolled"}, Locked, "lost its access"),
    Case(403, {"type": "https://api.twitter.com/2/problems/client-forbidden"}, Locked, "lost its access"),
    Case(
        403,
        "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.",
        Locked,
        "`Read and write`",
    ),
    Case(403, code(261, "Application cannot perform write actions."), Locked, "`Read and write`"),
    Case(403, code(64, "Your account is suspended and is not permitted to use this."), Locked, "closed the account"),
    Case(403, code(326, "this account is temporarily locked. Please log in"), Locked, "closed the account"),
    Case(403, code(226, "This request looks like it might be automated."), Locked, "closed the account"),
    Case(403, code(185, "User is over daily status update limit."), Later, "no more posts of this account today"),
    Case(403, "You have reached your daily limit.", Later, "no more posts of this account today"),
    Case(403, "Reply to this conversation is not allowed because you have not been mentioned.", Refused, "answer only"),
    Case(403, "You have been blocked from replying to this post.", Refused, "answer only"),
    Case(404, "Not Found", Refused, "(404: Not Found)"),
    Case(406, PAGE, Later, "something before X", page=True),
    Case(408, "", Unknown, "gave up in the middle", page=True),
    Case(409, "Conflict", Unknown, "(409: Conflict)"),
    Case(410, PAGE, Later, "something before X", page=True),
    Case(421, PAGE, Later, "something before X", page=True),
    Case(425, PAGE, Unknown, "gave up in the middle", page=True),
    Case(431, PAGE, Later, "something before X", page=True),
    Case(451, PAGE, Later, "something before X", page=True),
    Case(460, PAGE, Unknown, "gave up in the middle", page=True),
    Case(499, "Client Closed Request", Unknown, "gave up in the middle"),
    Case(499, PAGE, Unknown, "gave up in the middle", page=True),
    Case(498, PAGE, Unknown, "tells nothing", page=True),
    Case(413, "", Refused, "too large", page=True),
    Case(422, "Unprocessable", Refused, "(422: Unprocessable)"),
    Case(429, "Too Many Requests", Later, "left alone"),
    Case(429, code(88, "Rate limit exceeded"), Later, "(429: Rate limit exceeded)"),
    Case(429, {"title": "UsageCapExceeded", "period": "Daily"}, Later, "no more of this account today"),
    Case(429, {"title": "UsageCapExceeded", "period": "Monthly"}, Locked, "month's cap"),
    Case(429, {"type": "https://api.twitter.com/2/problems/usage-capped"}, Locked, "month's cap"),
    Case(500, "Internal Error", Unknown, "(500: Internal Error)"),
    Case(422, PAGE, Unknown, "tells nothing", page=True),
    Case(520, PAGE, Unknown, "(520)", page=True),
    Case(524, PAGE, Unknown, "(524)", page=True),
    Case(502, PAGE, Unknown, "(502)", page=True),
    Case(503, "Service Unavailable", Unknown, "(503: Service Unavailable)"),
    Case(504, "", Unknown, "(504)", page=True),
    Case(200, {"errors": [{"title": "who knows"}]}, Unknown, "cannot be read"),
    Case(201, {"data": {"text": "no id"}}, Unknown, "cannot be read"),
    Case(201, PAGE, Unknown, "cannot be read", page=True),
    Case(204, "", Unknown, "cannot be read", page=True),
    Case(599, "", Unknown, "tells nothing", page=True),
]


def numbered(case: Case) -> str:
    return f"{CASES.index(case)}-{case.status}"


@pytest.mark.parametrize("case", CASES, ids=numbered)
def test_every_answer_to_a_create_call_has_one_outcome(x: FakeX, case: Case) -> None:
    case.queue(x, "POST /2/tweets")
    channel = an_x(x.address)
    outcome = channel.send(channel.prepare(an_outgoing()), opened)

    assert type(outcome) is case.kind
    assert case.says in str(outcome)
    assert [asked.method for asked in x.requests] == ["POST"]
    assert x.texts() == []


@pytest.mark.parametrize("case", [case for case in CASES if case.status >= 400], ids=numbered)
def test_the_same_answers_to_another_call_are_trouble_of_the_same_kind(x: FakeX, case: Case) -> None:
    kinds = {Refused: ChannelRefused, Locked: ChannelLocked, Later: ChannelBusy, Unknown: ChannelTrouble}
    case.queue(x, "GET /2/users/me")
    with pytest.raises(ChannelTrouble) as trouble:
        an_x(x.address).introduce()

    assert type(trouble.value) is kinds[case.kind]
    assert case.says in str(trouble.value)


@pytest.mark.parametrize("case", [case for case in CASES if case.status >= 300], ids=numbered)
def test_a_look_up_that_is_turned_away_tells_nothing(x: FakeX, case: Case) -> None:
    case.queue(x, "GET /2/users/{id}/tweets")
    channel = an_x(x.address)
    assert isinstance(channel.find(channel.prepare(an_outgoing())), CannotTell)


def test_a_window_that_is_spent_says_when_it_is_given_anew(x: FakeX) -> None:
    x.limits["POST /2/tweets"] = 0
    channel = an_x(x.address)
    outcome = channel.send(channel.prepare(an_outgoing()), opened)

    assert isinstance(outcome, Later)
    assert outcome.when == NINE + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("trouble", "kind", "words"),
    [
        (FakeX.suspend, Locked, "closed the account"),
        (FakeX.cap, Locked, "month's cap"),
        (FakeX.forbid_client, Locked, "lost its access"),
        (lambda x: x.credits(0), Locked, "out of credits"),
    ],
)
def test_what_x_says_of_an_account_in_trouble_is_understood(x: FakeX, trouble: Any, kind: type, words: str) -> None:
    trouble(x)
    channel = an_x(x.address)
    outcome = channel.send(channel.prepare(an_outgoing()), opened)

    assert isinstance(outcome, kind)
    assert words in str(outcome)


def test_a_longer_trouble_is_told_in_one_short_line_without_what_is_secret(x: FakeX) -> None:
    said = f"See https://example.org/?token=canary and\n{'x' * 9000}"
    x.next("DELETE /2/tweets/{id}", 400, {"detail": said}, wrong=True)
    with pytest.raises(ChannelRefused) as refused:
        an_x(x.address).delete(Receipt(remote_id="17", url="", at=NINE))

    assert "canary" not in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


def limited(**headers: object) -> Answer:
    return Answer(429, {name.replace("_", "-"): str(value) for name, value in headers.items()}, b"{}")


def test_of_several_limits_the_spent_ones_count_and_of_these_the_latest() -> None:
    answer = limited(
        x_rate_limit_remaining=7,
        x_rate_limit_reset=EPOCH + 9000,
        x_user_limit_24hour_remaining=0,
        x_user_limit_24hour_reset=EPOCH + 3600,
        x_app_limit_24hour_remaining=0,
        x_app_limit_24hour_reset=EPOCH + 7200,
    )
    assert reset_of(answer, NINE) == NINE + timedelta(hours=2)


def test_where_none_is_spent_the_window_counts() -> None:
    assert reset_of(limited(x_rate_limit_reset=EPOCH + 60), NINE) == NINE + timedelta(minutes=1)


@pytest.mark.parametrize("value", ["", "-1", "soon", "nan", "9" * 40, EPOCH - 60, EPOCH + 7 * 86_400])
def test_a_reset_that_nobody_can_believe_is_none(value: object) -> None:
    assert reset_of(limited(x_rate_limit_remaining=0, x_rate_limit_reset=value), NINE) is None


def test_what_is_left_is_told_by_what_is_counted() -> None:
    answer = limited(
        x_rate_limit_limit=75,
        x_rate_limit_remaining=74,
        x_rate_limit_reset=EPOCH + 900,
        x_app_limit_24hour_limit=10_000,
        x_app_limit_24hour_remaining=9_999,
        x_user_limit_24hour_limit="many",
        x_user_limit_24hour_remaining=1,
    )
    assert left_of(answer, NINE) == {
        "requests of this kind in 15 minutes": "74 of 75 until 2026-11-23 09:15 UTC",
        "of this app in 24 hours": "9999 of 10000",
    }
