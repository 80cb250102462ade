from scheduler.config.flaws import Mark
from scheduler.config.nodes import Entry, Group, Listing, Scalar, child, find, walk

HERE = Mark(1, 1)
WORD = Scalar("word", HERE)
BROKEN = Scalar("", HERE, broken=True)
LISTING = Listing((WORD, BROKEN), HERE)
ROOT = Group({"id": Entry(HERE, WORD), "list": Entry(HERE, LISTING), "gone": Entry(HERE, BROKEN)}, HERE)


def test_a_group_gives_the_text_at_a_key_where_it_is_a_whole_text() -> None:
    assert ROOT.text("id") == "word"
    assert ROOT.text("list") is None
    assert ROOT.text("gone") is None
    assert ROOT.text("absent") is None


def test_a_child_is_found_by_the_step_that_fits_its_parent() -> None:
    assert child(ROOT, "id") is WORD
    assert child(LISTING, 0) is WORD
    assert child(LISTING, 1) is BROKEN
    assert child(LISTING, 2) is None
    assert child(LISTING, -1) is None
    assert child(LISTING, "id") is None
    assert child(ROOT, 0) is None
    assert child(WORD, "id") is None


def test_a_trail_is_followed_as_far_as_it_goes() -> None:
    assert find(ROOT, ()) is ROOT
    assert find(ROOT, ("list", 1)) is BROKEN
    assert find(ROOT, ("list", 5, "id")) is None


def test_walking_meets_every_node_in_the_order_of_the_text() -> None:
    assert [trail for trail, _ in walk(ROOT)] == [(), ("id",), ("list",), ("list", 0), ("list", 1), ("gone",)]
