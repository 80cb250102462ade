from pathlib import Path

import pytest

from scheduler.model.delivery import State
from tests.home import Home

CAMPAIGN = "config/campaigns/camps.yaml"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_without_a_store_everything_is_new_and_nothing_is_made(home: Home) -> None:
    found = home.run("plan")

    assert found.code == 0
    assert found.out.splitlines()[-1] == "6 posts until Wed 25 Nov 2026"
    assert "Mon 23 Nov 2026  09:00 GMT (10:00 CET)  demo  sign  plain" in found.out
    assert not home.place.data.exists()


def test_an_account_that_is_not_live_is_said_to_be_silent(home: Home) -> None:
    found = home.run("plan")

    assert "  far  " not in found.out
    assert found.err == "far is not live: nothing is said there before `awareness live ACCOUNT`.\n"


def test_its_slots_can_be_seen_all_the_same(home: Home) -> None:
    found = home.run("plan", "--account", "far")

    assert "  far  " in found.out
    assert "  demo  " not in found.out
    assert "far is not live" in found.err
    assert "not live" not in home.run("plan", "--account", "demo").err


def test_every_reason_is_given_when_asked_for(home: Home) -> None:
    assert '    the 09:00 of "0 9,13,18 * * *" in Europe/London\n' in home.run("plan", "--why").out
    assert "    the 09:00" not in home.run("plan").out


def test_fewer_days_can_be_shown(home: Home) -> None:
    lines = home.run("plan", "--days", "1").out.splitlines()

    assert lines[-1] == "3 posts until Tue 24 Nov 2026"
    assert len(lines) == 4


def test_it_can_be_seen_from_another_time(home: Home) -> None:
    found = home.run("plan", "--at", "2026-11-30 12:00", "--days", "1")

    assert found.out.splitlines()[0].startswith("Mon 30 Nov 2026  13:00 GMT")


def test_an_empty_slot_gives_its_reasons(home: Home) -> None:
    home.edit(CAMPAIGN, "no_repeat: {template: 1h", "no_repeat: {template: 30h")
    found = home.run("plan")

    assert "·  " not in found.out
    assert "  demo  nothing\n    " in found.out
    assert "is not repeated within 1 day 6 h" in found.out
    assert found.out.splitlines()[-1].endswith(" empty")


def test_a_demonstration_is_shown_as_if_the_service_began_then(home: Home) -> None:
    home.edit(CAMPAIGN, 'at: {cron: "0 9,13,18 * * *"}', "at: {demonstration: [5s]}")
    home.edit(CAMPAIGN, "accounts: [demo, far]", "accounts: [demo]")

    assert "Mon 23 Nov 2026  08:30:05 GMT (09:30:05 CET)  demo" in home.run("plan").out


def test_files_that_have_not_changed_change_nothing(home: Home) -> None:
    home.work()
    found = home.run("plan", "--diff-only")

    assert found.out == "The files are those of version 1, taken now.\nnothing changes\n\n"


def test_the_diff_comes_first_with_the_lines_that_change(home: Home) -> None:
    home.work()
    home.edit(CAMPAIGN, "ask: Sign it.", "ask: Sign it now.")
    found = home.run("plan")

    assert found.out.startswith("The files on disk against version 1, taken now:\n~ rewrite  Mon 23 Nov 18:00 GMT")
    assert "    - Sign it. https://example.org/s\n    + Sign it now. https://example.org/s\n" in found.out
    assert "      Day 327.\n" in found.out
    assert "Mon 23 Nov 2026  ~  18:00 GMT (19:00 CET)  demo" in found.out


def test_looking_at_the_plan_changes_nothing(home: Home) -> None:
    home.work()
    before = home.rows()
    home.edit(CAMPAIGN, "ask: Sign it.", "ask: Sign it now.")
    home.run("plan")

    assert before == home.rows()


def test_what_would_be_withdrawn_and_added_is_listed_with_one_reason_for_all(home: Home) -> None:
    home.work()
    home.edit(CAMPAIGN, "id: daily", "id: nightly")
    found = home.run("plan", "--diff-only")

    assert found.out.count("- withdraw  ") == found.out.count("+ add       ") == 6
    assert found.out.count("    because campaign camps has no schedule daily any more\n") == 1
    assert "6 added, 6 withdrawn\n" in found.out


def test_what_would_move_says_whereto(home: Home) -> None:
    home.work()
    home.edit(CAMPAIGN, "0 9,13,18 * * *", "0 9,14,18 * * *")
    found = home.run("plan", "--diff-only")

    assert "> move  Mon 23 Nov 13:00 GMT (14:00 CET)  demo" in found.out
    assert "    to Mon 23 Nov 14:00 GMT (15:00 CET)\n" in found.out


def test_where_slots_follow_only_the_first_added_ones_are_listed_above(home: Home) -> None:
    home.work()
    home.edit(CAMPAIGN, 'at: {cron: "0 9,13,18 * * *"}', 'at: {every: 1h, from: "2026-01-01 00:00"}')
    found = home.run("plan")

    assert found.out.count("+ add  ") == 12
    assert " more, marked + below\n" in found.out
    assert home.run("plan", "--diff-only").out.count("+ add  ") > 12


def test_of_several_campaigns_one_can_be_seen(home: Home) -> None:
    home.write("config/campaigns/other.yaml", "id: other\nname: Other\nactions: [{id: x, kind: share, ask: Share.}]\n")

    assert home.run("plan", "--campaign", "other").out == "no posts until Wed 25 Nov 2026\n"


def test_before_the_first_start_there_is_nothing_to_compare(home: Home) -> None:
    found = home.run("plan", "--diff-only")

    assert found.out == ""
    assert found.err.startswith("The service has not taken any files yet: everything is new.\n")


@pytest.mark.parametrize("option", ["--account", "--campaign"])
def test_an_unknown_name_is_no_such_thing(home: Home, option: str) -> None:
    assert home.run("plan", option, "nobody").code == 6


def test_wrong_files_cannot_be_planned(home: Home) -> None:
    home.edit(CAMPAIGN, "id: camps", "id: Camps!")

    assert home.run("plan").code == 3


def test_json_holds_the_changes_and_the_slots(home: Home) -> None:
    home.work()
    home.edit(CAMPAIGN, "ask: Sign it.", "ask: Sign it now.")
    found = home.run("plan", "--json").json

    assert (found["against_version"], found["files_changed"], found["not_live"]) == (1, True, ["far"])
    assert found["changes"]["keep"] == 4
    rewritten = found["changes"]["rewrite"][0]
    assert rewritten["before"]["text"] != rewritten["after"]["text"]
    assert len(found["slots"]) == 6
    assert found["slots"][0]["state"] == str(State.QUEUED)


def test_json_of_an_empty_slot_says_why(home: Home) -> None:
    home.edit(CAMPAIGN, "no_repeat: {template: 1h", "no_repeat: {template: 30h")
    empty = next(slot for slot in home.run("plan", "--json").json["slots"] if slot["empty"])

    assert (empty["text"], empty["action"]) == (None, None)
    assert len(empty["why"]) > 1
