from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console
from rich.panel import Panel

from scheduler.cli.cards import WIDEST, framed, marked, saying
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.model.post import Entity, Post
from scheduler.service.previewing import Card
from tests.make import a_post, an_attachment

TEXT = "Sign it: https://example.org #Now @office"
POST = a_post(
    TEXT,
    entities=(
        Entity(kind="link", start=9, end=28, value="https://example.org"),
        Entity(kind="hashtag", start=29, end=33, value="Now"),
        Entity(kind="handle", start=34, end=41, value="office"),
        Entity(kind="other", start=0, end=4, value="Sign"),
    ),
)


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.delenv("COLUMNS", raising=False)
    return Screen(Session())


def a_card(network: str = "x", post: Post | None = POST, **changes: Any) -> Card:
    card = Card(
        campaign="camps", network=network, language="en", template="t", action="a", fact=None, post=post, remark=""
    )
    return replace(card, **changes)


def shown(cards: list[Card], screen: Screen) -> str:
    console = Console(width=200, color_system=None)
    with console.capture() as captured:
        console.print(*saying(cards, screen), sep="\n")
    return captured.get()


def test_links_tags_and_handles_are_marked_by_style_alone() -> None:
    text = marked(POST)

    assert text.plain == TEXT
    assert [(span.start, span.end, span.style) for span in text.spans] == [
        (9, 28, "underline blue"),
        (29, 33, "cyan"),
        (34, 41, "magenta"),
        (0, 4, "bold"),
    ]


def test_a_redacted_text_has_nothing_to_mark() -> None:
    assert marked(replace(POST, text="")).spans == []


def test_the_heading_names_the_fact_that_is_said(pipe: Screen) -> None:
    assert shown([a_card(fact="first")], pipe).startswith("t with a  camps, en, fact first\n")
    assert shown([a_card()], pipe).startswith("t with a  camps, en\n")


def test_cards_with_the_same_text_but_another_remark_stay_apart(pipe: Screen) -> None:
    found = shown([a_card("x"), a_card("bluesky"), a_card("paper", remark="over")], pipe)

    assert f"-- x {len(TEXT)} of 500, bluesky {len(TEXT)} of 500\n" in found
    assert f"-- paper {len(TEXT)} of 500\n" in found
    assert "  not now: over\n" in found


def test_networks_that_cannot_carry_it_are_named_together(pipe: Screen) -> None:
    found = shown([a_card("x", None, remark="too long"), a_card("bluesky", None, remark="too long")], pipe)

    assert "  x and bluesky: cannot be said: too long\n" in found


def test_on_a_screen_a_frame_is_as_wide_as_the_screen_up_to_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    widths = []
    for columns in (60, WIDEST + 50):
        monkeypatch.setenv("COLUMNS", str(columns))
        panel = next(framed(POST, "title", Screen(Session()), warning=True))
        assert isinstance(panel, Panel)
        widths.append((panel.width, panel.border_style))

    assert widths == [(60, "yellow"), (WIDEST, "yellow")]


def test_a_title_that_is_too_long_for_a_frame_stands_whole_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    title = "x 216 of 280 for 0.20 US dollars, mastodon 216 of 500, paper"
    above, panel = framed(POST, title, Screen(Session()))

    assert str(above) == title
    assert isinstance(panel, Panel)
    assert panel.title is None


def test_what_goes_with_a_text_stands_below_it(pipe: Screen) -> None:
    post = a_post("Sign.", pictures=(an_attachment(), an_attachment(file="config/map.jpg", alt="A map.")))

    found = shown([a_card("x", post)], pipe)

    assert "Sign.\n[picture: banner.png: A banner: close them.]\n[picture: map.jpg: A map.]\n" in found
