import pytest

from scheduler.config.flaws import Mark
from scheduler.config.nodes import Scalar
from scheduler.config.templates import BODY, Droppable, TemplateForm, split, variant
from scheduler.model.campaign import Kind
from scheduler.model.template import Template, Variant
from scheduler.rendering.names import NAMES, NEVER_DROPPED
from tests.harbour import TEMPLATE, lines


def body(source: str, line: int = 1) -> Variant:
    return Variant(name=BODY, source=source, line=line)


@pytest.mark.parametrize(
    ("text", "front", "source", "line"),
    [
        ("---\nfor: [un]\n---\n{{ fact }}\n", "for: [un]\n", "{{ fact }}\n", 4),
        ("---  \nfor: [un]\n---  \n{{ fact }}", "for: [un]\n", "{{ fact }}", 4),
        ("---\n---\n", "", "", 3),
        ("---\n---", "", "", 2),
        ("---\na: b\n---\nx\n---\ny\n", "a: b\n", "x\n---\ny\n", 4),
        ("{{ fact }}\n", None, "{{ fact }}\n", 1),
        ("", None, "", 1),
        ("\n---\nfor: [un]\n---\n", None, "\n---\nfor: [un]\n---\n", 1),
        ("---- \nx", None, "---- \nx", 1),
    ],
)
def test_front_matter_stands_between_two_lines_of_hyphens_at_the_very_beginning(
    text: str, front: str | None, source: str, line: int
) -> None:
    assert split(text) == (front, body(source, line), None)


@pytest.mark.parametrize("text", ["---", "---\nfor: [un]\n", "---\nfor: [un]\n--"])
def test_front_matter_that_never_ends_is_told(text: str) -> None:
    found = split(text)

    assert found.front is None
    assert found.flaw is not None
    assert found.flaw.mark == (1, 1)
    assert found.flaw.what == "the front matter that begins here is never closed"


def test_a_template_without_front_matter_carries_every_kind() -> None:
    built = TemplateForm().build("harbour", "plain", TEMPLATE, (body("x"),))

    assert built == Template(id="plain", campaign="harbour", file=TEMPLATE, kinds=tuple(Kind), variants=(body("x"),))


def test_every_key_of_the_front_matter_can_be_given() -> None:
    form = TemplateForm.model_validate(
        {"for": ["un"], "language": "ru", "drop": ["fact", "hashtags"], "variants": {"short": "{{ fact }}"}}
    )
    built = form.build("harbour", "plain", TEMPLATE, ())

    assert (built.kinds, built.language, built.drop) == ((Kind.UN,), "ru", ("fact", "hashtags"))
    assert form.variants == {"short": "{{ fact }}"}
    assert [type(name) for name in built.drop] == [str, str]


def test_what_may_be_dropped_is_what_a_template_may_name_but_links_and_targets() -> None:
    assert {str(name) for name in Droppable} == NAMES.keys() - NEVER_DROPPED


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[petition]", "[]", "2:6: for: there is nothing in this; write it as `for: [petition]`"),
        ("[hashtags]", "[targets]", "3:8: drop[1]: a link or a target is never dropped; take it out of this list"),
        ("drop: [hashtags]", "variants: {text: x}", "3:12: variants.text: text is the name of the text below"),
        ("drop: [hashtags]", "variants: {Short: x}", "3:12: variants.Short: this is not an id; use lower-case"),
        ("drop: [hashtags]", 'variants: {short: " "}', "3:19: variants.short: this variant is empty; write it"),
        ("drop", "dropp", "3:1: dropp: this key is not known here; did you mean 'drop'?"),
    ],
)
def test_other_front_matter_is_refused(old: str, new: str, problem: str) -> None:
    (found,) = lines((TEMPLATE, old, new))

    assert found.startswith(f"{TEMPLATE}:{problem}")


@pytest.mark.parametrize(
    ("style", "mark", "place"),
    [
        ("", (4, 10), (4, 10)),
        ('"', (4, 10), (4, 11)),
        ("'", (4, 10), (4, 11)),
        ("|", (4, 10), (5, 5)),
        (">", (4, 10), (5, 5)),
    ],
)
def test_a_variant_begins_where_its_first_character_stands(
    style: str, mark: tuple[int, int], place: tuple[int, int]
) -> None:
    text = ["---", "for: [un]", "variants:", "  short: |", "", "    text", "---", "body"]
    found = variant("short", Scalar("text", Mark(*mark), style), text)

    assert (found.line, found.column) == place
    assert (found.name, found.source) == ("short", "text")


def test_a_variant_in_a_block_that_holds_nothing_begins_at_the_margin() -> None:
    assert variant("short", Scalar("", Mark(1, 8), "|"), ["short: |"]).column == 1
