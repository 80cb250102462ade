from pathlib import Path

import pytest

from scheduler.model.delivery import State
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.work()
    return found


def by_hand(home: Home) -> list[str]:
    return [str(row.key) for row in home.rows() if row.key.schedule == "by-hand"]


def test_one_more_thing_is_said_in_the_zone_of_the_accounts_schedules(home: Home) -> None:
    found = home.run("say", "camps", "demo", "--at", "2026-11-23 11:00", "--action", "give", "--template", "day")

    assert found.code == 0
    assert "-- demo, Mon 23 Nov 11:00 GMT (12:00 CET), in 2 h 29 min, 43 of 500\nDay 327.\n\nGive to it." in found.out
    assert "  because said by hand by user:anna\n" in found.out
    assert by_hand(home) == ["camps/by-hand/2026-11-23T11:00:00Z/demo/1"]


def test_it_says_how_to_take_it_out_again_and_who_would_send_it(home: Home) -> None:
    found = home.run("say", "camps", "demo")
    short = next(row for row in home.rows() if row.key.schedule == "by-hand").key.short

    assert f"`awareness skip {short}` takes it out again." in found.err
    assert "No service is running now" in found.err


def test_a_running_service_needs_no_word(home: Home) -> None:
    app = home.app()
    with app.store.engine_lock(app.owner):
        assert "No service is running" not in home.run("say", "camps", "demo").err


def test_a_dry_run_shows_it_and_writes_nothing(home: Home) -> None:
    found = home.run("say", "camps", "demo", "--dry-run")

    assert "https://example.org/" in found.out
    assert found.err == "Nothing was written (--dry-run).\n"
    assert by_hand(home) == []


def test_a_rule_that_forbids_it_gives_its_reason(home: Home) -> None:
    found = home.run("say", "camps", "demo", "--at", "2026-11-23 13:05")

    assert found.code == 5
    assert "gap is 10 min" in found.err
    assert by_hand(home) == []


@pytest.mark.parametrize(
    "arguments",
    [("nobody", "demo"), ("camps", "nobody"), ("camps", "demo", "--action", "x"), ("camps", "demo", "--template", "x")],
)
def test_an_unknown_name_is_no_such_thing(home: Home, arguments: tuple[str, ...]) -> None:
    assert home.run("say", *arguments).code == 6


def test_json_gives_the_post(home: Home) -> None:
    found = home.run("say", "camps", "demo", "--dry-run", "--json").json

    assert found["dry_run"] is True
    assert found["post"]["schedule"] == "by-hand"


def test_a_post_is_skipped_by_its_short_key_with_a_reason(home: Home) -> None:
    row = home.first()
    found = home.run("skip", row.key.short, "--why", "called off")

    assert (found.code, found.out) == (0, "")
    assert found.err == (
        f"Skipped: {row.key.short} (camps on demo), due Mon 23 Nov 09:00 GMT (10:00 CET). Nothing takes its place.\n"
    )
    assert home.first().state is State.SKIPPED
    assert "called off" in home.run("record", "--event", "delivery.skipped").out


def test_what_was_said_can_no_longer_be_skipped(home: Home) -> None:
    row = home.become(home.first(), state=State.POSTED)

    assert home.run("skip", row.key.short).code == 5


def test_a_post_is_moved_on_the_clock_of_its_schedule(home: Home) -> None:
    row = home.first()
    found = home.run("move", str(row.key), "today 10:30")

    assert found.code == 0
    assert "due Mon 23 Nov 10:30 GMT (11:30 CET), in 1 h 59 min. It stays there." in found.err
    moved = next(r for r in home.rows() if r.key == row.key)
    assert (moved.due_at.hour, moved.moved_by, moved.post) == (10, "user:anna", row.post)


def test_a_post_is_not_moved_where_a_rule_forbids(home: Home) -> None:
    assert home.run("move", home.first().key.short, "today 12:55").code == 5


def test_a_time_that_is_none_is_a_mistake_of_usage(home: Home) -> None:
    found = home.run("move", home.first().key.short, "soon")

    assert found.code == 2
    assert "tomorrow 09:00" in found.err


@pytest.mark.parametrize("arguments", [("skip", "00000000"), ("move", "00000000", "in 1h")])
def test_an_unknown_key_is_no_such_thing(home: Home, arguments: tuple[str, ...]) -> None:
    assert home.run(*arguments).code == 6
