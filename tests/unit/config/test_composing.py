import pytest

from scheduler.config.composing import MAX_DEPTH, MAX_FLAWS, MAX_NODES, compose
from scheduler.config.flaws import Mark
from scheduler.config.nodes import Group, Listing, Node, Scalar, find


def read_whole(text: str) -> Node:
    root, flaws = compose(text)
    assert flaws == ()
    assert root is not None
    return root


def told(text: str) -> list[tuple[Mark, str | None, str]]:
    return [(flaw.mark, flaw.path, flaw.what) for flaw in compose(text).flaws]


def scalar(text: str) -> Scalar:
    root = read_whole(text)
    assert isinstance(root, Group)
    value = root.entries["a"].value
    assert isinstance(value, Scalar)
    return value


@pytest.mark.parametrize(
    "word", ["12:30", "no", "yes", "null", "~", "1e3", "0x1F", "2017-04-01", "1_000", ".inf", "=", "<<"]
)
def test_a_plain_word_stays_what_was_written(word: str) -> None:
    assert scalar(f"a: {word}").text == word


@pytest.mark.parametrize(
    ("text", "value", "style"),
    [
        ("a: b", "b", ""),
        ("a: 'b'", "b", "'"),
        ('a: "b\\n"', "b\n", '"'),
        ("a: ''", "", "'"),
        ("a: |\n  b\n  c\n", "b\nc\n", "|"),
        ("a: >-\n  b\n  c\n", "b c", ">"),
    ],
)
def test_a_text_keeps_its_style(text: str, value: str, style: str) -> None:
    found = scalar(text)

    assert (found.text, found.style, found.mark, found.broken) == (value, style, (1, 4), False)


def test_everything_knows_its_place() -> None:
    root = read_whole("a:\n  - b: c\n    d: [e]\n")

    assert isinstance(root, Group)
    assert root.mark == (1, 1)
    assert root.entries["a"].key == (1, 1)
    listing = root.entries["a"].value
    assert isinstance(listing, Listing)
    assert listing.mark == (2, 3)
    item = listing.items[0]
    assert isinstance(item, Group)
    assert item.mark == (2, 5)
    assert item.entries["d"].key == (3, 5)
    assert item.entries["d"].value.mark == (3, 8)


def test_lines_are_counted_from_where_the_text_begins_in_its_file() -> None:
    root, _ = compose("a: b", first_line=2)

    assert root is not None
    assert root.mark == (2, 1)
    assert compose("a: @b", first_line=2).flaws[0].mark == (2, 4)
    assert compose("a: 'b", first_line=2).flaws[0].mark == (2, 4)
    assert compose("a:\tb", first_line=2).flaws[0].mark == (2, 3)
    assert compose("a: b #c", first_line=2).flaws[0].mark == (2, 6)


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "---\n# a comment\n"])
def test_no_document_is_no_flaw_but_no_tree_either(text: str) -> None:
    root, flaws = compose(text)

    assert root is None or flaws
    assert "a comment" not in str(flaws)


def test_a_line_of_three_hyphens_may_open_the_document() -> None:
    assert scalar("---\na: b\n...\n").text == "b"


def test_what_surprises_people_is_refused_with_its_place() -> None:
    assert told("a: &x b\n") == [((1, 4), "a", "an anchor (&) is not used here")]
    assert told("a: *x\n") == [((1, 4), "a", "an alias (*) is not used here")]
    assert told("a: !!str b\n") == [((1, 4), "a", "a tag (!) is not used here")]
    assert told("&x a: b\n") == [((1, 1), "a", "an anchor (&) is not used here")]
    assert told("a: [!x b]\n") == [((1, 5), "a[1]", "a tag (!) is not used here")]
    assert told("a: &x {b: c}\n") == [((1, 4), "a", "an anchor (&) is not used here")]
    assert told("%YAML 1.1\n---\na: b\n") == [((1, 1), "", "a line that begins with % is not used here")]
    assert told("a: b\n---\nc: d\n") == [((2, 1), "", "a second document begins here")]


def test_an_alias_expands_to_nothing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in ("ab", "bc", "cd", "de"))
    root, _ = compose(bomb)

    assert root is not None
    assert isinstance(node := find(root, ("e", 1)), Scalar)
    assert (node.text, node.broken) == ("", True)


def test_a_key_twice_is_told_with_both_lines_and_the_first_counts() -> None:
    root, flaws = compose("a: b\nc: d\na: e\n")

    assert [(flaw.mark, flaw.path, flaw.what) for flaw in flaws] == [
        ((3, 1), "a", "a stands twice in this group, first in line 1")
    ]
    assert isinstance(root, Group)
    assert root.text("a") == "b"


def test_a_value_that_is_not_there_is_told() -> None:
    assert told("a:\nb: c\n") == [((1, 3), "a", "there is no value")]
    assert told("- a\n-\n") == [((2, 2), "[2]", "there is no value")]
    assert told("a: # later\n") == [((1, 4), "a", "there is no value, because # begins a comment")]
    assert told("a: #later\n") == [((1, 4), "a", "there is no value, because # begins a comment")]
    assert told("a: # later\n  b: c\n") == []


def test_what_a_comment_swallows_is_told() -> None:
    what = "what follows # is a comment and is not read"

    assert told("a: b #c\n") == [((1, 6), None, what)]
    assert told("a: [#b, c]\nd: e\n") == [((1, 5), None, what)]
    assert told("a: [b, #c\n d]\n") == [((1, 8), None, what)]
    assert told('a: "b #c" # d\n') == []


def test_a_quoted_text_that_never_ends_does_not_count_as_a_comment() -> None:
    assert told("a: 'b #c\n") == [((1, 4), "a", "this quoted text is never closed")]


def test_what_the_swallowed_comment_hid_is_read_all_the_same() -> None:
    root, flaws = compose("a: [#b, @c, d]\ne: f\ne: g\n")

    assert [flaw.mark for flaw in flaws] == [(1, 5), (1, 9), (3, 1)]
    assert root is not None
    assert [isinstance(n := find(root, ("a", i)), Scalar) and n.broken for i in range(3)] == [True, True, False]


def test_a_text_in_braces_must_be_quoted() -> None:
    what = "a text that begins with { or [ must be quoted"

    assert told("a: {{ b }}\nc: d\n") == [((1, 4), "a", what)]
    assert told("a: [{{ b }}]\n") == [((1, 5), "a[1]", what)]
    assert told("[a, b]: c\nd: e\n") == [((1, 1), "", what)]


def test_a_comma_in_braces_must_be_quoted() -> None:
    root, flaws = compose("a: {b: c, d}\n")

    assert [(flaw.mark, flaw.path, flaw.what) for flaw in flaws] == [
        ((1, 11), "a.b", "a key without a value stands here")
    ]
    assert root is not None
    assert isinstance(node := find(root, ("a", "b")), Scalar)
    assert node.broken
    assert told("a: {d}\n") == [((1, 5), "a.d", "a key without a value stands here")]


def test_tabs_are_the_reason_for_what_does_not_fit_behind_them() -> None:
    assert told("a:\n  b: c\n\td: e\n") == [((3, 1), "", "a tab stands here")]
    assert told("a:\tb\n") == [((1, 3), None, "a tab stands here")]


def test_depth_has_an_end() -> None:
    assert told("[" * MAX_DEPTH + "a" + "]" * MAX_DEPTH) == []
    assert [what for _, _, what in told("[" * (MAX_DEPTH + 1))] == ["brackets and indentation go too deep here"]
    assert [what for _, _, what in told("- " * 100_000)] == ["brackets and indentation go too deep here"]


def test_size_has_an_end() -> None:
    assert told("[" + "a," * (MAX_NODES - 1) + "]") == []
    assert [what for _, _, what in told("[" + "a," * MAX_NODES + "]")] == ["this file holds too much"]


def test_a_list_of_problems_has_an_end() -> None:
    flaws = told("- *a\n" * (MAX_FLAWS + 1))

    assert len(flaws) == MAX_FLAWS + 1
    assert flaws[-1][2] == "more is wrong below here"
    assert len(told("- *a\n" * MAX_FLAWS)) == MAX_FLAWS
    assert len(told("- @a\n" * 100)) < 100


def test_a_flaw_within_an_item_goes_by_the_items_id() -> None:
    assert told("a:\n  - id: b\n    c: &d e\n")[0][1] == "a[b].c"
    assert told("a:\n  - c: &d e\n")[0][1] == "a[1].c"
    assert told("a:\n  - id: [b]\n    c: &d e\n")[0][1] == "a[1].c"
