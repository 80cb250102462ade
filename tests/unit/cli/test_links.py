import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from scheduler.model.visit import Visit
from tests.home import Home, Ran
from tests.strangers import Web, page, the_web, to

CAMPAIGN = "config/campaigns/camps.yaml"


class Looking(Home):
    """A campaign whose links lead to real pages on this machine."""

    def __init__(self, folder: Path, web: Web) -> None:
        super().__init__(folder)
        self.web = web
        self.edit(CAMPAIGN, "https://example.org/s", "https://petition.example/s")
        self.edit(CAMPAIGN, "https://example.org/g", "https://petition.example/g")

        self.visit = self.on_its_port

    def on_its_port(self, url: str) -> Visit:
        return self.web.visitor(url.replace("petition.example", f"petition.example:{self.web.secure.port}"))

    def links(self, *arguments: str) -> Ran:
        return self.run("links", *arguments)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Looking]:
    with the_web(tmp_path) as web:
        web.secure.pages = {"/s": page("Sign"), "/g": page("Give")}
        (tmp_path / "campaign").mkdir()
        home = Looking(tmp_path / "campaign", web)
        home.clock.set(home.clock.now().replace(month=6))
        yield home


def test_links_that_are_as_they_should_be_need_nobody(home: Looking) -> None:
    found = home.links()

    assert (found.code, found.err) == (0, "2 links: 2 fine, in the files on disk.\n")
    assert found.out.splitlines() == [
        "https://petition.example/s",
        "  camps/sign: verified 1 May 2026 by A",
        "  fine: the page is there: “Sign”",
        "https://petition.example/g",
        "  camps/give: verified 1 May 2026 by A",
        "  fine: the page is there: “Give”",
    ]
    assert not home.place.data.exists()


def test_a_link_that_needs_a_person_is_told_by_the_exit_code(home: Looking) -> None:
    home.edit(CAMPAIGN, '/g", verified: 2026-05-01 by A', '/g", verified: never')
    home.web.secure.pages["/s"] = to(home.web.at("/", "other.example"))
    found = home.links()

    assert found.code == 1
    assert "  wrong: it leads to other.example now; if that is meant, write https://other.example" in found.out
    assert "  camps/give: verified never" in found.out
    assert "  look: nobody has verified it (camps/give): no public network will carry it" in found.out
    assert found.err == "2 links: 1 look, 1 wrong, in the files on disk.\n"


def test_the_next_look_says_what_has_changed(home: Looking) -> None:
    home.work()
    assert home.links().err == "2 links: 2 fine, in the files in force.\n"
    home.web.secure.pages["/s"] = page("Casino \u202e\x1b[31m")
    found = home.links()

    assert found.code == 1
    assert "  look: its title was “Sign” on 23 Jun 2026 and is “Casino [31m” now; is it still that page?" in found.out
    assert home.links().code == 0
    assert "links.seen" in home.run("record", "--event", "links.seen", "--json").out


def test_the_files_in_force_are_looked_at_and_not_an_edit(home: Looking) -> None:
    home.work()
    home.edit(CAMPAIGN, "petition.example/s", "edited.example/s")

    assert "edited.example" not in home.links().out


def test_a_service_may_run_meanwhile(home: Looking) -> None:
    home.work()
    app = home.app()
    with app.store.engine_lock(app.owner):
        assert home.links().code == 0


def test_json_holds_the_whole_visit(home: Looking) -> None:
    home.work()
    home.links()
    home.web.secure.pages["/s"] = (503, {}, b"")
    found = home.links("--json", "--campaign", "camps")

    assert found.code == 1
    assert found.json["files"] == "in force"
    sign = found.json["links"][0]
    assert (sign["url"], sign["severity"]) == ("https://petition.example/s", "look")
    assert sign["visit"]["steps"] == [{"address": home.web.at("/s"), "status": 503}]
    assert (sign["visit"]["ending"], sign["visit"]["status"]) == ("answer", 503)
    assert sign["before"]["title"] == "Sign"
    assert sign["actions"] == [{"campaign": "camps", "action": "sign", "verified_on": "2026-05-01", "verified_by": "A"}]
    assert found.json["links"][1]["before"] is not None


def test_a_store_that_cannot_keep_what_was_seen_does_not_hide_it(home: Looking) -> None:
    home.work()
    with closing(sqlite3.connect(home.place.store)) as broken:
        broken.execute("CREATE TRIGGER broken BEFORE INSERT ON marks BEGIN INSERT INTO nowhere VALUES (1); END")
    found = home.links()

    assert (found.code, "the page is there" in found.out) == (0, True)
    assert found.err.startswith("What was seen is not kept: ")


def test_without_files_nothing_is_looked_at(home: Looking) -> None:
    assert home.links("--campaign", "nobody").code == 6
    (home.folder / CAMPAIGN).write_text("id: [")
    assert home.links().code == 3
    assert home.web.secure.asked == []
