import pytest

from scheduler.config.composing import compose


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("a: 'b\n", 1, 4, "this quoted text is never closed"),
        ('a: "b\nc: d\n', 1, 4, "this quoted text is never closed"),
        ("a: 'x\n---\nb", 1, 4, "this quoted text is never closed"),
        ("a: [b, c\n", 1, 4, "this [ is never closed"),
        ("a: {b: c\nd: e\n", 1, 4, "this { is never closed"),
        ('a: ["b" "c"]\n', 1, 9, "a comma is missing before this, or the end of the ["),
        ("a: b\nsched", 2, 1, "the file ends in the middle of this"),
        ("a: b\nsched\nc: d\n", 2, 1, "this line has no `:`"),
        ("a: b: c\n", 1, 5, "this text holds a colon and stands without quotes"),
        ("a: - b\n", 1, 4, "a list cannot begin in the middle of a line"),
        ('a: "\\q"\nb: c\n', 1, 5, "a \\ in double quotes begins a code"),
        ('a: "\\xq"\nb: c\n', 1, 7, "a \\ in double quotes begins a code"),
        ("a: | b\n", 1, 6, "text stands after | or >"),
        ("a: b\n...\nc: d\n", 3, 1, "text stands after the end of the document"),
        ("a: 'it's'\nb: c\n", 1, 8, "this does not belong here"),
        ("a:\n  - b\n  c: d\n", 3, 3, "this line does not belong to the list above it"),
        ("a: }\nb: c\n", 1, 4, "a value is missing before this"),
        ("a: !x!y b\n", 1, 4, "a text that begins with ! must be quoted"),
        ("a: ]", 1, 4, "a value is missing before this"),
        ("a:\n  - {b: c, d: e,", 2, 17, "the file ends in the middle of this"),
    ],
)
def test_each_stumble_is_worded(text: str, line: int, column: int, what: str) -> None:
    root, flaws = compose(text)

    assert root is None
    assert [(flaw.mark, flaw.what) for flaw in flaws] == [((line, column), what)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: @b\nc: @d\n", "a text cannot begin with @"),
        ("a: `b\nc: `d\n", "a text that begins with ` must be quoted"),
        ("a: %b\nc: %d\n", "a text that begins with % must be quoted"),
        ("a: *b*\nc: *d*\n", "a text that begins with * must be quoted"),
        ("a: &b&\nc: &d&\n", "a text that begins with & must be quoted"),
    ],
)
def test_where_one_character_is_in_the_way_the_rest_is_read_all_the_same(text: str, what: str) -> None:
    root, flaws = compose(text)

    assert root is not None
    assert [(flaw.mark, flaw.what) for flaw in flaws] == [((1, 4), what), ((2, 4), what)]


def test_what_the_parser_cannot_place_is_told_at_the_beginning() -> None:
    (flaw,) = compose("a: \x01", first_line=2).flaws

    assert (flaw.mark, flaw.what) == ((2, 1), "this is not YAML")


def test_nothing_of_the_text_is_repeated() -> None:
    for text in (
        "a: 'hunter",
        "hunter: [hunter",
        "a: hunter: hunter",
        "a: @hunter: b",
        "hunter",
        "- hunter\nhunter: a",
    ):
        assert "hunter" not in " ".join(f"{flaw.what} {flaw.fix}" for flaw in compose(text).flaws)
