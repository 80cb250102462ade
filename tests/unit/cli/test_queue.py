from pathlib import Path

import pytest

from scheduler.model.delivery import State
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.work()
    return found


def test_what_is_ahead_is_listed_in_order_by_short_keys(home: Home) -> None:
    found = home.run("queue")
    header, first, *rest = found.out.splitlines()

    assert found.code == 0
    assert header.split() == ["key", "due", "state", "account"]
    assert first.startswith(
        f"{home.first().key.short}  Mon 23 Nov 09:00 GMT (10:00 CET)  queued   demo     sign  Sign it."
    )
    assert len(rest) == 5


def test_the_states_that_occur_are_explained(home: Home) -> None:
    assert home.run("queue").err == (
        "planned: an edit may still change it; queued: its text is fixed, it waits for its time\n"
    )


def test_what_is_on_its_way_or_in_doubt_is_listed_too(home: Home) -> None:
    home.become(home.first(), state=State.HELD)

    assert "  held  " in home.run("queue").out


def test_what_is_out_is_not_ahead(home: Home) -> None:
    home.become(home.first(), state=State.POSTED)

    assert len(home.run("queue").out.splitlines()) == 6


def test_it_can_be_limited_and_says_so(home: Home) -> None:
    found = home.run("queue", "--limit", "2")

    assert len(found.out.splitlines()) == 3
    assert "2 posts shown; there may be more (--limit)" in found.err


def test_one_account_or_campaign_can_be_asked_for(home: Home) -> None:
    assert len(home.run("queue", "--account", "demo", "--campaign", "camps").out.splitlines()) == 7
    assert home.run("queue", "--account", "far").out == ""
    assert home.run("queue", "--account", "far").err == "nothing is planned\n"


@pytest.mark.parametrize("option", ["--account", "--campaign"])
def test_an_unknown_name_is_no_empty_queue(home: Home, option: str) -> None:
    assert home.run("queue", option, "nobody").code == 6


def test_json_holds_the_whole_text_and_every_key(home: Home) -> None:
    first = home.run("queue", "--json", "--limit", "1").json[0]
    row = home.first()

    assert (first["key"], first["short"], first["text"]) == (str(row.key), row.key.short, row.post.text)
    assert (first["due_at"], first["due_local"]) == ("2026-11-23T09:00:00Z", "2026-11-23T09:00:00+00:00")
    assert first["why"] == list(row.why)


def test_without_a_store_there_is_no_queue(tmp_path: Path) -> None:
    assert Home(tmp_path / "new").run("queue").code == 4


def test_a_store_that_took_no_files_says_what_to_do(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    home.run("db", "create")
    found = home.run("queue")

    assert found.code == 3
    assert found.err == "error: config: the service has not taken any files yet; start `awareness run`\n"
