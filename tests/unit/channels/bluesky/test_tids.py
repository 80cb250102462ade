from datetime import UTC, datetime, timedelta

import pytest

from scheduler.channels.bluesky.tids import SORTABLE, is_tid, tid_of
from tests.make import a_key


def micros(tid: str) -> datetime:
    number = 0
    for letter in tid:
        number = number * 32 + SORTABLE.index(letter)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number >> 10)


def test_a_key_gives_the_same_record_key_on_every_machine() -> None:
    assert tid_of("close-the-camps/daily/2026-11-23T09:00/demo/1") == "3n2xrdhudfql7"


def test_it_lies_in_the_minute_of_the_nominal_instant_as_if_that_were_in_utc() -> None:
    begin = datetime(2026, 11, 23, 9, tzinfo=UTC)
    for nominal in "2026-11-23T09:00", "2026-11-23T09:00Z":
        assert begin <= micros(tid_of(str(a_key(nominal)))) < begin + timedelta(minutes=1)


def test_two_keys_of_one_instant_differ() -> None:
    keys = [str(a_key(part=part, schedule=f"s{schedule}")) for part in range(1, 101) for schedule in range(100)]
    assert len({tid_of(key) for key in keys}) == len(keys)


def test_record_keys_sort_as_their_instants_do() -> None:
    keys = [str(a_key(f"{year}-0{month}-01T00:00")) for year in (1999, 2026, 2027, 2099) for month in range(1, 10)]
    tids = [tid_of(key) for key in keys]
    assert tids == sorted(tids)
    assert {len(tid) for tid in tids} == {13}
    assert all(set(tid) <= set(SORTABLE) and tid[0] in SORTABLE[:16] for tid in tids)


@pytest.mark.parametrize("key", ["", "one/two", "campaign/schedule/noon/demo/1"])
def test_what_is_no_slots_key_has_no_record_key(key: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        tid_of(key)


def test_a_record_key_is_known_by_its_letters() -> None:
    assert is_tid(tid_of(str(a_key())))
    assert not any(is_tid(name) for name in ("", "109", "at://did:plc:a/b/c", tid_of(str(a_key())) + "2", "1" * 13))
