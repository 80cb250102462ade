from dataclasses import replace
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from scheduler.cli.speaking import STYLES, Speaker, coming
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Receipt
from scheduler.model.record import Entry
from tests.entries import a_store, an_entry
from tests.make import a_delivery, a_post, utc

NINE = utc("2026-11-23 09:00:05")
RECEIPT = Receipt(remote_id="1", url="https://example.org/1", at=NINE)
SAID = a_delivery(state=State.POSTED, receipt=RECEIPT, post=a_post("Sign the petition.\n\nToday."))
COMING = a_delivery("2026-11-23T13:00", why=("it was its turn", "passed over: too soon"), state=State.QUEUED)


def told(
    folder: Path, entry: Entry, delivery: Delivery | None = None, *stored: Delivery, terminal: bool = False
) -> list[str]:
    out = StringIO()
    store = a_store(folder, *stored)
    console = Console(file=out, width=80, force_terminal=terminal, color_system=None)
    Speaker(console, lambda: store, ZoneInfo("Europe/Paris")).announce(entry, delivery)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def happened(event: str, why: str = "a reason") -> Entry:
    return an_entry(event=event, at=NINE, why=why)


def test_a_post_is_shown_with_its_text_and_address_and_then_what_comes_next_and_why(tmp_path: Path) -> None:
    assert told(tmp_path, happened("delivery.posted"), SAID, COMING) == [
        f"10:00:05       said  demo: petition for amnesty-petition (26 of 500, key {SAID.key.short})",
        "                     Sign the petition.",
        "",
        "                     Today.",
        "                     https://example.org/1",
        "               next  Mon 23 Nov 14:00:00 on demo: petition for amnesty-petition",
        "                     because it was its turn",
    ]


def test_at_the_end_of_the_plan_nothing_comes_next(tmp_path: Path) -> None:
    assert told(tmp_path, happened("delivery.posted"), SAID)[-1] == "               next  nothing is planned"


@pytest.mark.parametrize(
    ("event", "word"),
    [
        ("delivery.refused", "refused"),
        ("delivery.in doubt", "in doubt"),
        ("delivery.held", "held"),
        ("delivery.expired", "not said"),
        ("delivery.not accepted", "later"),
        ("delivery.skipped", "skipped"),
        ("delivery.deleted", "deleted"),
    ],
)
def test_what_becomes_of_a_post_is_told_with_its_reason_and_without_its_text(
    tmp_path: Path, event: str, word: str
) -> None:
    about = f"demo: petition for amnesty-petition (key {SAID.key.short}): a reason"

    assert told(tmp_path, happened(event), SAID, COMING) == [f"10:00:05  {word:>9}  {about}"]


@pytest.mark.parametrize(
    ("event", "word"),
    [
        ("files.accepted", "files"),
        ("files.refused", "files"),
        ("files.waiting", "files"),
        ("files.mended", "files"),
        ("plan.changed", "plan"),
        ("gap", "gap"),
        ("stop.set", "stop"),
        ("stop.lifted", "resumed"),
    ],
)
def test_what_happens_to_the_house_is_told_with_its_reason(tmp_path: Path, event: str, word: str) -> None:
    assert told(tmp_path, happened(event)) == [f"10:00:05  {word:>9}  a reason"]


def test_small_steps_are_not_worth_a_line(tmp_path: Path) -> None:
    steps = ["delivery.planned", "delivery.frozen", "delivery.claimed", "delivery.sending", "alert.raised"]

    assert [event for event in steps if event in STYLES] == []
    assert told(tmp_path, happened("delivery.claimed"), SAID) == []


def test_a_networks_words_cannot_steer_the_terminal_or_forge_a_line(tmp_path: Path) -> None:
    evil = "no\x1b[2J\n10:00:05       said  demo: all is well"
    lines = told(tmp_path, happened("delivery.refused", evil), SAID)

    assert len(lines) == 1
    assert "\x1b" not in lines[0]
    assert "no�[2J 10:00:05" in lines[0]


def test_nor_can_the_address_that_it_gives(tmp_path: Path) -> None:
    forged = replace(SAID, receipt=replace(RECEIPT, url="https://example.org/\x1b]0;x\n1"))

    assert "                     https://example.org/�]0;x 1" in told(tmp_path, happened("delivery.posted"), forged)


def test_on_a_terminal_long_texts_stay_under_the_word(tmp_path: Path) -> None:
    post = a_post("word " * 30)
    lines = told(tmp_path, happened("delivery.posted"), replace(SAID, post=post), terminal=True)

    assert lines[2:5] == [" " * 21 + " ".join(["word"] * count) for count in (12, 12, 6)]


def test_on_a_terminal_a_long_reason_stays_under_its_beginning_and_no_word_is_cut(tmp_path: Path) -> None:
    lines = told(tmp_path, happened("delivery.not accepted", "the server refused it " * 4), SAID, terminal=True)

    assert lines[0].startswith("10:00:05      later  demo: petition")
    assert len(lines) > 2
    assert all(line.startswith(" " * 21) and len(line) <= 80 for line in lines[1:])
    assert " ".join(" ".join(lines).split()).endswith(" ".join(["the server refused it"] * 4))


def test_an_address_is_never_broken(tmp_path: Path) -> None:
    url = f"https://example.org/{'a' * 80}"
    lines = told(tmp_path, happened("delivery.posted"), replace(SAID, receipt=replace(RECEIPT, url=url)), terminal=True)

    assert url in "\n".join(lines)


def test_in_a_pipe_they_are_whole_lines(tmp_path: Path) -> None:
    post = a_post("word " * 30)

    assert told(tmp_path, happened("delivery.posted"), replace(SAID, post=post))[1] == " " * 21 + ("word " * 30).strip()


def test_what_comes_next_is_what_may_be_claimed_first(tmp_path: Path) -> None:
    late = replace(COMING, due_at=utc("2026-11-23 08:00"), not_before=utc("2026-11-23 20:00"))
    store = a_store(tmp_path, late, a_delivery("2026-11-23T18:00"), SAID)
    with store.look() as looking:
        found = coming(looking)

    assert found is not None
    assert found.key.nominal == "2026-11-23T18:00"


def test_what_comes_next_is_said_once_where_several_go_out_at_a_time(tmp_path: Path) -> None:
    out, store = StringIO(), a_store(tmp_path, COMING)
    speaker = Speaker(Console(file=out, width=80), lambda: store, ZoneInfo("Europe/Paris"))
    for _ in range(3):
        speaker.announce(happened("delivery.posted"), SAID)

    assert out.getvalue().count(" said ") == 3
    assert out.getvalue().count(" next ") == 1


def test_without_a_plan_nothing_comes(tmp_path: Path) -> None:
    with a_store(tmp_path, SAID).look() as looking:
        assert coming(looking) is None
