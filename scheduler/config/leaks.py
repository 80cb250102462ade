"""Tokens and passwords that were written into a file, which others can read and whose history keeps them."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from scheduler.config.flaws import Mark
from scheduler.config.nodes import Node, Scalar, Trail, walk

_KNOWN = re.compile(
    r"(?<![\w-])(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{8,}|(?:AKIA|ASIA)[A-Z0-9]{16}"
    r"|eyJ[\w-]{8,}\.eyJ[\w-]+|AAAA[\w%+/-]{24,}|Bearer\s+[\w.~+/-]{16,}|-----BEGIN [A-Z ]*PRIVATE KEY)"
)
"""Forms that tokens of GitHub, GitLab, Slack, AWS and X have, JSON Web Tokens, bearer tokens and private keys."""

_IN_ADDRESS = re.compile(r"[?&#](?:access_?token|auth|api_?key|password|secret|token)=[^&\s]{6,}", re.IGNORECASE)
_ADDRESS = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{1,15}://\S+")
_APP_PASSWORD = re.compile(r"\b[a-z2-7]{4}(?:-[a-z2-7]{4}){3}\b")
_WORD = re.compile(r"[A-Za-z0-9_+/=-]{24,}")
_HEX = re.compile(r"[0-9a-fA-F]{32,}")
_VARIABLE = re.compile(r"\$?\{?[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\}?")
_SECRET_KEYS = re.compile(
    r"(access|bearer|refresh|auth|bot)?token(secret)?|(client|consumer|api|app)?(secret|key)(secret|key)?"
    r"|(app)?pass(word|wd|phrase)?|credentials?|privatekey|authori[sz]ation|bearer"
)


def looks_secret(text: str) -> bool:
    """Whether a text has the form of a token: one that is known, or one that chance alone writes."""
    if _KNOWN.search(text) or _IN_ADDRESS.search(text):
        return True
    bare = _ADDRESS.sub(" ", text)
    if any(any(c.isdigit() for c in found[0]) for found in _APP_PASSWORD.finditer(bare)):
        return True
    return any(_by_chance(found[0]) for found in _WORD.finditer(bare))


def known_tokens(text: str) -> Iterator[Mark]:
    """Where a token of a known form stands, the first of each line: also in comments and in the text of a post."""
    for number, line in enumerate(text.split("\n"), start=1):
        found = _KNOWN.search(line)
        if found:
            yield Mark(number, found.start() + 1)


def leaks(root: Node) -> Iterator[tuple[Trail, Scalar]]:
    """Each text that is a secret, by its own look or by the key above it."""
    for trail, node in walk(root):
        if isinstance(node, Scalar) and not node.broken and (_said_secret(trail, node) or looks_secret(node.text)):
            yield trail, node


def _said_secret(trail: Trail, node: Scalar) -> bool:
    keys = [step for step in trail if isinstance(step, str)]
    if not node.text or keys[-1:] in (["env"], ["file"]) or _VARIABLE.fullmatch(node.text):
        return False
    return any(_SECRET_KEYS.fullmatch(re.sub(r"[^a-z]", "", key.lower())) for key in keys)


def _by_chance(word: str) -> bool:
    """Letters of both cases and digits, mixed as no person mixes them (who writes LikeThis2019), or hexadecimal
    digits."""
    if _HEX.fullmatch(word):
        return len(set(word)) >= 8
    kinds = [_kind(c) for c in word]
    if not {"upper", "lower", "digit"} <= set(kinds):
        return False
    changes = sum(before != after for before, after in pairwise(kinds) if (before, after) != ("upper", "lower"))
    counts = Counter(word).values()
    bits = -sum(n / len(word) * math.log2(n / len(word)) for n in counts)
    return changes / (len(word) - 1) >= 0.28 and bits >= 3.5


def _kind(char: str) -> str:
    if char.isdigit():
        return "digit"
    if char.isalpha():
        return "upper" if char.isupper() else "lower"
    return "sign"
