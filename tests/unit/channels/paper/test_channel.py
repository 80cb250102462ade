"""Paper is a network that one can hold: strict with keys, honest about trouble, stable in its answers."""

import json
import logging
import resource
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.channels.paper.channel import Paper
from scheduler.errors import ChannelTrouble, FenceClosed
from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Found,
    NotSent,
    Outcome,
    Posted,
    Receipt,
    Refused,
    Unknown,
)
from tests.make import a_key
from tests.outgoing import KEY, MANNERS, NINE, a_clock, an_outgoing, marked, opened


def a_paper(folder: Path, account: str = "demo") -> Paper:
    return Paper(folder, account, MANNERS, a_clock())


def receipt_of(outcome: Outcome) -> Receipt:
    assert isinstance(outcome, Posted), outcome
    return outcome.receipt


def test_the_wire_is_canonical_json_of_the_post(tmp_path: Path) -> None:
    text = "Подпишите #Сейчас"
    outgoing = an_outgoing(text, language="ru", zone="Europe/Moscow", entities=marked(text, hashtag="Сейчас"))
    wire = a_paper(tmp_path).prepare(outgoing).wire
    assert {
        "key": KEY,
        "account": "demo",
        "language": "ru",
        "zone": "Europe/Moscow",
        "text": text,
        "entities": [{"kind": "hashtag", "start": 10, "end": 17, "value": "Сейчас"}],
    } == json.loads(wire)
    assert json.dumps(json.loads(wire), ensure_ascii=False, separators=(",", ":")).encode() == wire


def test_the_wire_does_not_depend_on_when_it_is_made(tmp_path: Path) -> None:
    outgoing = an_outgoing()
    later = replace(outgoing, at=NINE + timedelta(hours=1))
    assert a_paper(tmp_path).prepare(outgoing) == a_paper(tmp_path).prepare(later)


def test_half_a_character_is_refused_before_it_is_sent(tmp_path: Path) -> None:
    outgoing = an_outgoing()
    half = replace(outgoing, post=replace(outgoing.post, text="half \ud83c"))
    with pytest.raises(ChannelTrouble, match=f"the text of {KEY} holds characters that no network can carry"):
        a_paper(tmp_path).prepare(half)


def test_the_receipt_leads_to_the_card_and_names_the_short_key(tmp_path: Path) -> None:
    paper = a_paper(tmp_path / "a folder")
    receipt = receipt_of(paper.send(paper.prepare(an_outgoing()), opened))
    assert a_key().short == receipt.remote_id[:8]
    assert receipt.at == NINE
    address, anchor = receipt.url.split("#")
    assert (tmp_path / "a folder" / "feed.html").as_uri() == address
    assert f'<article class="card" id="{anchor}"' in (tmp_path / "a folder" / "feed.html").read_text("utf-8")
    assert receipt.remote_id == anchor


def test_the_address_is_whole_where_the_folder_is_named_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paper = a_paper(Path("paper"))
    receipt = receipt_of(paper.send(paper.prepare(an_outgoing()), opened))
    assert receipt.url.startswith(f"{(tmp_path / 'paper' / 'feed.html').as_uri()}#")


def test_the_first_receipt_stands_whenever_it_is_asked_for(tmp_path: Path) -> None:
    clock = a_clock()
    paper = Paper(tmp_path, "demo", MANNERS, clock)
    prepared = paper.prepare(an_outgoing())
    first = receipt_of(paper.send(prepared, opened))
    clock.advance(timedelta(days=1))
    found = paper.find(prepared)
    assert isinstance(found, Found)
    assert first == found.receipt == receipt_of(paper.send(prepared, opened))
    assert f"{tmp_path}/feed.jsonl holds post {first.remote_id}" == found.evidence


def test_the_feed_keeps_the_count_and_the_network_it_imitates(tmp_path: Path) -> None:
    paper = a_paper(tmp_path)
    paper.send(paper.prepare(an_outgoing("👩‍👩‍👧 Sign.")), opened)
    line = json.loads((tmp_path / "feed.jsonl").read_bytes())
    assert (line["like"], line["length"], line["limit"]) == ("mastodon", 7, 500)


def test_a_text_may_be_exactly_as_long_as_its_limit(tmp_path: Path) -> None:
    paper = a_paper(tmp_path)
    receipt_of(paper.send(paper.prepare(an_outgoing("x" * 500)), opened))
    refused = paper.send(paper.prepare(an_outgoing("x" * 501, key="k")), opened)
    assert isinstance(refused, Refused)
    assert "501" in refused.reason


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"key"', b""),
        (b'{"key"', b'{ "key"'),
        (b'"demo"', b'"else"'),
        (b"2026-11-23", b"2026-11-24"),
        (b'"text"', b'"words"'),
        (b"}", b',"more":1}'),
    ],
)
def test_bytes_that_prepare_did_not_make_are_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    paper = a_paper(tmp_path)
    prepared = paper.prepare(an_outgoing())
    other = replace(prepared, wire=prepared.wire.replace(old, new))
    assert prepared != other
    assert Refused(reason="these bytes are no post of demo under this key") == paper.send(other, opened)
    assert (tmp_path / "feed.jsonl").read_bytes() == b""


def test_one_account_does_not_speak_for_another(tmp_path: Path) -> None:
    anna, boris = a_paper(tmp_path, "anna"), a_paper(tmp_path, "boris")
    prepared = anna.prepare(an_outgoing(account="anna"))
    assert isinstance(boris.send(prepared, opened), Refused)
    receipt = receipt_of(anna.send(prepared, opened))
    with pytest.raises(ChannelTrouble, match="this is a post of anna, not of boris"):
        boris.delete(receipt)
    assert isinstance(anna.find(prepared), Found)


def test_accounts_of_one_folder_share_a_page(tmp_path: Path) -> None:
    for account in "anna", "boris":
        paper = a_paper(tmp_path, account)
        paper.send(paper.prepare(an_outgoing(f"From {account}.", account=account, key=account)), opened)
    page = (tmp_path / "feed.html").read_text("utf-8")
    assert page.index("From boris.") < page.index("From anna.")


def test_refusals_and_findings_say_why(tmp_path: Path) -> None:
    paper = a_paper(tmp_path)
    prepared, other = paper.prepare(an_outgoing("Sign.")), paper.prepare(an_outgoing("Sign, please."))
    feed = tmp_path / "feed.jsonl"
    assert Absent(evidence=f"{feed} does not exist yet") == paper.find(prepared)
    receipt = receipt_of(paper.send(prepared, opened))
    assert Refused(reason="this key has been taken by another text") == paper.send(other, opened)
    assert CannotTell(reason=f"{feed} holds another text under this key") == paper.find(other)
    elsewhere = paper.find(paper.prepare(an_outgoing(key="k")))
    assert Absent(evidence=f"{feed} holds no post 8254c329a92850f6") == elsewhere
    paper.delete(receipt)
    assert Absent(evidence="deleted at 2026-11-23T09:00:00+00:00") == paper.find(prepared)
    assert Refused(
        reason="this post was deleted at 2026-11-23T09:00:00+00:00; its key is never taken again"
    ) == paper.send(prepared, opened)


def test_deleting_twice_writes_one_tombstone_and_strikes_the_card(tmp_path: Path) -> None:
    paper = a_paper(tmp_path)
    receipt = receipt_of(paper.send(paper.prepare(an_outgoing("Out.")), opened))
    paper.delete(receipt)
    paper.delete(receipt)
    events = [json.loads(line)["event"] for line in (tmp_path / "feed.jsonl").read_bytes().splitlines()]
    assert events == ["posted", "deleted"]
    assert "<del>Out.</del>" in (tmp_path / "feed.html").read_text("utf-8")


@pytest.fixture
def blocked(tmp_path: Path) -> Path:
    """A folder that cannot be made, because a file has its name."""
    (tmp_path / "paper").write_text("in the way")
    return tmp_path / "paper"


def test_without_its_folder_nothing_is_sent_and_no_fence_is_passed(blocked: Path) -> None:
    def never() -> None:
        raise FenceClosed("the fence was asked")

    paper = a_paper(blocked)
    prepared = paper.prepare(an_outgoing())
    outcome = paper.send(prepared, never)
    assert isinstance(outcome, NotSent)
    assert "cannot be opened" in outcome.reason
    assert isinstance(paper.find(prepared), CannotTell)
    with pytest.raises(ChannelTrouble, match="cannot be written"):
        paper.delete(Receipt(remote_id="a", url="", at=NINE))


def damage(folder: Path) -> None:
    with (folder / "feed.jsonl").open("ab") as feed:
        feed.write(b"damage\n")


def test_a_damaged_feed_stops_a_send_before_the_fence(tmp_path: Path) -> None:
    damage(tmp_path)
    passed: list[str] = []
    paper = a_paper(tmp_path)
    prepared = paper.prepare(an_outgoing())
    outcome = paper.send(prepared, lambda: passed.append("fence"))
    assert isinstance(outcome, NotSent)
    assert "line 1 of" in outcome.reason
    assert passed == []
    finding = paper.find(prepared)
    assert isinstance(finding, CannotTell)
    assert outcome.reason == finding.reason
    with pytest.raises(ChannelTrouble, match="line 1 of"):
        paper.delete(Receipt(remote_id="a", url="", at=NINE))


def test_trouble_behind_the_fence_leaves_it_unknown(tmp_path: Path) -> None:
    paper = a_paper(tmp_path)
    prepared = paper.prepare(an_outgoing())
    outcome = paper.send(prepared, lambda: damage(tmp_path))
    assert isinstance(outcome, Unknown)
    assert "did not take the post: line 1 of" in outcome.reason
    (tmp_path / "feed.jsonl").write_bytes(b"")
    assert isinstance(paper.find(prepared), Absent)
    receipt_of(paper.send(prepared, opened))


def test_a_full_disk_leaves_it_unknown_and_a_repeat_posts_it_once(tmp_path: Path) -> None:
    paper = a_paper(tmp_path)
    prepared = paper.prepare(an_outgoing("Sign."))
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, most))
    try:
        outcome = paper.send(prepared, opened)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))
    assert isinstance(outcome, Unknown)
    assert "did not take the post: only 100 of" in outcome.reason
    assert isinstance(paper.find(prepared), Absent)
    receipt_of(paper.send(prepared, opened))
    assert (tmp_path / "feed.jsonl").read_bytes().count(b"\n") == 1


def test_a_page_that_cannot_be_written_costs_a_warning_and_no_post(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "feed.html").mkdir()
    paper = a_paper(tmp_path)
    with caplog.at_level(logging.WARNING):
        receipt = receipt_of(paper.send(paper.prepare(an_outgoing("Sign.")), opened))
    assert [record.getMessage()[:15] for record in caplog.records] == ["the page beside"]
    assert "Sign." not in caplog.text
    (tmp_path / "feed.html").rmdir()
    paper.delete(receipt)
    assert "<del>Sign.</del>" in (tmp_path / "feed.html").read_text("utf-8")


def test_a_repeat_mends_a_page_that_was_left_behind(tmp_path: Path) -> None:
    paper = a_paper(tmp_path)
    prepared = paper.prepare(an_outgoing("Sign."))
    paper.send(prepared, opened)
    (tmp_path / "feed.html").unlink()
    a_paper(tmp_path).send(prepared, opened)
    assert "Sign." in (tmp_path / "feed.html").read_text("utf-8")


def test_the_wire_of_a_post_without_pictures_says_nothing_of_pictures(tmp_path: Path) -> None:
    assert a_paper(tmp_path).prepare(an_outgoing("Sign.")).wire == (
        b'{"key":"close-the-camps/daily/2026-11-23T09:00/demo/1","account":"demo","language":"en",'
        b'"zone":"Europe/London","text":"Sign.","entities":[]}'
    )
