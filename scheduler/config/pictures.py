"""The form of a picture that a campaign's actions can show, and of the words that stand for it."""

import hashlib
import re
from typing import Annotated

from pydantic import WithJsonSchema

from scheduler.config.forms import Form, key, reads, wrong
from scheduler.config.names import Id
from scheduler.config.values import ByLanguage, in_languages
from scheduler.model.campaign import Picture
from scheduler.model.picture_rule import is_picture

_FILE_PATTERN = r"(config|templates)/.+\.([Pp][Nn][Gg]|[Jj][Pp][Ee]?[Gg]|[Ww][Ee][Bb][Pp]|[Gg][Ii][Ff])"


def picture_file(text: str) -> str:
    if not re.fullmatch(_FILE_PATTERN, text):
        raise wrong(
            "this is not the path of a picture in the folder",
            "write it as in templates/close-the-camps/banner.png; it ends in .png, .jpg, .jpeg, .webp or .gif",
        )
    return text


PictureFile = Annotated[str, reads(picture_file), WithJsonSchema({"type": "string", "pattern": f"^{_FILE_PATTERN}$"})]


class PictureForm(Form):
    """A picture, and what it shows in words. Never one of victims, or of those who help them."""

    id: Id = key("Names the picture in actions.", example="banner")
    file: PictureFile = key(
        "Its path in the folder: PNG, JPEG, WebP or GIF.", example="templates/close-the-camps/banner.png"
    )
    alt: ByLanguage = key(
        "What it shows, for those who do not see it: one text, or one for each language that the campaign speaks.",
        example='"A banner on which stands: Close the camps"',
    )

    def build(self, language: str, content: bytes) -> Picture:
        """`content`: what its file holds."""
        return Picture(
            id=self.id,
            file=self.file,
            digest=hashlib.sha256(content).hexdigest(),
            alt=in_languages(self.alt, language),
        )


def names_a_file(alt: str, file: str) -> bool:
    """Whether this says no more than how a file is called, as programs fill in where a person wrote nothing."""
    name = file.rpartition("/")[2]
    said = alt.casefold()
    return said in (name.casefold(), name.rpartition(".")[0].casefold()) or (is_picture(said) and len(said.split()) < 4)
