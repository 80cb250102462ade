import hashlib
from pathlib import Path

import pytest

from scheduler.channels.feed import Shown
from scheduler.channels.gallery import Gallery
from scheduler.channels.pictures import encode
from scheduler.errors import ChannelTrouble
from scheduler.model.picture_rule import EVERYWHERE, PictureRule
from scheduler.model.receipt import Image
from tests.chunks import only_pixels
from tests.drawn import a_drawing, a_picture, camera_data, encoded

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
