from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scheduler.errors import NoSuchThing
from scheduler.model.campaign import Link
from scheduler.model.visit import Ending, Seen, Severity, Step, Visit
from scheduler.service.links import (
    LinkReport,
    keep_seen,
    links_of,
    look_at_links,
    mark_of,
    seen_before,
    summary_of,
)
from tests.make import a_campaign, a_house, an_action
from tests.rig import NOON, Rig

TODAY = date(2026, 5, 2)
NEVER = Link(url="https://example.org/give")
HOUSE = a_house(
    campaigns=(
        a_campaign("camps", actions=(an_action("sign"), an_action("give", link=NEVER), an_action("go", link=None))),
        a_campaign("rally", actions=(an_action("again", link=an_action("sign").link),)),
    )
)


def arrives(url: str) -> Visit:
    return Visit(steps=(Step(url, 200),), ending=Ending.ANSWER, title="Sign")


def silent(url: str) -> Visit:
    return Visit(steps=(Step(url, None),), ending=Ending.SILENT, trouble="it took too long")


def nameless(url: str) -> Visit:
    return Visit(steps=(Step(url, None),), ending=Ending.NO_NAME, trouble="there is no example.org")


def looked_at(house_of: object = HOUSE) -> list[LinkReport]:
    return look_at_links(links_of(HOUSE), arrives, {}, TODAY)


def test_each_address_comes_once_with_every_action_that_it_stands_in() -> None:
    found = links_of(HOUSE)

    assert {url: [str(use) for use in uses] for url, uses in found.items()} == {
        "https://example.org/sign": ["camps/sign", "rally/again"],
        "https://example.org/give": ["camps/give"],
    }
    assert [str(use) for uses in links_of(HOUSE, "rally").values() for use in uses] == ["rally/again"]
    with pytest.raises(NoSuchThing):
        links_of(HOUSE, "nobody")


def test_a_machine_without_a_network_says_nothing_against_the_links() -> None:
    reports = look_at_links(links_of(HOUSE), nameless, {}, TODAY)

    assert all(report.severity is Severity.LOOK for report in reports)
    assert "perhaps this machine is not connected; look again later" in reports[0].remarks[0].text


def test_one_name_that_is_not_there_is_dead_where_another_was_found() -> None:
    sign, give = look_at_links(links_of(HOUSE), lambda url: nameless(url) if "give" in url else arrives(url), {}, TODAY)

    assert (sign.severity, give.severity) == (Severity.FINE, Severity.WRONG)


def test_each_link_is_visited_once_and_judged_with_its_verification() -> None:
    sign, give = looked_at()

    assert (sign.severity, [f.text for f in sign.remarks]) == (Severity.FINE, ["the page is there: “Sign”"])
    assert give.severity is Severity.LOOK
    assert give.remarks[1].text == "nobody has verified it (camps/give): no public network will carry it"
    assert summary_of([sign, give]) == "2 links: 1 fine, 1 look"
    assert (summary_of([]), summary_of([sign])) == ("no links", "1 link: 1 fine")


def test_a_defect_of_a_visit_is_not_swallowed() -> None:
    def broken(url: str) -> Visit:
        raise ZeroDivisionError(url)

    with pytest.raises(ZeroDivisionError):
        look_at_links(links_of(HOUSE), broken, {}, TODAY)


def test_what_arrived_is_kept_until_the_next_look(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    sign, give = looked_at()
    keep_seen(rig.desk, [sign, replace(give, visit=silent(give.url))], "user:anna")

    assert seen_before(rig.store, [sign.url, give.url]) == {sign.url: Seen(at=NOON, address=sign.url, title="Sign")}
    assert rig.why("links.seen") == "2 links: 1 fine, 1 look"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"at": "yesterday", "address": "", "title": ""}', '{"at": 1}'])
def test_a_mark_that_cannot_be_read_counts_as_none(tmp_path: Path, text: str) -> None:
    rig = Rig(tmp_path)
    with rig.store.write() as writing:
        writing.set_mark(mark_of("https://a.example/"), text)

    assert seen_before(rig.store, ["https://a.example/"]) == {}
