import csv
import io
from pathlib import Path

import pytest

from scheduler.cli.record import TEXTS
from scheduler.model.delivery import State
from tests.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path)
    found.work()
    return found


def test_what_happened_is_listed_on_the_readers_clock_with_who_and_why(home: Home) -> None:
    first, *_ = home.run("record").out.splitlines()

    assert first.startswith("2026-11-23 09:30:02  files.accepted")
    assert "house     version 1 of the files is in force" in first


def test_a_person_is_named(home: Home) -> None:
    home.run("skip", home.first().key.short, "--why", "called off")

    assert home.run("record", "--event", "delivery.skipped").out == (
        f"2026-11-23 09:30:02  delivery.skipped  {home.first().key.short}  called off  user:anna\n"
    )


def test_on_a_screen_a_choice_gives_its_first_reason(home: Home) -> None:
    wide = home.run("record", "--event", "delivery.planned", columns=160).out.splitlines()[0]

    assert 'the 09:00 of "0 9,13,18 * * *" in Europe/London; 2 more reasons' in wide
    assert "template" in home.run("record", "--event", "delivery.planned").out.splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "entries"),
    [
        (("--account", "demo"), 7),
        (("--account", "house"), 2),
        (("--event", "delivery.planned"), 6),
        (("--event", "delivery.planned", "--event", "delivery.frozen"), 7),
        (("--since", "2026-11-23 09:30:03"), 0),
        (("--since", "2026-11-23 09:30"), 9),
        (("--until", "2026-11-23 09:30"), 0),
        (("--until", "2026-11-24"), 9),
        (("--since", "1h ago"), 9),
    ],
)
def test_it_can_be_narrowed(home: Home, arguments: tuple[str, ...], entries: int) -> None:
    assert entries == len(home.run("record", *arguments).out.splitlines())


def test_one_post_can_be_asked_for(home: Home) -> None:
    row = home.first()

    assert len(home.run("record", "--key", row.key.short).out.splitlines()) == 2
    assert home.run("record", "--key", "00000000").code == 6


def test_nothing_found_is_said(home: Home) -> None:
    assert home.run("record", "--account", "far").err == "Nothing of that is in the record.\n"
    assert home.run("record", "--account", "nobody").code == 6


def test_texts_stand_below_where_they_were_made_and_went_out(home: Home) -> None:
    home.at("2026-11-23 09:01")
    found = home.run("record", "--texts", "--key", home.first().key.short).out

    assert found.count("    Sign it. https://example.org/s #CloseTheCamps\n") == 2
    assert "Sign it." not in home.run("record").out
    assert "delivery.posted" in TEXTS


def test_a_redacted_text_is_said_to_be_redacted(home: Home) -> None:
    row = home.become(home.first(), state=State.POSTED)
    found = home.run("record", "redact", row.key.short, "--why", "it named a person")

    assert found.code == 0
    assert f"The text of {row.key.short} is gone; its digest {row.post.digest[:12]}" in found.err
    assert "    (redacted)\n" in home.run("record", "--texts").out
    assert home.first().post.redacted


def test_redacting_wants_a_reason(home: Home) -> None:
    assert home.run("record", "redact", home.first().key.short).code == 2


def test_what_is_still_ahead_is_not_redacted(home: Home) -> None:
    assert home.run("record", "redact", home.first().key.short, "--why", "x").code != 0


def test_json_is_every_field_of_every_entry(home: Home) -> None:
    entries = home.run("record", "--json").json

    assert len(entries) == 9
    assert [e["seq"] for e in entries if e["chain"] == "demo"] == [1, 2, 3, 4, 5, 6, 7]
    assert entries == home.run("record", "--export", "json").json
    assert "text" not in entries[0]


def test_json_has_texts_when_asked(home: Home) -> None:
    texts = {entry["text"] for entry in home.run("record", "--json", "--texts").json}

    assert None in texts
    assert "Sign it. https://example.org/s #CloseTheCamps" in texts


def test_csv_has_a_header_and_a_line_for_each_entry(home: Home) -> None:
    rows = list(csv.DictReader(io.StringIO(home.run("record", "--export", "csv", "--texts").out)))

    assert len(rows) == 9
    assert rows[0]["event"] == "files.accepted"
    assert rows[0]["evidence"].startswith('{"version": "1"')
    assert any("\n" in row["text"] for row in rows)
    assert list(rows[0])[:3] == ["chain", "seq", "at"]


def test_csv_of_nothing_is_a_header(home: Home) -> None:
    assert home.run("record", "--export", "csv", "--account", "far").out.splitlines() == [
        "chain,seq,at,event,who,why,key,before,after,digest,evidence,previous,hash"
    ]


def test_a_sound_record_verifies(home: Home) -> None:
    found = home.run("record", "verify")

    assert (found.code, found.out) == (0, "9 entries in 2 chains: as they were written\n")
    assert home.run("record", "verify", "--json").json == {"entries": 9, "chains": 2, "faults": []}


def test_a_changed_record_is_found_out(home: Home) -> None:
    heads = home.place.data / "record.heads"
    heads.write_text(heads.read_text().replace("demo", "gone"))
    found = home.run("record", "verify")

    assert found.code == 1
    assert "gone: the whole chain is gone\n" in found.out
    assert found.out.splitlines()[-1].startswith("9 entries in 2 chains: 1 fault")
    assert home.run("record", "verify", "--json").code == 1


def test_a_mistyped_verb_below_record_gets_advice(home: Home) -> None:
    found = home.run("record", "verfy")

    assert found.code == 2
    assert "Did you mean 'verify'?" in found.err
