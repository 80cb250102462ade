"""Values that name something: ids, languages, hashtags, handles, environment variables."""

import re
import unicodedata
from typing import Annotated

from pydantic import WithJsonSchema

from scheduler.config.forms import reads, wrong
from scheduler.config.leaks import looks_secret

ID_PATTERN = "[a-z0-9][a-z0-9-]{0,59}"
_LANGUAGE_PATTERN = "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_HANDLE_PATTERN = r"[^\s@#:/]+(@[^\s@#:/]+)?"
_VARIABLE_PATTERN = "[A-Za-z_][A-Za-z0-9_]{0,99}"
_NETWORK_PATTERN = "[a-z][a-z0-9-]{0,30}"
_JOINERS = "_·\u200c\u200d"


def identifier(text: str) -> str:
    if not re.fullmatch(ID_PATTERN, text):
        raise wrong(
            "this is not an id",
            "use lower-case letters, digits and hyphens, at most 60, with a letter or a digit first",
        )
    return text


def language(text: str) -> str:
    if not re.fullmatch(_LANGUAGE_PATTERN, text):
        raise wrong("this is not the code of a language", "write it as en, ru or pt-BR")
    return text


def hashtag(text: str) -> str:
    if text.startswith(("#", "＃")):
        raise wrong("hashtags are written without #", "leave the # out; it is added where the tag is said")
    if not text or not all(_may_be_in_hashtag(char) for char in text):
        raise wrong("this is not one hashtag", "use letters, digits and _, without spaces: CloseTheCamps")
    if text.isdigit():
        raise wrong("this hashtag has no letter", "networks do not take digits alone: add a word")
    return text


def handle(text: str) -> str:
    if text.startswith(("@", "＠")):
        raise wrong("handles are written without @", "leave the @ out; it is added where the handle is said")
    if not re.fullmatch(_HANDLE_PATTERN, text):
        raise wrong("this is not a handle", "write the name alone, as in Genproc or name@mastodon.example")
    return text


def variable(text: str) -> str:
    if not re.fullmatch(_VARIABLE_PATTERN, text) or looks_secret(text):
        raise wrong("this is not the name of an environment variable", "write its name, as in AWARENESS_MAIN_TOKEN")
    return text


def network_word(text: str) -> str:
    if not re.fullmatch(_NETWORK_PATTERN, text):
        raise wrong("this is not the name of a network", "write it in small letters: x, mastodon, instagram")
    return text


def _may_be_in_hashtag(char: str) -> bool:
    """Marks count as letters: many scripts cannot be written without them."""
    return unicodedata.category(char)[0] in "LMN" or char in _JOINERS


def _written_as(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


Id = Annotated[str, reads(identifier), _written_as(ID_PATTERN)]
LanguageCode = Annotated[str, reads(language), _written_as(_LANGUAGE_PATTERN)]
Hashtag = Annotated[str, reads(hashtag), _written_as(r"[^#\s]+")]
Handle = Annotated[str, reads(handle), _written_as(_HANDLE_PATTERN)]
Variable = Annotated[str, reads(variable), _written_as(_VARIABLE_PATTERN)]
NetworkWord = Annotated[str, reads(network_word), _written_as(_NETWORK_PATTERN)]
