"""The page shows every post as it is, to every reader, and runs nothing that a post says."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.channels.paper.feed import PostedLine, Shown, Wire
from scheduler.channels.paper.page import Page, Piece, pieces
from scheduler.model.post import Entity
from tests.make import utc
from tests.outgoing import HOSTILE, NINE, marked


def a_wire(text: str = "Sign.", *, language: str = "en", zone: str = "UTC", entities: Sequence[Entity] = ()) -> Wire:
    return Wire(key="a/b/c", account="demo", language=language, zone=zone, text=text, entities=tuple(entities))


def a_line(post: Wire, *, name: str = "0a", like: str = "mastodon", length: int = 5, at: datetime = NINE) -> PostedLine:
    return PostedLine(id=name, at=at, like=like, length=length, limit=500, post=post)


class Reader(HTMLParser):
    """What a browser would make of a page: elements with their attributes, and the text inside of `.text`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if attributes.get("class") == "text":
            self._inside = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feed.html"


def page(path: Path, *lines: PostedLine, gone: dict[str, datetime] | None = None, total: int | None = None) -> str:
    Page(path).write(lines, gone or {}, len(lines) if total is None else total)
    return path.read_bytes().decode()


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", markup[markup.index("<main>") :]).split())


@pytest.mark.parametrize("text", [*HOSTILE, "</p></article><h1>Ours</h1>", "-->]]>"])
def test_a_hostile_text_is_shown_and_does_nothing(path: Path, text: str) -> None:
    plain, hostile = Reader(page(path, a_line(a_wire()))), Reader(page(path, a_line(a_wire(text))))
    assert plain.elements == hostile.elements
    assert [text] == hostile.texts


def test_hostile_values_beside_the_text_do_nothing_either(path: Path) -> None:
    bad = '"><script>alert(1)</script>'
    post = Wire(
        key=bad, account=bad, language=bad, zone=bad, text="#x", entities=(Entity(kind=bad, start=0, end=2, value=bad),)
    )
    shown = page(path, a_line(post, like=bad), gone={"0a": NINE})
    assert "<script" not in shown
    assert [bad] == [p["lang"] for p in Reader(shown).all("p") if p["class"] == "text"]


def test_it_runs_nothing_and_asks_for_nothing(path: Path) -> None:
    post = a_wire("https://example.org", entities=marked("https://example.org", link="https://example.org"))
    reader = Reader(page(path, a_line(post)))
    allowed = {"html", "head", "meta", "link", "title", "style", "body", "main", "h1", "p", "ol", "li", "article"}
    allowed |= {"header", "span", "div", "h2", "small", "time", "a", "footer", "i", "code"}
    assert allowed == {tag for tag, _ in reader.elements}
    assert reader.all("link") == [{"rel": "icon", "href": "data:,"}]
    assert not [name for _, attributes in reader.elements for name in attributes if name.startswith(("on", "src"))]
    assert "url(" not in path.read_text("utf-8")
    assert "@import" not in path.read_text("utf-8")
    [policy] = [meta["content"] for meta in reader.all("meta") if "http-equiv" in meta]
    assert str(policy).startswith("default-src 'none';")
    assert "img-src 'self' file: data:;" in str(policy)


def test_a_picture_comes_from_beside_the_page_and_its_words_do_nothing(path: Path) -> None:
    name, alt = f"{'0a' * 32}.jpg", '"><script>alert(1)</script>'
    post = replace(a_wire(), pictures=(Shown(name=name, width=40, height=30, alt=alt),))
    reader = Reader(page(path, a_line(post)))

    [image] = reader.all("img")
    assert image == {"src": f"pictures/{name}", "width": "40", "height": "30", "alt": alt, "loading": "lazy"}
    assert reader.all("script") == []
    assert Reader(page(path, a_line(post), gone={"0a": NINE})).all("img") == []


def test_each_post_is_an_article_with_its_language_direction_and_time(path: Path) -> None:
    reader = Reader(page(path, a_line(a_wire("سكوت", language="ar", zone="Asia/Tehran"))))
    assert [p for p in reader.all("p") if p["class"] == "text"] == [{"class": "text", "lang": "ar", "dir": "auto"}]
    [article] = reader.all("article")
    assert article["id"] == "0a"
    assert [article["aria-labelledby"]] == [heading["id"] for heading in reader.all("h2")]
    assert [time["datetime"] for time in reader.all("time")] == [
        "2026-11-23T12:30:00+03:30",
        "2026-11-23T09:00:00+00:00",
    ]
    assert reader.all("html") == [{"lang": "en"}]


def test_a_card_says_who_when_how_long_and_under_which_key(path: Path) -> None:
    shown = words(page(path, a_line(a_wire("Sign.\nNow.", zone="Europe/Moscow"), length=212)))
    assert shown == (
        "Paper feed A network of paper: what is posted here is public nowhere. One post. "
        "D demo paper, like mastodon Mon 23 Nov 2026, 12:00 Europe/Moscow · 09:00 UTC "
        "Sign. Now. 212 of 500 characters en a/b/c"
    )


def test_the_date_in_utc_is_said_where_it_is_another_day(path: Path) -> None:
    late = a_line(a_wire(zone="Asia/Tokyo"), at=utc("2026-11-30 22:05"))
    assert "Tue 1 Dec 2026, 07:05 Asia/Tokyo · Mon 30 Nov 2026, 22:05 UTC" in words(page(path, late))


@pytest.mark.parametrize("zone", ["UTC", "Mars/Olympus", "Europe", "../etc", ""])
def test_an_unknown_zone_falls_back_to_utc(path: Path, zone: str) -> None:
    assert "demo paper Mon 23 Nov 2026, 09:00 UTC Sign." in words(page(path, a_line(a_wire(zone=zone), like="paper")))


def test_a_deleted_post_is_struck_through_and_says_so(path: Path) -> None:
    lines = a_line(a_wire("Out."), name="0a"), a_line(a_wire("Kept."), name="0b")
    shown = page(path, *lines, gone={"0a": NINE + timedelta(minutes=5)})
    assert '<p class="text" lang="en" dir="auto"><del>Out.</del></p>' in shown
    assert "Deleted Mon 23 Nov 2026, 09:05 UTC; never sent again Out." in words(shown)
    assert shown.count("<del>") == 1
    assert shown.count("Deleted") == 1


def test_the_newest_post_comes_first(path: Path) -> None:
    reader = Reader(page(path, *(a_line(a_wire(name), name=name) for name in "abc")))
    assert [*"cba"] == reader.texts


@pytest.mark.parametrize(
    ("shown", "total", "said"),
    [
        (0, 0, "0 posts, newest first."),
        (1, 1, "One post."),
        (2, 2, "2 posts, newest first."),
        (2, 3, "The newest 2 of 3 posts; feed.jsonl beside this page holds all of them."),
    ],
)
def test_it_says_how_much_it_shows(path: Path, shown: int, total: int, said: str) -> None:
    lines = [a_line(a_wire(), name=str(n)) for n in range(shown)]
    assert said in words(page(path, *lines, total=total))
    assert [f"Paper feed: {total} post{'' if total == 1 else 's'}"] == re.findall(
        "<title>(.*)</title>", path.read_text("utf-8")
    )


def test_one_page_follows_its_posts_as_they_come_and_go(path: Path) -> None:
    one = Page(path)
    first, second = (a_line(a_wire(name), name=name) for name in "ab")
    for lines, gone in ([first], {}), ([first, second], {}), ([first, second], {"a": NINE}), ([second], {"a": NINE}):
        one.write(lines, gone, len(lines))
        assert page(path.with_name("fresh.html"), *lines, gone=gone) == path.read_text("utf-8")


def test_the_page_is_replaced_in_one_step(path: Path) -> None:
    page(path, a_line(a_wire("Before.")))
    with path.open(encoding="utf-8") as held:
        page(path, a_line(a_wire("After.")))
        assert Reader(held.read()).texts == ["Before."]
    assert [path] == list(path.parent.iterdir())


@pytest.mark.parametrize(("length", "width"), [(0, "0%"), (212, "42%"), (500, "100%"), (501, "100%")])
def test_the_bar_shows_how_full_the_post_is(path: Path, length: int, width: str) -> None:
    assert f'<i style="inline-size: {width}">' in page(path, a_line(a_wire(), length=length))


@pytest.mark.parametrize("address", ["https://example.org/a?b=1&c='\"<", "http://e.org", "HTTPS://e.org"])
def test_a_link_can_be_opened_and_tells_the_other_side_nothing(path: Path, address: str) -> None:
    post = a_wire(f"see {address}", entities=marked(f"see {address}", link=address))
    [link] = Reader(page(path, a_line(post))).all("a")
    assert {"class": "link", "dir": "ltr", "href": address, "rel": "noreferrer noopener nofollow"} == link


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "example.org", "//e.org", "http:e", "file:///e"],
)
def test_no_other_address_can_be_opened(path: Path, address: str) -> None:
    post = a_wire(address, entities=marked(address, link=address))
    reader = Reader(page(path, a_line(post)))
    assert reader.all("a") == []
    assert {"class": "link", "dir": "auto"} in reader.all("span")
    assert [address] == reader.texts


def test_marks_cut_a_text_into_pieces() -> None:
    text = "Sign https://e.org #Now @UN!"
    post = a_wire(text, entities=marked(text, mention="UN", link="https://e.org", hashtag="Now"))
    assert [
        Piece("Sign "),
        Piece("https://e.org", "link", "https://e.org"),
        Piece(" "),
        Piece("#Now", "hashtag"),
        Piece(" "),
        Piece("@UN", "mention"),
        Piece("!"),
    ] == list(pieces(post))


def test_only_links_lead_anywhere() -> None:
    entity = Entity(kind="hashtag", start=0, end=4, value="https://e.org")
    assert [Piece("#Now", "hashtag", "")] == list(pieces(a_wire("#Now", entities=[entity])))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 0), (2, 1), (3, 6), (9, 12)])
def test_a_mark_outside_of_the_text_is_passed_over(start: int, end: int) -> None:
    entity = Entity(kind="hashtag", start=start, end=end, value="x")
    assert [Piece("Sign.")] == list(pieces(a_wire("Sign.", entities=[entity])))


def test_a_mark_may_reach_the_end_and_touch_its_neighbour() -> None:
    entities = [Entity(kind="hashtag", start=start, end=start + 2, value="x") for start in (1, 2, 3)]
    assert [Piece("S"), Piece("ig", "hashtag"), Piece("n.", "hashtag")] == list(
        pieces(a_wire("Sign.", entities=entities))
    )


A_MARK = st.builds(
    Entity,
    kind=st.sampled_from(["link", "hashtag", "mention"]),
    start=st.integers(-2, 12),
    end=st.integers(-2, 12),
    value=st.text(max_size=8),
)


@given(text=st.text(max_size=10), entities=st.lists(A_MARK, max_size=4))
def test_the_pieces_are_always_the_whole_text(text: str, entities: list[Entity]) -> None:
    assert text == "".join(piece.text for piece in pieces(a_wire(text, entities=entities)))


def luminance(colour: str) -> float:
    """As the Web Content Accessibility Guidelines 2.2 define it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_every_text_stands_out_from_its_ground(path: Path, scheme: int) -> None:
    colours = dict(re.findall(r"--(\w+): (#\w+);", re.findall(r":root \{(.*?)\}", page(path), re.DOTALL)[scheme]))
    for ground in "desk", "sheet":
        for text in "ink", "quiet", "link", "tag", "handle", "gone":
            dark, light = sorted(map(luminance, (colours[ground], colours[text])))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{text} on {ground}"
