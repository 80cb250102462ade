import hashlib

import pytest

from scheduler.model.slot import SlotKey
from tests.make import a_key

KEY = SlotKey("close-the-camps", "daily", "2026-11-23T09:00", "demo", 2)


def test_a_key_is_written_with_its_five_parts() -> None:
    assert str(KEY) == "close-the-camps/daily/2026-11-23T09:00/demo/2"


def test_a_post_has_one_part_unless_it_is_a_thread() -> None:
    assert SlotKey("c", "s", "n", "a").part == 1


def test_a_written_key_is_read_back() -> None:
    assert SlotKey.parse(str(KEY)) == KEY
    assert SlotKey.parse(str(KEY)).part == 2


@pytest.mark.parametrize("text", ["", "a/b/c/d", "a/b/c/d/e", "a/b/c/d/1/2", "a/b/c/d/"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|invalid literal"):
        SlotKey.parse(text)


def test_the_short_name_is_eight_digits_of_the_hash_of_the_whole() -> None:
    assert KEY.short == hashlib.sha256(b"close-the-camps/daily/2026-11-23T09:00/demo/2").hexdigest()[:8]


@pytest.mark.parametrize(
    "other",
    [
        a_key(campaign="other"),
        a_key(schedule="other"),
        a_key(nominal="2026-11-23T09:01"),
        a_key(account="other"),
        a_key(part=2),
    ],
    ids=str,
)
def test_every_part_makes_another_key(other: SlotKey) -> None:
    assert a_key() != other
    assert a_key().short != other.short
    assert len({a_key(), other, a_key()}) == 2


def test_keys_are_ordered_by_their_parts_and_parts_of_a_thread_by_number() -> None:
    last, third, second, first = (
        a_key(campaign="b"),
        a_key(campaign="a-b"),
        a_key(campaign="a", part=10),
        a_key(campaign="a", part=2),
    )
    assert sorted([last, third, second, first]) == [first, second, third, last]
