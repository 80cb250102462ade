import pytest

from scheduler.model.record import Scope, Stop, StopFile
from scheduler.words.stops import file_words, resume_words, stop_words, whole_words
from tests.make import a_key, utc

NINE = utc("2026-11-23 09:00")


@pytest.mark.parametrize(
    ("scope", "subject", "said"),
    [
        (Scope.ALL, "", "everything"),
        (Scope.CAMPAIGN, "close-the-camps", "campaign close-the-camps"),
        (Scope.ACCOUNT, "demo", "account demo"),
        (Scope.POST, str(a_key()), f"post {a_key().short}"),
    ],
)
def test_a_stop_says_what_it_covers(scope: Scope, subject: str, said: str) -> None:
    assert said == stop_words(scope, subject)


@pytest.mark.parametrize(
    ("scope", "subject", "command"),
    [
        (Scope.ALL, "", "awareness resume"),
        (Scope.CAMPAIGN, "close-the-camps", "awareness resume --campaign close-the-camps"),
        (Scope.ACCOUNT, "demo", "awareness resume --account demo"),
        (Scope.POST, str(a_key()), f"awareness resume --post {a_key().short}"),
    ],
)
def test_a_stop_says_how_it_is_lifted(scope: Scope, subject: str, command: str) -> None:
    assert command == resume_words(scope, subject)


def test_a_stop_says_by_whom_since_when_and_why() -> None:
    stop = Stop(scope=Scope.ACCOUNT, subject="demo", at=NINE, who="user:anna", why="the address\x1b is wrong")

    said = "account demo, by user:anna, since Mon 23 Nov 10:00 CET: the address\N{REPLACEMENT CHARACTER} is wrong"
    assert whole_words(stop, "Europe/Paris") == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (StopFile(path="STOP"), ""),
        (StopFile(path="config", why="this folder cannot be read"), "this folder cannot be read"),
        (StopFile(path="STOP", since=NINE, who="user:carl"), "by user:carl, since Mon 23 Nov 09:00 GMT"),
        (
            StopFile(path="STOP", since=NINE, who="user:carl", why="rest"),
            "by user:carl, since Mon 23 Nov 09:00 GMT: rest",
        ),
    ],
)
def test_a_stop_file_says_what_is_known_of_it(found: StopFile, said: str) -> None:
    assert file_words(found, "Europe/London") == said
