import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from scheduler.model.record import Sealed
from scheduler.model.sealing import START, faults, instant_text, seal
from tests.entries import an_entry
from tests.make import utc


def chain_of(length: int) -> list[Sealed]:
    rows: list[Sealed] = []
    for seq in range(1, length + 1):
        rows.append(seal(an_entry(why=f"row {seq}"), seq, rows[-1].hash if rows else START))
    return rows


def head_of(rows: list[Sealed]) -> tuple[int, str]:
    return rows[-1].seq, rows[-1].hash


def test_an_instant_is_written_in_utc_to_the_microsecond() -> None:
    east = timezone(timedelta(hours=3))
    assert instant_text(datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=east)) == "2026-11-23T09:00:00.000005Z"


def test_every_instant_is_written_as_long() -> None:
    assert {27} == {len(instant_text(at)) for at in (utc("0001-01-01"), utc("2026-11-23 09:00:00.123456"))}


def test_it_refuses_a_naive_instant() -> None:
    with pytest.raises(ValueError, match="2026-11-23 00:00:00 has no zone"):
        instant_text(datetime(2026, 11, 23))  # noqa: DTZ001 - naive on purpose


def test_a_hash_can_be_computed_from_the_row_with_any_tool() -> None:
    entry = an_entry(key="k", before="queued", after="claimed", digest="d", evidence={"b": "2", "a": "é"})
    canonical = (
        '{"after":"claimed","at":"2026-11-20T12:00:00.000000Z","before":"queued","chain":"demo","digest":"d",'
        '"event":"delivery.planned","evidence":{"a":"é","b":"2"},"key":"k","previous":"abc","seq":2,"who":"user:anna",'
        '"why":"a test"}'
    )
    assert hashlib.sha256(canonical.encode()).hexdigest() == seal(entry, 2, "abc").hash


def test_a_sealed_row_holds_its_place_and_the_row_before() -> None:
    sealed = seal(an_entry(), 3, "abc")
    assert (sealed.seq, sealed.previous, sealed.entry) == (3, "abc", an_entry())


def test_the_zone_in_which_an_instant_was_given_does_not_matter() -> None:
    east = an_entry(at=an_entry().at.astimezone(timezone(timedelta(hours=3))))
    assert seal(east, 1, START) == seal(an_entry(), 1, START)
    assert seal(east, 1, START).entry.at.tzinfo is UTC


def test_half_a_surrogate_pair_is_sealed_as_it_is_kept() -> None:
    assert seal(an_entry(why="\ud83d!"), 1, START).hash == seal(an_entry(why="?!"), 1, START).hash


@pytest.mark.parametrize(
    "changed",
    [
        {"chain": "other"},
        {"event": "other"},
        {"at": utc("2026-11-20 12:00:00.000001")},
        {"who": "other"},
        {"why": "other"},
        {"key": "other"},
        {"before": "other"},
        {"after": "other"},
        {"digest": "other"},
        {"evidence": {"other": "other"}},
    ],
    ids=str,
)
def test_every_field_of_an_entry_is_under_the_seal(changed: dict[str, object]) -> None:
    assert seal(an_entry(**changed), 1, START).hash != seal(an_entry(), 1, START).hash


def test_the_place_and_the_row_before_are_under_the_seal() -> None:
    assert len({seal(an_entry(), 1, START).hash, seal(an_entry(), 2, START).hash, seal(an_entry(), 1, "a").hash}) == 3


def test_a_chain_as_it_was_written_has_no_fault() -> None:
    rows = chain_of(4)
    assert faults("demo", rows) == []
    assert faults("demo", rows, head_of(rows)) == []


def test_rows_beyond_the_head_are_no_fault() -> None:
    rows = chain_of(4)
    assert faults("demo", rows, head_of(rows[:2])) == []


def test_no_rows_and_no_head_are_no_fault() -> None:
    assert faults("demo", []) == []


def test_it_finds_a_changed_row() -> None:
    rows = chain_of(4)
    rows[1] = replace(rows[1], entry=replace(rows[1].entry, who="user:mallory"))
    assert faults("demo", rows, head_of(rows)) == ["demo: row 2 was changed"]


def test_it_finds_a_changed_row_that_was_sealed_anew() -> None:
    rows = chain_of(4)
    rows[1] = seal(an_entry(who="user:mallory"), 2, rows[0].hash)
    assert faults("demo", rows, head_of(rows)) == [
        "demo: row 3 does not follow from what stands before it: rows were changed or put in"
    ]


def test_it_finds_a_first_row_that_follows_from_something_else() -> None:
    rows = [seal(an_entry(), 1, "f" * 64)]
    assert faults("demo", rows) == [
        "demo: row 1 does not follow from what stands before it: rows were changed or put in"
    ]


def test_it_finds_a_chain_written_anew_by_the_head() -> None:
    rows = chain_of(3)
    anew = [seal(an_entry(who="user:mallory"), 1, START)]
    anew += [seal(an_entry(), 2, anew[0].hash)]
    anew += [seal(an_entry(), 3, anew[1].hash)]
    assert faults("demo", anew, head_of(rows)) == [
        "demo: row 3 is not the row that the heads beside the store know: it was written anew"
    ]


def test_it_finds_one_removed_row() -> None:
    rows = chain_of(4)
    assert faults("demo", [rows[0], *rows[2:]], head_of(rows)) == ["demo: row 2 was removed"]


def test_it_finds_removed_rows() -> None:
    rows = chain_of(5)
    assert faults("demo", [rows[0], rows[4]], head_of(rows)) == ["demo: rows 2 to 4 were removed"]


def test_it_finds_that_the_first_rows_were_removed() -> None:
    rows = chain_of(4)
    assert faults("demo", rows[2:], head_of(rows)) == ["demo: rows 1 to 2 were removed"]


def test_it_does_not_say_twice_that_the_row_of_the_head_was_removed() -> None:
    rows = chain_of(4)
    assert faults("demo", [rows[0], *rows[2:]], head_of(rows[:2])) == ["demo: row 2 was removed"]


def test_it_finds_a_row_that_was_put_in_again() -> None:
    rows = chain_of(3)
    put_in = seal(an_entry(who="user:mallory"), 2, rows[0].hash)
    assert faults("demo", [*rows[:2], put_in, rows[2]], head_of(rows)) == [
        "demo: row 2 was put in: it was written after row 2"
    ]


def test_it_finds_a_row_that_was_put_in_before_the_first() -> None:
    rows = chain_of(2)
    assert faults("demo", [seal(an_entry(), 0, START), *rows]) == ["demo: row 0 was put in: it was written after row 0"]


def test_it_finds_a_row_of_another_chain() -> None:
    rows = [seal(an_entry(chain="other"), 1, START)]
    assert faults("demo", rows) == ["demo: row 1 belongs to the chain other"]


def test_it_finds_one_row_cut_off_the_end() -> None:
    rows = chain_of(4)
    assert faults("demo", rows[:3], head_of(rows)) == [
        "demo: row 4 was cut off the end, or an older copy of the store was put back"
    ]


def test_it_finds_a_whole_chain_cut_off() -> None:
    rows = chain_of(4)
    assert faults("demo", [], head_of(rows)) == [
        "demo: rows 1 to 4 were cut off the end, or an older copy of the store was put back"
    ]


def test_it_names_every_fault() -> None:
    rows = chain_of(6)
    rows[0] = replace(rows[0], entry=replace(rows[0].entry, who="user:mallory"))
    found = faults("demo", [rows[0], rows[1], rows[3], rows[4]], head_of(rows))
    assert found == [
        "demo: row 1 was changed",
        "demo: row 3 was removed",
        "demo: row 6 was cut off the end, or an older copy of the store was put back",
    ]
