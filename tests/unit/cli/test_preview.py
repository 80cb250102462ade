from pathlib import Path

import pytest

from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_one_action_is_shown_for_each_template_and_the_rest_is_counted(home: Home) -> None:
    found = home.run("preview")

    assert found.code == 0
    assert found.out.count("day with sign") == found.out.count("plain with sign") == 1
    assert "with give" not in found.out
    assert found.err == "2 pairs of a template and an action; 2 more with --full\n"


def test_full_shows_every_action(home: Home) -> None:
    found = home.run("preview", "--full")

    assert [found.out.count(f"{t} with {a}") for t in ("day", "plain") for a in ("sign", "give")] == [1, 1, 1, 1]
    assert found.err == "4 pairs of a template and an action\n"


def test_the_text_in_a_pipe_is_exact_below_its_counts(home: Home) -> None:
    found = home.run("preview", "camps", "--network", "bluesky", "--template", "day", "--action", "sign")

    assert found.out == (
        "day with sign  camps, en\n-- bluesky 40 of 300\nDay 327.\n\nSign it. https://example.org/s\n\n"
    )


def test_networks_that_get_the_same_text_share_a_card(home: Home) -> None:
    found = home.run("preview", "--template", "day")

    assert "-- x 42 of 280 for 0.20 US dollars, mastodon 42 of 500, bluesky 40 of 300, paper 40 of 500\n" in found.out


def test_networks_that_get_another_text_have_a_card_of_their_own(home: Home) -> None:
    home.write("templates/camps/day.txt", "{% if network == 'x' %}X.{% else %}Y.{% endif %} {{ action.ask }}\n")
    found = home.run("preview", "--template", "day", "--network", "x", "--network", "paper")

    assert "-- x 11 of 280 for 0.015 US dollars\nX. Sign it.\n-- paper 11 of 500\nY. Sign it.\n" in found.out


def test_what_cannot_be_said_says_why(home: Home) -> None:
    home.write("templates/camps/day.txt", "---\nfor: [petition]\n---\n{{ action.ask }} {{ hashtags }} " + "é" * 290)
    home.edit("config/campaigns/camps.yaml", "accounts: [demo, far]", "accounts: [far]")
    found = home.run("preview", "--template", "day", "--network", "x")

    assert "  x: cannot be said: " in found.out
    assert "1 text cannot be made" in found.err


def test_what_may_not_be_said_at_that_time_says_so(home: Home) -> None:
    home.edit("config/campaigns/camps.yaml", "ask: Sign it.", "ask: Sign it., until: 2026-11-24")
    later = home.run("preview", "--action", "sign", "--template", "day", "--at", "2026-11-26 12:00")

    assert "  not now: action sign ended" in later.out
    assert "not now" not in home.run("preview", "--action", "sign", "--template", "day").out


def test_what_was_dropped_to_make_it_fit_is_said(home: Home) -> None:
    home.write("templates/camps/day.txt", "---\ndrop: [hashtags]\n---\n" + "a" * 270 + " {{ hashtags }}\n")
    home.write("templates/camps/plain.txt", '---\nvariants: {short: "Short."}\n---\n' + "b" * 500 + "\n")
    found = home.run("preview", "--network", "x")

    assert "to fit, without hashtags" in found.out
    assert "variant short" in found.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("--network", "nothing"),
        ("--template", "nothing"),
        ("--action", "nothing"),
    ],
)
def test_what_is_not_there_is_said(home: Home, arguments: tuple[str, ...]) -> None:
    assert home.run("preview", *arguments).code == 6


def test_wrong_files_are_said_with_all_their_problems(home: Home) -> None:
    home.edit("config/accounts.yaml", "network: paper", "network: papper")
    found = home.run("preview")

    assert (found.code, found.out) == (3, "")
    assert "config/accounts.yaml:2:" in found.err


def test_json_has_one_card_for_each_network(home: Home) -> None:
    cards = home.run("preview", "--template", "day", "--json").json["cards"]

    assert [card["network"] for card in cards] == ["x", "mastodon", "bluesky", "paper"]
    assert cards[0]["post"]["text"] == "Day 327.\n\nSign it. https://example.org/s"
    assert (cards[0]["post"]["length"], cards[0]["post"]["limit"]) == (42, 280)


def test_on_a_screen_a_card_has_a_frame(home: Home) -> None:
    lines = home.run("preview", "--template", "day", columns=50).out.splitlines()

    assert lines[1] == "x 42 of 280 for 0.20 US dollars, mastodon 42 of"
    assert lines[3].startswith("╭──")
    assert {len(line) for line in lines[3:8]} == {50}


def test_no_card_is_wider_than_a_line_can_be_read(home: Home) -> None:
    assert max(map(len, home.run("preview", columns=180).out.splitlines())) == 100
