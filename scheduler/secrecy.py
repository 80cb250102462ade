"""What this process holds as a secret, and how any text reads without it, in whatever form it comes back."""

import base64
import html
import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from urllib.parse import unquote

MARK = "[…]"

PART = 12
"""So many letters in a row of a secret are hidden wherever they stand; of fewer, no one could make anything."""

HALF = PART // 2
"""Wherever a part stands, a half of one stands at a multiple of this: looking there alone tells most texts apart."""

LEAST = 6
"""What is shorter is a word that people use; a secret between the two is hidden where it stands whole."""

MOST = 512
"""The latest are remembered: sessions are renewed every two hours, and what they replace is worth nothing."""

WORD = re.compile(r"[^\s\"'<>{}\[\],]+")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")


class Held:
    """Known to the whole process, because what is secret to one part of it must not be said by any other."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """As in a new process."""
        self._kept: OrderedDict[str, frozenset[str]] = OrderedDict()
        self._parts: Counter[str] = Counter()
        self._halves: Counter[str] = Counter()
        self._whole: Counter[str] = Counter()

    def hold(self, secret: str) -> None:
        known = secret.strip().casefold()
        if len(known) < LEAST or known in self._kept:
            return
        parts = frozenset(part for part in _parts(known) if not part.isdecimal())  # X's tokens begin with a user's id
        with self._guard:
            self._kept[known] = parts
            self._count(known, parts, 1)
            if len(self._kept) > MOST:
                self._count(*self._kept.popitem(last=False), -1)

    def _count(self, secret: str, parts: frozenset[str], times: int) -> None:
        counted = ((self._parts, parts), (self._halves, _halves(parts))) if parts else ((self._whole, (secret,)),)
        for counter, found in counted:
            for one in found:
                counter[one] += times
                if not counter[one]:
                    del counter[one]

    def hidden(self, text: str) -> str:
        if not self._kept:
            return text
        for form, read in ((WORD, _unescaped), (BASE64, _from_base64)):
            text = form.sub(partial(self._marked, read), text)
        return self._plainly(text)

    def _marked(self, read: Callable[[str], Iterator[str]], found: re.Match[str]) -> str:
        return MARK if any(self._spans(said) for said in read(found[0])) else found[0]

    def _plainly(self, text: str) -> str:
        for start, end in reversed(self._spans(text)):
            text = f"{text[:start]}{MARK}{text[end:]}"
        return text

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where a secret stands, or a part of one."""
        spans: list[tuple[int, int]] = []
        for start, end in sorted(self._found(_folded(text))):
            if spans and start <= spans[-1][1]:
                spans[-1] = spans[-1][0], max(end, spans[-1][1])
            else:
                spans.append((start, end))
        return spans

    def _found(self, folded: str) -> Iterator[tuple[int, int]]:
        halves, parts = self._halves, self._parts
        if any(folded[at : at + HALF] in halves for at in range(0, len(folded) - HALF + 1, HALF)):
            yield from ((at, at + PART) for at, part in enumerate(_parts(folded)) if part in parts)
        for whole in tuple(self._whole):
            yield from (found.span() for found in re.finditer(re.escape(whole), folded))


def _parts(text: str) -> Iterator[str]:
    return (text[at : at + PART] for at in range(len(text) - PART + 1))


def _halves(parts: Iterable[str]) -> frozenset[str]:
    return frozenset(part[at : at + HALF] for part in parts for at in range(PART - HALF + 1))


def _folded(text: str) -> str:
    """In small letters, each in its place."""
    folded = text.casefold()
    return folded if len(folded) == len(text) else "".join(letter.casefold()[:1] or letter for letter in text)


def _unescaped(word: str) -> Iterator[str]:
    """What a word says that may be percent-encoded, or escaped as in JSON or HTML."""
    if "%" in word:
        yield unquote(word, "latin-1")
    if "\\u" in word:
        yield ESCAPE.sub(lambda found: chr(int(found[1], 16)), word)
    if "&" in word:
        yield html.unescape(word)


def _from_base64(word: str) -> Iterator[str]:
    """Whatever stood before it in what was encoded."""
    digits = word.rstrip("=").replace("-", "+").replace("_", "/")
    for skipped in range(4):
        whole = digits[skipped:]
        whole = whole[: len(whole) - len(whole) % 4] if len(whole) % 4 == 1 else whole
        yield base64.b64decode(whole + "=" * (-len(whole) % 4)).decode("latin-1")


HELD = Held()
hold = HELD.hold
"""Remember a secret, so that nothing says it. Shorter ones than six letters are not: they are words of every day."""

hidden = HELD.hidden
"""The text without any secret that is held, and without any twelve letters in a row of one: in either case, percent-
encoded, in base64, escaped as in JSON or HTML."""
