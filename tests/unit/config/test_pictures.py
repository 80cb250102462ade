import hashlib

import pytest
from pydantic_core import PydanticCustomError

from scheduler.config.pictures import PictureForm, names_a_file, picture_file
from scheduler.model.campaign import Picture

FILE = "templates/harbour/pictures/banner.png"


def test_a_picture_knows_its_file_by_what_it_held() -> None:
    form = PictureForm.model_validate({"id": "banner", "file": FILE, "alt": "A banner."})

    digest = hashlib.sha256(b"pixels").hexdigest()
    assert form.build("ru", b"pixels") == Picture(id="banner", file=FILE, digest=digest, alt={"ru": "A banner."})


def test_the_words_may_stand_in_several_languages() -> None:
    form = PictureForm.model_validate({"id": "banner", "file": FILE, "alt": {"en": "A banner.", "ru": "Плакат."}})

    assert form.build("en", b"").alt == {"en": "A banner.", "ru": "Плакат."}


@pytest.mark.parametrize("path", [FILE, "config/a.JPG", "templates/a/b/c d.webp", "config/x.jpeg", "templates/a.gif"])
def test_a_path_leads_to_a_picture_in_the_folder(path: str) -> None:
    assert picture_file(path) == path


@pytest.mark.parametrize(
    "path", ["banner.png", "/etc/a.png", "templates/a.svg", "config/.png", "https://a.example/a.png"]
)
def test_any_other_path_is_refused(path: str) -> None:
    with pytest.raises(PydanticCustomError, match="this is not the path of a picture in the folder"):
        picture_file(path)


@pytest.mark.parametrize("alt", ["banner", "BANNER.PNG", "IMG_2041.jpg", "photo 12 May.jpeg", "Screenshot.webp"])
def test_the_name_of_a_file_is_known(alt: str) -> None:
    assert names_a_file(alt, FILE)


@pytest.mark.parametrize("alt", ["A banner", "A screenshot of the folder that holds banner.png", "png", "лагеря"])
def test_words_are_no_name_of_a_file(alt: str) -> None:
    assert not names_a_file(alt, FILE)
