import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.channels.paper.channel import Paper
from scheduler.channels.paper.feed import Shown
from scheduler.channels.paper.gallery import Gallery
from scheduler.channels.pictures import encode
from scheduler.errors import ChannelTrouble
from scheduler.model.picture_rule import EVERYWHERE, PictureRule
from scheduler.model.receipt import Image, Outcome, Posted, Receipt, Refused
from tests.chunks import only_pixels
from tests.drawn import a_drawing, a_picture, camera_data, encoded
from tests.outgoing import MANNERS, a_clock, an_outgoing, opened

PICTURE = Image(content=a_picture(exif=camera_data(position=True)), alt="A banner.")


def test_a_picture_is_kept_under_the_digest_of_what_the_network_would_get(tmp_path: Path) -> None:
    folder = tmp_path / "paper" / "pictures"
    shown = Gallery(folder).keep(PICTURE, EVERYWHERE)

    drawn = encode(PICTURE.content, EVERYWHERE)
    name = f"{hashlib.sha256(drawn.content).hexdigest()}.png"
    assert shown == Shown(name=name, width=320, height=240, alt="A banner.")
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_bytes() == drawn.content
    assert only_pixels(drawn.content)


def test_a_picture_that_many_posts_show_is_kept_once(tmp_path: Path) -> None:
    shown = [Gallery(tmp_path).keep(PICTURE, EVERYWHERE) for _ in range(3)]

    assert len(set(shown)) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_each_network_gets_it_within_its_own_limits(tmp_path: Path) -> None:
    noisy = Image(content=encoded(a_drawing(800, 600).effect_spread(20)), alt="A banner.")
    wide, narrow = (Gallery(tmp_path).keep(noisy, limits) for limits in (EVERYWHERE, PictureRule(max_bytes=9_000)))

    assert (wide.width, wide.name[-4:], narrow.name[-4:]) == (800, ".png", ".jpg")
    assert (tmp_path / narrow.name).stat().st_size <= 9_000


def test_a_folder_that_cannot_be_written_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ChannelTrouble, match="cannot be written"):
        Gallery(tmp_path / "file").keep(PICTURE, EVERYWHERE)


def a_paper(folder: Path) -> Paper:
    return Paper(folder, "demo", MANNERS, a_clock())


def receipt_of(outcome: Outcome) -> Receipt:
    assert isinstance(outcome, Posted), outcome
    return outcome.receipt


def test_pictures_lie_beside_the_feed_and_stand_on_the_page_with_their_words(tmp_path: Path) -> None:
    paper = a_paper(tmp_path)
    shown = (Image(content=a_picture(), alt="A <banner> & more"), Image(content=a_picture(kind="JPEG"), alt="A map"))
    prepared = paper.prepare(replace(an_outgoing("Sign."), pictures=shown))
    assert prepared == paper.prepare(replace(an_outgoing("Sign."), pictures=shown))
    receipt = receipt_of(paper.send(prepared, opened))

    names = [picture["name"] for picture in json.loads(prepared.wire)["pictures"]]
    assert sorted(names) == sorted(path.name for path in (tmp_path / "pictures").iterdir())
    page = (tmp_path / "feed.html").read_text("utf-8")
    assert f'<img src="pictures/{names[0]}" width="320" height="240" alt="A &lt;banner&gt; &amp; more"' in page
    assert page.count("<img ") == 2

    again = a_paper(tmp_path)
    assert receipt_of(again.send(prepared, opened)) == receipt
    other = (replace(shown[0], alt="Other words"), shown[1])
    refused = again.send(again.prepare(replace(an_outgoing("Sign."), pictures=other)), opened)
    assert refused == Refused(reason="this key has been taken by another text")
    again.delete(receipt)
    assert "<img " not in (tmp_path / "feed.html").read_text("utf-8")


def test_a_picture_that_cannot_be_read_is_trouble_before_anything_is_sent(tmp_path: Path) -> None:
    broken = replace(an_outgoing("Sign."), pictures=(Image(content=b"Dear Anna", alt="A banner"),))
    with pytest.raises(ChannelTrouble, match="a picture cannot be sent"):
        a_paper(tmp_path).prepare(broken)
