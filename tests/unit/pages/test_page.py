import re
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from scheduler.attention.meter import Measure, State
from scheduler.model.campaign import Campaign
from scheduler.model.count import HOUR
from scheduler.pages.page import DRAWN, days, page, write_page
from scheduler.service.report import Report, Watched
from tests.hindsight import HOSTILE, Hindsight, a_month
from tests.make import local
from tests.rig import NOON

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Read(HTMLParser):
    """What a browser would make of the page: every element with its attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.faults: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return a_month(tmp_path_factory.mktemp("month")).report()


@pytest.fixture(scope="module")
def text(report: Report) -> str:
    return page((report,), "Europe/Paris")


@pytest.fixture(scope="module")
def found(text: str) -> Read:
    return Read(text)


def test_every_element_is_closed_and_every_id_is_there_once(text: str, found: Read) -> None:
    assert text.startswith("<!doctype html>")
    assert (found.faults, found.open) == ([], [])
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in found.elements:
        assert set((attributes.get("aria-labelledby") or "").split()) <= set(ids)


def test_it_runs_nothing_and_fetches_nothing(text: str, found: Read) -> None:
    assert not found.all("script", "link", "img", "iframe", "object", "embed", "form", "base", "a")
    for _, attributes in found.elements:
        assert not {"style", "src", "href", "srcset"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]
    assert set(re.findall(r"https?://[^\s\"'<]+", text)) == {"http://www.w3.org/2000/svg"}


def test_the_policy_lets_in_this_very_style_and_nothing_else(text: str, found: Read) -> None:
    [policy] = [m["content"] for m in found.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "unsafe" not in text
    assert set(re.findall(r"url\((.*?)\)", style)) == {"#rising", "#fading"}


def test_headings_go_down_one_step_at_a_time_from_one(found: Read) -> None:
    levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_its_language_is_named_and_that_of_each_post(found: Read) -> None:
    assert found.all("html")[0]["lang"] == "en"
    assert {one["lang"] for one in found.all("div") if one.get("class") == "text"} == {"en", "ar"}


def test_each_picture_has_words_and_its_figures_in_a_table(found: Read) -> None:
    charts = [one for one in found.all("svg") if one.get("role") == "img"]
    assert len(charts) == 3, "two sources and the surges"
    assert all(one["aria-labelledby"] for one in charts)
    assert all(one.get("aria-hidden") == "true" for one in found.all("svg") if one not in charts)
    assert "Every hour of tags as a table" in found.text
    assert "Every hour of wikipedia as a table" in found.text
    assert "What was left after each day as a table" in found.text


def test_each_column_and_each_scrolling_place_has_a_name(found: Read) -> None:
    assert all(one.get("scope") in {"col", "row"} for one in found.all("th"))
    places = [one for one in found.all("div") if one.get("class") == "scroll"]
    assert all(one["aria-label"] and one["role"] == "region" and one["tabindex"] == "0" for one in places)


def test_every_table_scrolls_in_its_place_or_is_no_wider_than_it(text: str) -> None:
    before = [part[-200:] for part in text.split("<table")[:-1]]
    assert len(before) > 10
    for part in before:
        place = part.rpartition("<div")[2]
        assert place.startswith((' class="scroll"', ' class="breakdown"')) or "</table>" in part, part


def test_a_year_of_posts_and_very_many_sources_stay_a_page(tmp_path: Path) -> None:
    past = Hindsight(tmp_path)
    past.count()
    past.post(NOON - 2 * HOUR)
    one = past.report()
    hour, row = one.watched[0].measures[0], one.said[0]
    year = [replace(hour, at=NOON - n * HOUR, count=n % 90) for n in range(365 * 24, 0, -1)]
    watched = tuple(replace(one.watched[0], source=f"tag-{n}", measures=tuple(year)) for n in range(12))
    posts = tuple(replace(row, at=NOON - n * HOUR) for n in range(2000, 0, -1) for _ in range(3))
    found = replace(one, since=NOON - timedelta(days=365), watched=watched, said=posts)
    text = page((found,), "UTC")
    assert len(text) < 3_000_000
    read = Read(text)
    assert read.faults == []
    for said in (
        "These are the newest 500 of 6,000",
        "Each point is the highest of 12 hours.",
        "Further sources",
        "tag-11",
    ):
        assert said in read.text, said
    assert "Every day of tag-0 as a table" in read.text
    assert read.text.count("of known hours") == DRAWN


def test_hostile_words_stay_words(text: str, found: Read) -> None:
    assert "<script" not in text
    assert "<b onload" not in text
    assert found.text.count("<script>alert(1)</script> \"quoted\" 'too' & <b onload=x> ]]>") == 3
    assert "\x1b" not in text
    assert HOSTILE.count("<") == 3


def test_a_hostile_name_stays_a_name(report: Report) -> None:
    campaign: Campaign = replace(report.campaign, name={"en": HOSTILE})
    watched = tuple(replace(one, source=HOSTILE) for one in report.watched)
    text = page((replace(report, campaign=campaign, watched=watched),), "UTC")
    assert "<script" not in text
    assert Read(text).faults == []


def test_it_tells_the_five_numbers_and_everything_that_was_asked_for(found: Read) -> None:
    for said in (
        "Attention is quiet: ",
        "After the surge of Wed 18 Nov 2026, ",
        "2 days after the peak of the one before",
        "times the usual for its hour: the median of n = 29 of 29 posts",
        "Too early to say whether posts make people speak: 10 posts on time and 10 four hours later",
        "By action",
        "By template",
        "By language",
        "By network",
        "nobody can tell whether it is out",
        "the machine slept",
        "20:00 is farthest from the others",
        "1 extra post: taken by user:anna",
        "day 3 of the follow-up",
        "Stopped since Mon 23 Nov 13:00 CET: campaign close-the-camps",
        "0.20 US dollars",
        "0 of 6",
        "by the clocks of Europe/Paris",
    ):
        assert said in found.text, said


def test_an_empty_house_has_a_page_that_says_so(tmp_path: Path) -> None:
    found = Read(page((Hindsight(tmp_path).report(),), "UTC"))
    assert found.faults == []
    for said in (
        "Nothing was ever counted",
        "No surge is known yet",
        "Nothing was said in this time",
        "for no coin is tossed",
    ):
        assert said in found.text


def test_several_campaigns_share_a_page(report: Report) -> None:
    found = Read(page((report, report), "UTC"))
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_same_report_gives_the_same_page(report: Report, text: str) -> None:
    assert page((report,), "Europe/Paris") == text


def brightness(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[i : i + 2]) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def test_words_and_lines_can_be_told_from_what_they_stand_on(text: str) -> None:
    schemes = [
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    ]
    assert len(schemes) == 3, "light, dark and paper"
    for scheme in schemes:
        for ground in ("sheet", "desk"):
            assert min(contrast(scheme[ink], scheme[ground]) for ink in ("ink", "quiet", "line")) >= 4.5
        assert min(contrast(scheme[one], scheme["sheet"]) for one in ("usual", "post", "bar", "fading")) >= 3


def test_an_hour_that_comes_twice_has_both_counts_and_one_that_never_comes_none() -> None:
    def of(start: str) -> list[str]:
        first = local(start, "Europe/London")
        measures = tuple(Measure(at=first + n * HOUR, count=n, state=State.QUIET) for n in range(4))
        watched = Watched(source="tags", measures=measures, newest=None, standing=None)
        [day] = days(watched, "Europe/London")
        return list(day.hours[:4])

    assert of("2026-10-25 00:00") == ["0", "1, 2", "3", ""]
    assert of("2026-03-29 00:00") == ["0", "", "1", "2"]


def test_a_gap_is_a_dash_and_a_day_says_how_much_of_it_is_known() -> None:
    first = local("2026-11-20 00:00", "UTC")
    counts = (1_000, None, 5)
    states = (State.RISING, State.FADING, State.FADING)
    measures = tuple(
        Measure(at=first + n * HOUR, count=count, state=state)
        for n, (count, state) in enumerate(zip(counts, states, strict=True))
    )
    [day] = days(Watched(source="tags", measures=measures, newest=None, standing=None), "UTC")
    assert day.hours[:4] == ("1,000", "–", "5", "")
    assert (day.total, day.known, day.states) == (1_005, 2, "rising 1 h, fading 2 h")


def test_a_page_is_written_in_one_step(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text("an older one")
    write_page(file, "<p>ü</p>")
    assert file.read_text("utf-8") == "<p>ü</p>"
    assert list(tmp_path.iterdir()) == [file]
