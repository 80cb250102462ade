"""What a network says in an error, made fit to stand in a reason: short, on one line, without secrets."""

import re

from scheduler.secrecy import MARK, hidden

LONGEST = 200
SECRET = re.compile(
    r"(?i)\b(?:authorization\s*[:=]\s*(?:\w+\s+)?|(?:token|secret|password)\s*=\s*|bearer\s+(?=\S{12}))\S+"
)
QUERY = re.compile(r"(https?://[^\s?#]*)[?#]\S*")


def quoted(said: object, *secrets: str) -> str:
    """At most 200 printable characters; '' where there is nothing to quote. A server that says our own token back to
    us, or an address with what was asked of it, is not quoted in that."""
    if not isinstance(said, str):
        return ""
    for secret in filter(None, secrets):
        said = said.replace(secret, MARK)
    said = QUERY.sub(r"\1", SECRET.sub(MARK, hidden(said)))
    one_line = " ".join("".join(letter if letter.isprintable() else " " for letter in said).split())
    return one_line if len(one_line) <= LONGEST else one_line[: LONGEST - 1] + "…"
