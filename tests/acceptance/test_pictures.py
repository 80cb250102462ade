"""A picture on its whole way: from the organisers' folder to what the network of paper shows."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.model.delivery import State
from tests.chunks import only_pixels
from tests.drawn import a_picture, camera_data
from tests.home import Home

FILE = "templates/camps/pictures/banner.png"
LINE = "[picture: banner.png: A banner: close the camps.]"
PICTURES = f"""\
pictures:
          - {{id: banner, file: {FILE}, alt: "A banner: close the camps."}}
        schedules:"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.edit("config/campaigns/camps.yaml", "ask: Sign it.,", "ask: Sign it., pictures: [banner],")
    home.edit("config/campaigns/camps.yaml", "schedules:", PICTURES.replace("\n        ", "\n"))
    paint(home, a_picture(exif=camera_data(position=True)))
    with home.app().desk.transaction("test") as t:
        t.writing.set_live("demo", home.clock.now())
    return home


def paint(home: Home, content: bytes) -> None:
    path = home.folder / FILE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def feed(home: Home) -> list[dict[str, Any]]:
    path = home.folder / "data" / "paper" / "feed.jsonl"
    return [json.loads(line)["post"] for line in path.read_text("utf-8").splitlines()]


def test_every_face_says_which_picture_goes_with_a_post_and_what_it_shows(home: Home) -> None:
    assert home.run("check").code == 0
    assert f"Sign it. https://example.org/s #CloseTheCamps\n{LINE}\n" in home.run("preview").out
    assert LINE in home.run("plan").out

    home.work()

    assert LINE in home.run("queue").out
    shown = [row["pictures"] for row in home.run("--json", "queue").json if row["action"] == "sign"]
    assert shown
    for [picture] in shown:
        assert (picture["file"], picture["alt"], len(picture["digest"])) == (FILE, "A banner: close the camps.", 64)
    bare = [row["pictures"] for row in home.run("--json", "queue").json if row["action"] == "give"]
    assert bare
    assert not any(bare)


def test_what_was_shown_is_what_is_sent_whatever_lies_in_the_folder_by_then(home: Home) -> None:
    home.work()
    row = next(row for row in home.rows() if row.action == "sign")
    home.at(f"{row.due_at - timedelta(minutes=20):%Y-%m-%d %H:%M}")
    paint(home, a_picture(640, 480))
    home.work()
    [frozen] = home.rows(State.QUEUED)
    assert (frozen.key, frozen.post) == (row.key, row.post)
    ahead = [other.post.pictures[0].digest for other in home.rows(State.PLANNED) if other.action == "sign"]
    assert ahead
    assert row.post.pictures[0].digest not in ahead

    home.at(f"{row.due_at:%Y-%m-%d %H:%M}")
    home.work()

    posted = next(post for post in feed(home) if post["key"] == str(row.key))
    [picture] = posted["pictures"]
    assert (picture["width"], picture["height"], picture["alt"]) == (320, 240, "A banner: close the camps.")
    drawn = (home.folder / "data" / "paper" / "pictures" / picture["name"]).read_bytes()
    assert only_pixels(drawn)


def test_a_picture_that_was_changed_shows_as_a_rewrite_of_what_is_ahead(home: Home) -> None:
    home.work()
    paint(home, a_picture(640, 480))

    found = home.run("plan", "--diff-only").out

    assert "~ rewrite" in found
    assert "because the files now show other pictures with it, or word them otherwise" in found
    assert found.count("- [picture: banner.png ") == found.count("+ [picture: banner.png ") > 0


def test_a_picture_without_words_in_the_language_of_an_account_is_not_taken(home: Home) -> None:
    home.edit("config/accounts.yaml", "network: paper,", "network: paper, language: ru,")

    found = home.run("check")

    assert found.code == 3
    assert "pictures[banner].alt: this does not say in ru what the picture shows, which an account speaks" in found.out
