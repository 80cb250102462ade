"""How X counts and shows a text, written apart from the program's own counting so that the two can disagree."""

import hashlib
import html
import unicodedata
from dataclasses import dataclass

import regex
from pyuegc import EGC

from tests.servers.x_messages import Json

LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh 1, from twitter-text's config/v3.json; all others weigh 2."""
LINK = 23
INVALID = "\ufffe\ufeff\uffff"
EMOJI = regex.compile(
    r"\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{RI}{2}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}\p{EMod}"
)
URL = regex.compile(
    r"(?<![\p{L}\p{N}@#$._/-])"
    r"(?:https?://(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}"
    r"|(?:[a-z0-9-]+\.)+(?:org|com|net|int|info|eu|de|fr|uk|ru|ua|io|me)(?![\p{L}\p{N}@.-]*[\p{L}\p{N}@]))"
    r"(?::\d+)?(?:[/?#](?:[^\s\u200e\u200f\u2066-\u2069<>\"«»“”]*[\p{L}\p{N}/=#&_+-])?)?",
    regex.IGNORECASE,
)
"""Good enough for ordinary texts: any address with a scheme, and bare domains of the endings that the tests use."""


def tidy(text: str) -> str:
    """What X keeps of a text: composed, without blanks around it."""
    return unicodedata.normalize("NFC", text).strip()


def weigh(text: str) -> int:
    """The weighted length of a tidied text."""
    links = list(URL.finditer(text))
    rest = URL.sub("", text)
    return LINK * len(links) + sum(_weight(cluster) for cluster in EGC(rest))


def _weight(cluster: str) -> int:
    if EMOJI.match(cluster):
        return 2
    return sum(1 if any(low <= ord(letter) <= high for low, high in LIGHT) else 2 for letter in cluster)


@dataclass(frozen=True)
class Shown:
    """A text as X gives it back: links made short, `& < >` escaped; `urls` say what the short links were."""

    text: str
    urls: list[Json]


def show(text: str, post_id: str, handle: str, media_keys: list[str]) -> Shown:
    """Positions are those of the text before it is escaped, as X gives them."""
    shown, urls, done = "", [], 0
    for number, found in enumerate(URL.finditer(text)):
        shown += text[done : found.start()]
        full = found[0] if "://" in found[0] else f"http://{found[0]}"
        urls.append(_entity(len(shown), short(post_id, number), full, brief(full)))
        shown += urls[-1]["url"]
        done = found.end()
    shown += text[done:]
    if media_keys:
        link, start = short(post_id, 99), len(shown) + bool(shown)
        shown = f"{shown} {link}".lstrip()
        there = f"https://x.com/{handle}/status/{post_id}/photo/1"
        urls += [_entity(start, link, there, f"pic.x.com/{link[-10:]}") | {"media_key": key} for key in media_keys]
    return Shown(html.escape(shown, quote=False), urls)


def _entity(start: int, link: str, full: str, display: str) -> Json:
    return {"start": start, "end": start + len(link), "url": link, "expanded_url": full, "display_url": display}


def short(post_id: str, number: int) -> str:
    """Another one for every post, even of the same address."""
    digest = hashlib.sha256(f"{post_id}/{number}".encode()).digest()
    letters = "".join(chr(ord("a") + byte % 26) if byte % 2 else chr(ord("0") + byte % 10) for byte in digest)
    return f"https://t.co/{letters[:10]}"


def brief(full: str) -> str:
    bare = full.split("://", 1)[1].removeprefix("www.").rstrip("/")
    return bare if len(bare) <= 26 else f"{bare[:26]}…"
