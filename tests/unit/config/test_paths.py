import pytest

from scheduler.config.composing import compose
from scheduler.config.flaws import Mark
from scheduler.config.nodes import Node
from scheduler.config.paths import Finder, id_of, item_step, key_step, path_of, places, shown

TEXT = """schedules:
  - id: daily
    zone: UTC
  - kinds: [un, rally]
"""


def root() -> Node:
    node = compose(TEXT).root
    assert node is not None
    return node


def test_items_go_by_their_id_and_otherwise_by_their_number_from_one() -> None:
    assert path_of(root(), ("schedules", 0, "zone")) == "schedules[daily].zone"
    assert path_of(root(), ("schedules", 1, "kinds", 1)) == "schedules[2].kinds[2]"


def test_a_path_may_go_on_to_what_is_not_there() -> None:
    assert path_of(root(), ("schedules", 0, "late", "limit")) == "schedules[daily].late.limit"
    assert path_of(root(), ("schedules", 7, "zone")) == "schedules[8].zone"
    assert path_of(root(), ()) == ""


def test_every_path_has_the_place_of_its_value() -> None:
    assert list(places(root())) == [
        ("", (1, 1)),
        ("schedules", (2, 3)),
        ("schedules[daily]", (2, 5)),
        ("schedules[daily].id", (2, 9)),
        ("schedules[daily].zone", (3, 11)),
        ("schedules[2]", (4, 5)),
        ("schedules[2].kinds", (4, 12)),
        ("schedules[2].kinds[1]", (4, 13)),
        ("schedules[2].kinds[2]", (4, 17)),
    ]


@pytest.mark.parametrize(
    ("mark", "path"),
    [
        (Mark(3, 5), "schedules[daily].zone"),
        (Mark(3, 10), "schedules[daily].zone"),
        (Mark(3, 4), "schedules[daily].id"),
        (Mark(4, 16), "schedules[2].kinds[1]"),
        (Mark(4, 17), "schedules[2].kinds[2]"),
        (Mark(99, 1), "schedules[2].kinds[2]"),
        (Mark(1, 1), "schedules"),
        (Mark(0, 1), ""),
    ],
)
def test_what_stands_at_a_mark_is_the_last_thing_that_began(mark: Mark, path: str) -> None:
    assert Finder(root()).path_at(mark) == path


@pytest.mark.parametrize("word", ["zone", "per_day", "pt-BR", "Europe/London", "ключ", "a" * 60])
def test_ordinary_words_are_shown(word: str) -> None:
    assert shown(word) == word


@pytest.mark.parametrize("word", ["", "a\nb", "a\x1b[31m", "xoxb-not-a-real-token", "a" * 61, "* * *"])
def test_what_could_be_a_secret_or_upset_a_terminal_is_not_shown(word: str) -> None:
    assert shown(word) == "…"


def test_steps_are_joined_as_people_write_them() -> None:
    assert key_step("", "zone") == "zone"
    assert key_step("a", "zone") == "a.zone"
    assert item_step("a", 0, None) == "a[1]"
    assert item_step("a", 0, "") == "a[1]"
    assert item_step("a", 0, "daily") == "a[daily]"
    assert item_step("a", 0, "Pass Word") == "a[1]"
    assert item_step("a", 0, "k3x2-q7aa-bb22-zz77") == "a[…]"


def test_only_a_group_has_an_id() -> None:
    assert id_of(None) is None
    assert id_of(compose("- id").root) is None
    assert id_of(compose("id: x").root) == "x"
