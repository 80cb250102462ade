"""What a stranger's page says of itself: its title, and where it would send a browser; nothing of it is run."""

import codecs
import re
from dataclasses import dataclass
from html import unescape
from unicodedata import category

READ = 64 * 1024
"""Characters of a page in which its head is looked for."""

LONGEST_TITLE = 120

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
NAMED = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
REFRESH = re.compile(
    r"\s{0,9}[0-9.]{0,9}\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=)?\s{0,9}[\"']?([^\"']{1,2000})", re.IGNORECASE
)

# Python's own parser of HTML takes a minute for 64 KiB of `<a `, so a page is searched, by patterns that look no
# further ahead than they say.
BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
TITLE = re.compile(r"<title(?:\s[^<>]{0,300})?>([^<]{0,5000}(?:<(?!/title)[^<]{0,300}){0,5})", re.IGNORECASE)
META = re.compile(r"<meta\s([^<>]{1,3000})", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"(?<![\w-])(http-equiv|content)\s{0,9}=\s{0,9}(?:\"([^\"]{0,2500})\"|'([^']{0,2500})'|([^\s\"']{1,2500}))",
    re.IGNORECASE,
)

KNOWN = re.compile(
    r"utf-8|ascii|iso8859-[0-9]+|cp125[0-8]|cp874|cp866|koi8-[ru]|mac-cyrillic|gbk|gb2312|gb18030|big5"
    r"|euc_jp|shift_jis|euc_kr|cp949|utf-16(?:-[lb]e)?"
)
"""Encodings of pages, as Python calls them. Others that it knows are no encodings of text, or slow on purpose."""


@dataclass(frozen=True, slots=True)
class Page:
    title: str = ""
    goes_on_to: str = ""


def page_of(body: bytes, content_type: str) -> Page:
    """What a browser would show as the title, made safe; empty where this is no page of HTML. Raises nothing."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in {"", "text/html", "application/xhtml+xml"}:
        return Page()
    head = BODY.split(without_comments(decoded(body, content_type)[:READ]), maxsplit=1)[0]
    title = TITLE.search(head)
    refresh = next((content for content in map(_refresh, META.finditer(head)) if content), "")
    return Page(harmless(unescape(title[1])) if title else "", refresh_of(refresh))


def without_comments(text: str) -> str:
    """One that never ends takes the rest of the page with it, as in a browser."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        kept.append(text[at:start])
        end = text.find("-->", start)
        if end < 0:
            return "".join(kept)
        at = end + len("-->")
    return "".join(kept) + text[at:]


def _refresh(meta: re.Match[str]) -> str:
    """What stands in `content`, where that is about going elsewhere."""
    given = {
        found[1].lower(): unescape(found[2] or found[3] or found[4] or "") for found in ATTRIBUTE.finditer(meta[1])
    }
    return given.get("content", "") if given.get("http-equiv", "").strip().lower() == "refresh" else ""


def refresh_of(content: str) -> str:
    """The address in `5; url=https://…`."""
    found = REFRESH.match(content)
    return harmless(found[1], longest=300) if found else ""


def decoded(body: bytes, content_type: str) -> str:
    """By the encoding that the answer names, or else the page; UTF-8 where it is none for pages."""
    named = NAMED.search(content_type)
    name = named[1] if named else ""
    if not name and (within := CHARSET.search(body[:4096])):
        name = within[1].decode("ascii", "replace")
    try:
        encoding = codecs.lookup(name).name if name else "utf-8"
    except LookupError:
        encoding = "utf-8"
    return body.decode(encoding if KNOWN.fullmatch(encoding) else "utf-8", "replace")


def harmless(text: str, longest: int = LONGEST_TITLE) -> str:
    """In one line, without what nobody sees: controls, marks that turn the direction of a text, joiners."""
    visible = "".join(c if not (c.isspace() or category(c).startswith(("C", "Z"))) else _instead(c) for c in text)
    line = " ".join(visible.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _instead(character: str) -> str:
    return " " if character.isspace() or category(character).startswith("Z") else ""
