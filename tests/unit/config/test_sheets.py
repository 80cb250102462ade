import pytest

from scheduler.config.sheets import read_sheet
from scheduler.model.campaign import Kind
from scheduler.model.template import Variant

FILE = "templates/harbour/plain.txt"


def told(content: bytes, campaign: str = "harbour", template_id: str = "plain") -> list[str]:
    return [str(problem) for problem in read_sheet(FILE, content, campaign, template_id).problems]


def test_a_sheet_holds_its_template() -> None:
    sheet = read_sheet(FILE, b"---\nfor: [un]\nvariants: {short: 'b'}\n---\na\n", "harbour", "plain")

    assert (sheet.campaign, sheet.id, sheet.problems) == ("harbour", "plain", ())
    assert sheet.template is not None
    assert sheet.template.kinds == (Kind.UN,)
    assert sheet.template.variants == (
        Variant(name="text", source="a\n", line=5),
        Variant(name="short", source="b", line=3, column=20),
    )
    assert sheet.document is not None


def test_variants_follow_the_body_in_the_order_of_the_file() -> None:
    sheet = read_sheet(FILE, b"---\nvariants: {z: 'b', a: 'c'}\n---\na\n", "harbour", "plain")

    assert sheet.template is not None
    assert [found.name for found in sheet.template.variants] == ["text", "z", "a"]


def test_a_sheet_may_have_no_front_matter() -> None:
    sheet = read_sheet(FILE, b"a\n", "harbour", "plain")

    assert sheet.template is not None
    assert sheet.template.kinds == tuple(Kind)
    assert sheet.document is None


def test_empty_front_matter_is_as_good_as_none() -> None:
    sheet = read_sheet(FILE, b"---\n---\na\n", "harbour", "plain")

    assert sheet.template is not None
    assert sheet.template.kinds == tuple(Kind)


def test_a_template_with_a_problem_is_none() -> None:
    assert read_sheet(FILE, b"---\nfour: [un]\n---\n", "harbour", "plain").template is None
    assert read_sheet(FILE, b"---\n- a\n---\n", "harbour", "plain").template is None
    assert read_sheet(FILE, b"\xff", "harbour", "plain").template is None


def test_problems_of_the_body_have_the_lines_of_the_file_and_no_path() -> None:
    assert told("---\nfor: [un]\n---\na\u200b\n".encode())[0].startswith(f"{FILE}:4:2: an invisible character")
    assert told("a\nb\u200b\n".encode())[0].startswith(f"{FILE}:2:2: an invisible character")
    assert told("---\nfor: [un]\nvariants: {short: a\u200b}\n---\n".encode())[0].startswith(
        f"{FILE}:3:20: variants.short:"
    )


def test_bytes_that_are_no_text_are_told() -> None:
    assert told(b"a\n\xff b") == [f"{FILE}:2:1: byte 3, 0xFF, is not UTF-8; save it again with the encoding UTF-8"]


def test_a_token_in_a_text_is_told() -> None:
    for content in (b"xoxb-not-a-real-token", b"---\nfor: [un]\n---\nxoxb-not-a-real-token"):
        (line,) = told(content)
        assert "a token or a password is written in this file" in line


@pytest.mark.parametrize(
    ("campaign", "template_id", "what"),
    [("Harbour", "plain", "the folder's name is not an id"), ("harbour", "Plain 2", "the file's name is not an id")],
)
def test_names_of_folders_and_files_are_ids(campaign: str, template_id: str, what: str) -> None:
    (line,) = told(b"a", campaign, template_id)

    assert line.startswith(f"{FILE}: {what}; use lower-case letters")
    assert read_sheet(FILE, b"---\nfor: [un]\n---\n", campaign, template_id).template is None
