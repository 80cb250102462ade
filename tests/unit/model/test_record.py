import pytest

from scheduler.model.record import Alert, Entry, Scope, Stop
from tests.make import utc

NINE = utc("2026-11-23 09:00")


def covered(scope: Scope, subject: str) -> list[str]:
    """What a stop covers of three posts: `campaign account key`."""
    stop = Stop(scope=scope, subject=subject, at=NINE, who="user:anna", why="rest")
    posts = [("a", "b", "c"), ("b", "c", "a"), ("c", "a", "b")]
    return [" ".join(post) for post in posts if stop.covers(campaign=post[0], account=post[1], key=post[2])]


def test_a_stop_of_all_covers_everything() -> None:
    assert covered(Scope.ALL, "") == ["a b c", "b c a", "c a b"]


@pytest.mark.parametrize(
    ("scope", "covers"),
    [(Scope.CAMPAIGN, "a b c"), (Scope.ACCOUNT, "c a b"), (Scope.POST, "b c a")],
)
def test_a_stop_covers_its_subject_in_its_scope_alone(scope: Scope, covers: str) -> None:
    assert covered(scope, "a") == [covers]


@pytest.mark.parametrize("scope", [Scope.CAMPAIGN, Scope.ACCOUNT, Scope.POST])
@pytest.mark.parametrize("subject", ["", "d"])
def test_a_stop_of_something_else_covers_nothing(scope: Scope, subject: str) -> None:
    assert covered(scope, subject) == []


def test_an_entry_speaks_of_no_post_unless_it_says_otherwise() -> None:
    entry = Entry(chain="house", event="files.accepted", at=NINE, who="git:Anna")
    assert (entry.why, entry.key, entry.before, entry.after, entry.digest) == ("", None, None, None, None)
    assert entry.evidence == {}


def test_an_alert_is_open_and_unsent_until_it_is_stored_otherwise() -> None:
    alert = Alert(kind="late", subject="demo", text="demo is late", at=NINE)
    assert (alert.id, alert.sent_at, alert.closed_at) == (0, None, None)
