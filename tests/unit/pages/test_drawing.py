import sys
from xml.etree import ElementTree as ET

import pytest

from scheduler.pages.drawing import GAP, Chart, Line, drawn

CHART = Chart(
    id="c1-curve",
    title='<Attention> & "more"',
    about="At most 100 an hour.",
    x_title="days",
    y_title="mentions an hour",
    lines=[
        Line(
            name="shade peak",
            points=[(1, 0), (1, 100), (2, 100), (2, 0), GAP, (3, 0), (3, 100), (4, 100), (4, 0)],
            filled=True,
        ),
        Line(name="counted", points=[(0, 1.0), (1, 90.0), GAP, (3, 20.0), (4, 30.0)]),
        Line(name="post", points=[(1.5, 90.0), (3.5, 25.0)], labels=["<b>one</b>", "two"]),
    ],
    xs=[(0.0, "Mon"), (2.0, "Wed")],
    ys=[(0.0, "0"), (100.0, "100")],
    span=(0, 4),
    top=100,
)


@pytest.fixture
def root() -> ET.Element:
    return ET.fromstring(drawn(CHART))  # noqa: S314 - our own drawing


def named(root: ET.Element, name: str) -> list[ET.Element]:
    [group] = [g for g in root.iter() if g.get("class") == f"series {name}" and len(g)]
    return list(group.iter())


def test_it_is_an_image_with_a_title_and_words_for_who_does_not_see_it(root: ET.Element) -> None:
    assert root.get("role") == "img"
    ids = str(root.get("aria-labelledby")).split()
    texts = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert [texts[one] for one in ids] == ['<Attention> & "more"', "At most 100 an hour."]


def test_nothing_in_it_runs_styles_or_names_another_place(root: ET.Element) -> None:
    text = drawn(CHART)
    assert not {"script", "style", "defs"} & {str(element.tag).rpartition("}")[2] for element in root.iter()}
    assert not any("style" in element.attrib or "href" in str(element.attrib) for element in root.iter())
    assert text.count("http") == 1, "its namespace alone"
    assert "<!--" not in text


def test_it_is_the_same_each_time() -> None:
    assert drawn(CHART) == drawn(CHART)


def test_each_line_is_known_to_the_style_sheet_by_its_name(root: ET.Element) -> None:
    assert len([e for e in named(root, "counted") if e.tag.endswith("path")]) == 2, "a gap parts a line"
    assert len([e for e in named(root, "shade peak") if e.tag.endswith("path")]) == 2
    assert len([e for e in named(root, "post") if e.tag.endswith("circle")]) == 2


def test_a_dot_says_what_it_is_where_the_pointer_rests(root: ET.Element) -> None:
    assert [e.text for e in named(root, "post") if e.tag.endswith("title")] == ["<b>one</b>", "two"]


def test_axes_carry_their_units_and_labels(root: ET.Element) -> None:
    texts = {element.text for element in root.iter() if element.tag.endswith("text")}
    assert {"days", "mentions an hour", "Mon", "Wed", "0", "100"} <= texts


def test_the_library_leaves_the_search_for_modules_as_it_was() -> None:
    assert all(hasattr(finder, "find_spec") for finder in sys.meta_path)
