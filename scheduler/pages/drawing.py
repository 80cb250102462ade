"""Draws charts with pygal, and takes out of each drawing what a page may not hold: scripts, styles, dates, lots."""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pygal
from markupsafe import Markup

# The library's finder of plugins for maps is of a kind that Python 3.12 dropped; 3.11 warns of it wherever an import
# finds nothing. No map is drawn here.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

Point = tuple[float | None, float | None]
GAP: Point = (None, None)
UNSEEN = ("text-overlay", "tooltip-overlay")
"""What the library's own script would show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`name` is its class in the drawing, by which the style sheet knows it. `filled`: each stretch between gaps is an
    area. `labels`: it is dots, each with these words; empty: it is a line."""

    name: str
    points: Sequence[Point]
    filled: bool = False
    labels: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`id` is unique in its page. `about` says in words what the picture shows. `xs` and `ys` are where the axes are
    labelled, `span` is where x begins and ends, `top` where y does, from 0 on."""

    id: str
    title: str
    about: str
    x_title: str
    y_title: str
    lines: Sequence[Line]
    xs: Sequence[tuple[float, str]]
    ys: Sequence[tuple[float, str]]
    span: tuple[float, float]
    top: float


def drawn(chart: Chart) -> Markup:
    """As an SVG element, without a name of its own for any colour."""
    made = pygal.XY(
        js=(),
        css=(),
        no_prefix=True,
        show_legend=False,
        show_dots=False,
        include_x_axis=True,
        allow_interruptions=True,
        width=960,
        height=360,
        margin=10,
        xrange=chart.span,
        range=(0, chart.top),
        truncate_label=-1,
        x_title=chart.x_title,
        y_title=chart.y_title,
    )
    made.x_labels = [{"value": value, "label": label} for value, label in chart.xs]
    made.y_labels = [{"value": value, "label": label} for value, label in chart.ys]
    for line in chart.lines:
        dots: list[object] = [
            {"value": point, "label": label} for point, label in zip(line.points, line.labels, strict=False)
        ]
        made.add(
            line.name, dots or [*line.points], fill=line.filled, stroke=not dots, show_dots=bool(dots), dots_size=4
        )
    made.add_xml_filter(_mended(chart))
    return Markup(made.render(is_unicode=True, disable_xml_declaration=True))  # noqa: S704 - ElementTree escaped it


def _mended(chart: Chart) -> Callable[[ET.Element], ET.Element]:
    def mend(root: ET.Element) -> ET.Element:
        for parent in list(root.iter()):
            for child in list(parent):
                if _is_unwanted(child, parent):
                    parent.remove(child)
        for element in root.iter():
            _mend(element, chart)
        title, about = ET.Element("title", id=f"{chart.id}-title"), ET.Element("desc", id=f"{chart.id}-about")
        title.text, about.text = chart.title, chart.about
        root.insert(0, title)
        root.insert(1, about)
        del root.attrib["id"]
        root.attrib.update({"role": "img", "aria-labelledby": f"{title.get('id')} {about.get('id')}", "class": "chart"})
        return root

    return mend


def _is_unwanted(child: ET.Element, parent: ET.Element) -> bool:
    if child.tag in {ET.Comment, "defs", "title", "script", "style"}:
        return True
    if child.tag == "desc" and child.get("class") != "label":
        return True
    return parent.get("class", "").startswith("graph") and any(part in child.get("class", "") for part in UNSEEN)


def _mend(element: ET.Element, chart: Chart) -> None:
    if element.tag == "desc":
        element.tag = "title"
        del element.attrib["class"]
    if number := re.match(r"series serie-(\d+)", element.get("class", "")):
        element.set("class", f"series {chart.lines[int(number[1])].name}")
    for name in ("d", "x", "y", "cx", "cy", "width", "height"):
        if name in element.attrib:
            element.set(name, re.sub(r"-?\d+\.\d+", lambda found: f"{float(found[0]):.1f}", element.attrib[name]))
