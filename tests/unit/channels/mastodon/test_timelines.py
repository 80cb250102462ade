from pathlib import Path
from typing import Any

import pytest

from scheduler.channels.mastodon.timelines import PAGES, Timeline
from scheduler.errors import ChannelTrouble
from scheduler.model.receipt import Absent, CannotTell, Finding, Found
from tests.mastodons import NOBODY, a_saying, a_status, calls, said
from tests.servers.lossy import lossy

OLD = "2026-11-23T08:00:00Z"


def look(folder: Path, *pages: list[Any]) -> tuple[Finding, list[str]]:
    with lossy(NOBODY) as proxy:
        proxy.lose("GET", "/api/v1/accounts/1/statuses", *map(said, pages))
        return Timeline(calls(proxy.address, folder)[0], "1").find(a_saying()), [one.path for one in proxy.requests]


def other(name: int, at: str = "2026-11-23T09:00:02Z") -> dict[str, Any]:
    return a_status(str(name), "<p>Another.</p>", created_at=at)


def test_a_post_is_found_among_others(tmp_path: Path) -> None:
    finding, paths = look(tmp_path, [other(9), a_status(), other(5, OLD)])

    assert isinstance(finding, Found)
    assert finding.receipt.remote_id == "7"
    assert finding.evidence == "post 7 of 2026-11-23T09:00:01+00:00 says this"
    assert paths == ["/api/v1/accounts/1/statuses?exclude_reblogs=1&limit=40"]


def test_it_is_looked_for_until_posts_are_older_than_it_can_be(tmp_path: Path) -> None:
    finding, paths = look(tmp_path, [other(9), other(8)], [other(7), other(6, OLD)], [a_status("5")])

    assert finding == Absent(evidence="none of its 4 newest posts, back to 2026-11-23T09:00:00+00:00, says this")
    assert ["max_id=8" in path for path in paths] == [False, True]


def test_an_account_that_said_nothing_did_not_say_this(tmp_path: Path) -> None:
    assert isinstance(look(tmp_path, [])[0], Absent)
    assert isinstance(look(tmp_path, [other(9)], [])[0], Absent)


def test_the_earliest_of_two_that_say_the_same_is_ours_and_the_evidence_tells(tmp_path: Path) -> None:
    later = a_status("8", created_at="2026-11-23T09:00:02Z")
    finding, _ = look(tmp_path, [later, a_status()], [])

    assert isinstance(finding, Found)
    assert finding.receipt.remote_id == "7"
    assert "2 posts say this, and it is the earliest" in finding.evidence


def test_an_older_post_that_says_the_same_is_another(tmp_path: Path) -> None:
    assert isinstance(look(tmp_path, [a_status(created_at=OLD)])[0], Absent)


def test_a_server_that_gives_the_same_page_for_ever_cannot_tell(tmp_path: Path) -> None:
    finding, paths = look(tmp_path, *[[other(9), other(8)]] * 5)

    assert isinstance(finding, CannotTell)
    assert "do not reach back to" in finding.reason
    assert len(paths) == 2


def test_pages_end_somewhere(tmp_path: Path) -> None:
    finding, paths = look(tmp_path, *[[other(1000 - page)] for page in range(PAGES + 5)])

    assert isinstance(finding, CannotTell)
    assert len(paths) == PAGES


def test_what_cannot_be_read_might_be_it(tmp_path: Path) -> None:
    finding, _ = look(tmp_path, [a_status(content=None), other(5, OLD)])

    assert finding == CannotTell(reason="1 of the 2 newest posts of the account cannot be read")
    assert isinstance(look(tmp_path, [a_status("9", content=None), a_status(), other(5, OLD)])[0], Found)
    assert isinstance(look(tmp_path, ["nonsense"])[0], CannotTell)


def test_a_page_that_is_none_is_trouble(tmp_path: Path) -> None:
    with lossy(NOBODY) as proxy:
        proxy.lose("GET", ".*", said({"hello": 1}))
        with pytest.raises(ChannelTrouble, match="cannot be read"):
            Timeline(calls(proxy.address, tmp_path)[0], "1").find(a_saying())
