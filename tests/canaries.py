"""Secrets that were made up to be looked for, every form in which one may come back, and the search for them."""

import base64
import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

PART = 12
"""So many letters in a row of a secret give it away."""

HALF = 6
"""Of a needle, which begins at a multiple of this wherever the needle stands: found first, because it is fast."""

JWT = b'{"typ":"at+jwt","alg":"ES256K"}'


def canary(slot: str, length: int = 40) -> str:
    """The same in every run; nothing else in the world looks like it."""
    digest = b"".join(sha256(f"{slot} {turn}".encode()).digest() for turn in range(length // 32 + 1))
    return base64.b64encode(digest, altchars=b"xY").decode()[:length]


def app_password(slot: str) -> str:
    letters = base64.b32encode(sha256(slot.encode()).digest()).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def jwt(slot: str, exp: int) -> str:
    """Three parts in base64, as a token of Bluesky's; what it claims is true, and its signature is nobody's."""
    claims = json.dumps({"scope": "com.atproto.appPass", "jti": canary(slot), "exp": exp}).encode()
    head, middle = (base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (JWT, claims))
    return f"{head}.{middle}.{canary(f'{slot} signature', 80)}"


def forms(secret: str) -> Iterator[str]:
    """As a server may say it back."""
    yield secret
    yield f"Authorization: Bearer {secret}"
    yield f"https://example.org/?access_token={secret}&x=1"
    yield "".join(f"%{ord(letter):02X}" for letter in secret)
    yield quote(f"Bearer {secret}!", safe="")
    for before in ("", "x", "xy", "Basic:"):
        yield base64.b64encode(f"{before}{secret}".encode()).decode()
        yield base64.urlsafe_b64encode(f"{before}{secret}?>".encode()).decode().rstrip("=")
    yield "".join(f"\\u{ord(letter):04x}" for letter in secret)
    yield "".join(f"&#{ord(letter)};" for letter in secret)
    yield secret.swapcase()
    yield secret.upper()
    yield f"…{secret[: len(secret) // 2]}…"
    yield f"x{secret[-PART - 3 :]}"
    yield f"{secret[3 : PART + 5]}/"


class Noise:
    """Everything that a server can say back, a little at each turn, so that it fits into what we quote of it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.said = 0
        self._all = [form for secret in secrets for form in forms(secret)]
        self._turn = cycle(self._all)

    @property
    def variety(self) -> int:
        return len(self._all)

    def next(self) -> str:
        self.said += 1
        return next(self._turn)


class Search:
    """For any part of any of these, in either case, percent-encoded, in base64 or escaped."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._needles: dict[bytes, str] = {}
        for secret in secrets:
            for needle in _needles(secret):
                self._needles[needle.casefold().encode()] = secret
        self._lengths = sorted({len(needle) for needle in self._needles})
        size = HALF
        self._halves = {needle[at : at + size] for needle in self._needles for at in range(len(needle) - size + 1)}

    def within(self, said: bytes | str) -> list[str]:
        """What was found, in the letters in which it was found."""
        text = (said.encode(errors="surrogateescape") if isinstance(said, str) else said).lower()
        near = [at for at in range(0, len(text), HALF) if text[at : at + HALF] in self._halves]
        return sorted(
            {
                f"{text[max(0, at - 30) : at + length + 10]!r}"
                for length in self._lengths
                for half in near
                for at in range(max(0, half - length), half + 1)
                if text[at : at + length] in self._needles
            }
        )[:5]

    def among(self, folder: Path, but: Iterable[Path] = ()) -> list[str]:
        """Names of the files below a folder that hold one, where no file may but these."""
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path not in set(but))
        return [f"{path}: {found}" for path in files if (found := self.within(path.read_bytes() + bytes(path)))]


def _needles(secret: str) -> Iterator[str]:
    """Each part of it, and the middle of each other form."""
    parts = [secret[at : at + PART] for at in range(max(1, len(secret) - PART + 1))]
    yield from (part for part in parts if not part.isdecimal())
    for at in range(0, max(1, len(secret) - PART + 1), 3):
        part = secret[at : at + PART]
        yield "".join(f"%{ord(letter):02X}" for letter in part)
        yield "".join(f"\\u{ord(letter):04x}" for letter in part)
        yield base64.b64encode(part.encode()).decode()[:16]
