from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.model.delivery import Delivery, State
from scheduler.service.grounds import SHOWN
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.work()
    return found


@pytest.fixture
def row(home: Home) -> Delivery:
    return home.become(home.first(), state=State.HELD)


def test_where_nothing_is_held_that_is_said(home: Home) -> None:
    found = home.run("held")

    assert (found.code, found.out, found.err) == (0, "", "Nothing is held.\n")


def test_a_held_post_shows_its_text_its_history_and_both_answers(home: Home, row: Delivery) -> None:
    found = home.run("held")

    assert f"-- {row.key.short} (camps on demo), due Mon 23 Nov 09:00 GMT (10:00 CET)\n{row.post.text}\n" in found.out
    assert "delivery.in doubt  the test says so\n" in found.out
    for answer in ("--posted URL", "--send", "--withdraw"):
        assert f"awareness resolve {row.key.short} {answer}" in found.out
    assert found.err == "1 post held.\n"


def test_past_its_last_moment_the_way_to_send_it_gives_it_more_time(home: Home, row: Delivery) -> None:
    assert "--late" not in home.run("held").out
    home.clock.advance(timedelta(hours=3))

    assert f"awareness resolve {row.key.short} --send --late 2h\n" in home.run("held").out


def test_its_history_begins_where_it_was_first_tried(home: Home, row: Delivery) -> None:
    events = [entry["event"] for entry in home.run("held", "--json").json[0]["history"]]

    assert events == ["delivery.claimed", "delivery.sending", "delivery.in doubt", "delivery.held"]


def test_json_holds_the_history(home: Home, row: Delivery) -> None:
    found = home.run("held", "--json").json

    assert found[0]["short"] == row.key.short
    assert [entry["event"] for entry in found[0]["history"]][-1] == "delivery.held"


def test_found_by_a_person_it_counts_as_posted(home: Home, row: Delivery) -> None:
    found = home.run("resolve", row.key.short, "--posted", "https://mastodon.example/@camp/109")

    assert found.code == 0
    assert "It counts as posted" in found.err
    receipt = home.first().receipt
    assert receipt is not None
    assert (home.first().state, receipt.remote_id) == (State.POSTED, "109")


def test_surely_not_out_it_is_sent(home: Home, row: Delivery) -> None:
    found = home.run("resolve", row.key.short, "--send")

    assert found.err.startswith(
        f"It is in the queue again: {row.key.short} (camps on demo), until Mon 23 Nov 11:00 GMT"
    )
    assert home.first().state is State.QUEUED


def test_past_its_last_moment_it_is_sent_only_with_more_time(home: Home, row: Delivery) -> None:
    home.clock.advance(timedelta(hours=6))

    assert home.run("resolve", row.key.short, "--send").code == 5
    assert home.run("resolve", row.key.short, "--send", "--late", "2h").code == 0


def test_let_go_it_is_withdrawn(home: Home, row: Delivery) -> None:
    assert home.run("resolve", row.key.short, "--withdraw").err == f"Let go: {row.key.short} (camps on demo).\n"
    assert home.first().state is State.WITHDRAWN


@pytest.mark.parametrize(
    "answers",
    [
        (),
        ("--send", "--withdraw"),
        ("--posted", "https://a.example/1", "--send"),
        ("--withdraw", "--late", "2h"),
        ("--posted", "yes"),
        ("--send", "--late", "soon"),
    ],
)
def test_exactly_one_answer_is_taken(home: Home, row: Delivery, answers: tuple[str, ...]) -> None:
    assert home.run("resolve", row.key.short, *answers).code == 2
    assert home.first().state is State.HELD


def test_what_is_not_held_is_not_resolved(home: Home) -> None:
    assert home.run("resolve", home.first().key.short, "--send").code == 5
    assert home.run("resolve", "00000000", "--send").code == 6


def test_it_says_when_it_was_sent_as_which_bytes_and_what_its_network_showed(home: Home) -> None:
    row = home.become(home.first(), state=State.SENDING, wire=b"the bytes", first_sent=home.clock.now())
    app = home.app()
    for minute, state in enumerate((State.IN_DOUBT, State.HELD)):
        home.clock.advance(timedelta(minutes=1))
        after = replace(row, state=state, not_before=None)
        with app.desk.transaction("test") as t:
            assert t.move(row, after, f"delivery.{state}", "the test says so", {SHOWN: f"none of {minute}"})
        row = replace(after, revision=row.revision + 1)
    found = home.run("held").out

    assert "  sent         2026-11-23 09:30:02\n" in found
    assert "  as           9 bytes, SHA-256 " in found
    assert "  looked for   2 times, the last 2026-11-23 09:32:02: none of 1\n" in found
    assert "  last moment  is Mon 23 Nov 11:00 GMT (12:00 CET)\n" in found
    json = home.run("held", "--json").json[0]
    assert (json["bytes"]["size"], len(json["sent"]), [look["shown"] for look in json["looks"]]) == (
        9,
        1,
        ["none of 0", "none of 1"],
    )


def test_each_answer_says_what_it_would_do(home: Home, row: Delivery) -> None:
    found = home.run("held").out

    assert "looked for   never\n" in found
    for then in ("it counts as posted", "its network is asked once more", "it is never sent again"):
        assert then in found


def test_what_is_to_be_sent_under_a_stop_says_that_it_waits(home: Home, row: Delivery) -> None:
    home.run("stop")

    assert "it waits for `awareness resume`" in home.run("resolve", row.key.short, "--send").err
