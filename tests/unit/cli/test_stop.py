import threading
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.clock import ManualClock
from scheduler.model.delivery import State
from scheduler.model.record import Scope
from tests.home import MORNING, Home

BY = "by user:anna, since Mon 23 Nov 09:30:02 CET"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.work()
    return found


def stops(home: Home) -> list[tuple[Scope, str, str]]:
    with home.app().store.look() as looking:
        return [(stop.scope, stop.subject, stop.why) for stop in looking.stops()]


def test_without_a_scope_everything_is_stopped(home: Home) -> None:
    found = home.run("stop", "--why", "look first")

    assert (found.code, found.out) == (0, "")
    assert found.err == "Stopped: everything. Nothing of it is or will be sent until `awareness resume`.\n"
    assert stops(home) == [(Scope.ALL, "", "look first")]


@pytest.mark.parametrize(("scope", "subject"), [(Scope.CAMPAIGN, "camps"), (Scope.ACCOUNT, "demo")])
def test_a_campaign_or_an_account_can_be_stopped_and_resumed(home: Home, scope: Scope, subject: str) -> None:
    found = home.run("stop", f"--{scope}", subject)

    assert f"Stopped: {scope} {subject}." in found.err
    assert f"`awareness resume --{scope} {subject}`" in found.err
    assert stops(home) == [(scope, subject, "stopped by hand")]
    assert home.run("resume", f"--{scope}", subject).err == f"Resumed: {scope} {subject}.\n"
    assert stops(home) == []


def test_one_post_can_be_stopped_and_resumed(home: Home) -> None:
    row = home.first()
    found = home.run("stop", "--post", row.key.short)

    assert f"Stopped: post {row.key.short}." in found.err
    assert f"`awareness resume --post {row.key.short}`" in found.err
    assert stops(home) == [(Scope.POST, str(row.key), "stopped by hand")]
    assert home.run("resume", "--post", row.key.short).code == 0


def test_stopping_twice_says_so(home: Home) -> None:
    home.run("stop", "--why", "look first")
    found = home.run("stop", "--why", "me too")

    assert found.code == 0
    assert found.err == f"It was stopped already: everything, {BY}: look first. `awareness resume` lifts it.\n"


def test_after_a_stop_nothing_is_sent(home: Home) -> None:
    home.run("stop", "--account", "demo")
    home.at("2026-11-23 09:05")

    assert home.first().state is State.QUEUED


def test_where_an_answer_has_not_come_the_post_is_named(home: Home) -> None:
    row = home.become(home.first(), state=State.SENDING)
    app = home.app()
    with app.store.engine_lock(app.owner):
        found = home.run("stop")

    assert found.code == 75
    assert f"an answer has not come for {row.key.short} (camps on demo): it may be out" in found.err


def test_where_pictures_may_still_go_up_the_post_is_named_and_nobody_is_frightened(home: Home) -> None:
    row = home.become(home.first(), state=State.CLAIMED)
    app = home.app()
    with app.store.engine_lock(app.owner):
        found = home.run("stop")

    assert found.code == 75
    assert f"{row.key.short} (camps on demo) will not go out, but something of it may still go up" in found.err
    assert stops(home) != []


def test_where_no_service_runs_that_would_hear_the_answer_nobody_is_asked_to_wait(home: Home) -> None:
    home.become(home.first(), state=State.SENDING)
    found = home.run("stop")

    assert found.code == 75
    assert "the service that sent it is gone, and the next one looks for it" in found.err


def test_what_may_be_out_already_is_said(home: Home) -> None:
    row = home.become(home.first(), state=State.HELD)
    found = home.run("stop")

    assert found.code == 0
    assert (
        f"May be out already, and is not sent again while it is stopped: {row.key.short} (camps on demo)" in found.err
    )


def test_of_many_that_may_be_out_the_first_are_named(home: Home) -> None:
    home.at("2026-11-24 08:00")
    app = home.app()
    first = home.first()
    with app.desk.transaction("test") as t:
        for n in range(7):
            key = replace(first.key, nominal=f"2026-11-23T07:0{n}")
            assert t.add(replace(first, key=key, state=State.HELD, due_at=MORNING), "put by a test")

    assert " (camps on demo), 2 more." in home.run("stop").err


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.POSTED, "It is posted: it is out; `awareness delete {short}` takes it down.\n"),
        (State.REFUSED, "It is refused: the network refused its text.\n"),
    ],
)
def test_of_a_post_that_has_ended_it_is_said_how(home: Home, state: State, said: str) -> None:
    row = home.become(home.first(), state=state)

    assert home.run("stop", "--post", row.key.short).err.endswith(said.format(short=row.key.short))


def test_an_account_that_left_the_files_can_be_stopped_while_it_has_posts_on_their_way(home: Home) -> None:
    row = home.become(home.first(), state=State.HELD)
    home.edit("config/accounts.yaml", "id: demo", "id: other")
    home.edit("config/campaigns/camps.yaml", "[demo, far]", "[other, far]")
    home.work()

    assert home.run("stop", "--account", "demo").code == 0
    home.run("resolve", row.key.short, "--withdraw")
    assert home.run("resume", "--account", "demo").code == 0


def test_resuming_says_that_a_stop_file_still_stops_everything(home: Home) -> None:
    home.run("stop")
    (home.folder / "STOP").touch()

    assert "A STOP file lies in the folder" in home.run("resume").err


def test_where_only_a_stop_file_is_in_the_way_resume_says_what_lifts_it(home: Home) -> None:
    (home.folder / "STOP").write_text("the address is wrong")
    found = home.run("resume")

    assert found.code == 6
    assert "the address is wrong): nothing goes out while it is there. Remove it to go on." in found.err


class Impatient(ManualClock):
    """Somebody presses Ctrl-C as soon as they have to wait."""

    def wait(self, event: threading.Event, seconds: float) -> bool:
        raise KeyboardInterrupt


def test_whoever_does_not_wait_is_told_that_the_stop_stands(home: Home) -> None:
    home.become(home.first(), state=State.SENDING)
    app = home.app()
    home.clock = Impatient(home.clock.now())
    with app.store.engine_lock(app.owner):
        found = home.run("stop")

    assert found.code == 130
    assert found.err == "error: interrupted: everything is stopped, but what was on the wire may still arrive\n"
    assert stops(home) != []


def test_the_stop_of_everything_and_of_an_account_are_two(home: Home) -> None:
    home.run("stop")
    home.run("stop", "--account", "demo", "--why", "wrong address")
    found = home.run("resume")

    assert found.err == f"Resumed: everything.\nStill stopped: account demo, {BY}: wrong address.\n"


def test_lifting_what_is_not_in_force_is_no_such_thing(home: Home) -> None:
    assert home.run("resume").code == 6
    assert home.run("resume", "--account", "demo").code == 6


@pytest.mark.parametrize("verb", ["stop", "resume"])
def test_one_scope_at_a_time(home: Home, verb: str) -> None:
    assert home.run(verb, "--account", "demo", "--campaign", "camps").code == 2


@pytest.mark.parametrize("arguments", [("--account", "x"), ("--campaign", "x"), ("--post", "00000000")])
def test_a_mistyped_name_is_not_taken_for_a_stop(home: Home, arguments: tuple[str, ...]) -> None:
    assert home.run("stop", *arguments).code == 6
    assert stops(home) == []


def test_without_files_everything_can_be_stopped(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    home.run("db", "create")

    assert home.run("stop", "--account", "whatever").code == 0


def test_where_the_store_cannot_be_used_the_other_way_to_stop_is_named(tmp_path: Path) -> None:
    found = replace(Home(tmp_path / "new")).run("stop")

    assert found.code == 4
    assert "a file named STOP in the folder keeps everything from being sent, too" in found.err
