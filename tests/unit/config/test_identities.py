import pytest

from scheduler.config.identities import known_ids
from scheduler.config.papers import read_papers
from tests.harbour import ACCOUNTS, CAMPAIGN, FILES, harbour, lines

SECOND = {
    "targets": "targets:\n  - {id: a, name: A}\n  - {id: a, name: B}\n",
    "facts": "facts:\n"
    "  - {id: a, text: A, source: 'https://a.example/', date: 2017-04-01}\n"
    "  - {id: a, text: B, source: 'https://a.example/', date: 2017-04-01}\n",
}


def known(written: str) -> set[str] | None:
    document = read_papers(harbour((ACCOUNTS, "paper\n", f"paper\n{written}"))).accounts
    assert document is not None
    return known_ids(document, "accounts")


def test_the_ids_of_a_list_are_known_whatever_else_is_wrong() -> None:
    assert known("") == {"demo"}
    assert known("  - {id: b, network: papper}\n  - {id: b}\n") == {"demo", "b"}


@pytest.mark.parametrize("item", ["{id: B}", "{id: [b]}", "{network: paper}", "b", "{id: @b}"])
def test_where_an_id_cannot_be_used_nothing_is_surely_unknown(item: str) -> None:
    assert known(f"  - {item}\n") is None


def test_a_list_that_is_not_there_holds_no_ids() -> None:
    papers = read_papers(harbour(more={CAMPAIGN: "["}))

    assert papers.accounts is not None
    assert known_ids(papers.accounts, "elsewhere") == set()
    assert known_ids(papers.campaigns[0], "targets") == set()


def test_an_account_id_used_twice_is_told_with_both_lines() -> None:
    found = lines((ACCOUNTS, "paper\n", "paper\n  - {id: demo, network: paper}\n  - {id: demo, network: paper}\n"))

    told = "accounts[demo].id: this id is used twice, first in line 2; give one of the two another id"
    assert found == [f"{ACCOUNTS}:{line}:10: {told}" for line in (4, 5)]


def test_ids_within_a_campaign_are_used_once_in_each_list() -> None:
    for name, text in SECOND.items():
        (found,) = lines((CAMPAIGN, "actions:\n", f"{text}actions:\n"))
        assert found.startswith(f"{CAMPAIGN}:4:10: {name}[a].id: this id is used twice, first in line 3")
    (found,) = lines((CAMPAIGN, "actions:\n", "actions:\n  - {id: sign, kind: share, ask: A}\n"))
    assert found.startswith(f"{CAMPAIGN}:4:9: actions[sign].id: this id is used twice, first in line 3")
    twice = FILES[CAMPAIGN].partition("schedules:\n")[2]
    (found,) = lines((CAMPAIGN, "schedules:\n", f"schedules:\n{twice}"))
    assert found.startswith(f"{CAMPAIGN}:12:9: schedules[daily].id: this id is used twice, first in line 8")


def test_lists_of_different_things_may_use_one_id() -> None:
    assert lines((CAMPAIGN, "actions:\n", "targets:\n  - {id: sign, name: A}\nactions:\n")) == []


def test_a_campaign_id_used_twice_is_told_with_the_other_file() -> None:
    assert lines(more={"config/campaigns/port.yaml": FILES[CAMPAIGN]}) == [
        (
            f"config/campaigns/port.yaml:1:5: id: this id is used twice, first in {CAMPAIGN}:1; "
            "give one campaign another id"
        )
    ]


def test_a_campaign_whose_id_cannot_be_read_shares_it_with_nobody() -> None:
    found = lines(more={"config/campaigns/port.yaml": "paused: yes\n", "config/campaigns/quay.yaml": "paused: yes\n"})

    assert [line.partition(": ")[2] for line in found] == ["id: this is missing; add `id: close-the-camps`"] * 2


def test_a_former_id_is_free() -> None:
    assert lines((CAMPAIGN, "id: sign\n", "id: sign\n    was: signed\n")) == []


def test_a_former_id_in_use_is_told() -> None:
    (own,) = lines((CAMPAIGN, "id: daily\n", "id: daily\n    was: daily\n"))
    assert own.startswith(f"{CAMPAIGN}:9:10: schedules[daily].was: this former id is in use, in line 8")
    (other,) = lines((CAMPAIGN, "actions:\n", "actions:\n  - {id: a, kind: share, ask: A, was: sign}\n"))
    assert other.startswith(f"{CAMPAIGN}:3:39: actions[a].was: this former id is in use, in line 4")


def test_a_former_id_claimed_twice_is_told() -> None:
    one, two = (f"  - {{id: {name}, kind: share, ask: A, was: old}}\n" for name in "ab")
    (found,) = lines((CAMPAIGN, "actions:\n", f"actions:\n{one}{two}"))

    assert found.startswith(f"{CAMPAIGN}:4:39: actions[b].was: this former id is claimed twice, first in line 3")
