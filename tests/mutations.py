"""Everything that a hand, an editor, a disk or a sync program does to the files of a campaign, drawn from a seed."""

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.dying import draw

T = TypeVar("T")
Text = Callable[[bytes, str], bytes]
Disk = Callable[[Path, str], object]

ROOTS = ("config", "templates")
HUGE = 2 * 1024 * 1024
DEEP = 5000


@dataclass(frozen=True)
class Mutation:
    """`file` relative to the folder. `of` takes the good bytes of it; None: `on_disk` does it."""

    kind: str
    file: str
    seed: str
    of: Text | None = None
    on_disk: Disk | None = None

    def __str__(self) -> str:
        return f"{self.file}: {self.kind} ({self.seed})"

    def do(self, folder: Path) -> None:
        path = folder / self.file
        if self.of is not None:
            path.write_bytes(self.of(path.read_bytes(), self.seed))
        if self.on_disk is not None:
            self.on_disk(path, self.seed)


def pick(seed: str, choices: "list[T] | tuple[T, ...]") -> T:
    return choices[int(len(choices) * draw(seed))]


def drawn(files: Mapping[str, bytes], seed: str, number: int) -> Iterator[Mutation]:
    """So many, each kind as often as the others."""
    names = sorted(files)
    kinds = [*TEXTS, *DISKS]
    for nth in range(number):
        kind, own = kinds[nth % len(kinds)], f"{seed}/{nth}"
        yield Mutation(kind, pick(f"{own}/file", names), own, TEXTS.get(kind), DISKS.get(kind))


def cuts(files: Mapping[str, bytes], stride: int, first: int = 0) -> Iterator[Mutation]:
    """Each file, cut at every so manieth byte; 1: at every one."""
    for name in sorted(files):
        for length in range(first % stride, len(files[name]), stride):
            yield Mutation(f"cut at byte {length}", name, "", _cut_at(length))


def _cut_at(length: int) -> Text:
    return lambda content, _: content[:length]


def restore(folder: Path, files: Mapping[str, bytes]) -> None:
    """Exactly these files again, whatever lies there now."""
    for root in ROOTS:
        for path in sorted((folder / root).rglob("*"), reverse=True):
            name = path.relative_to(folder).as_posix()
            if not any(good == name or good.startswith(f"{name}/") for good in files):
                away(path)
    for name, content in files.items():
        path = folder / name
        plain = os.path.lexists(path) and stat.S_ISREG(path.lstat().st_mode)
        if not plain or path.read_bytes() != content:
            away(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def away(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        for below in sorted(path.iterdir()):
            away(below)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)


def _at(content: bytes, seed: str) -> int:
    return int(len(content) * draw(f"{seed}/at"))


def _flip(content: bytes, seed: str) -> bytes:
    at = _at(content, seed)
    return content[:at] + bytes([content[at] ^ 1 << int(8 * draw(f"{seed}/bit"))]) + content[at + 1 :]


def _take_out(content: bytes, seed: str) -> bytes:
    at = _at(content, seed)
    return content[:at] + content[at + 1 :]


def _put_in(what: bytes) -> Text:
    def put(content: bytes, seed: str) -> bytes:
        at = _at(content, seed)
        return content[:at] + what + content[at:]

    return put


def _any_byte(content: bytes, seed: str) -> bytes:
    return _put_in(bytes([int(256 * draw(f"{seed}/byte"))]))(content, seed)


def _lines(change: Callable[[list[bytes], int], None]) -> Text:
    def changed(content: bytes, seed: str) -> bytes:
        lines = content.splitlines(keepends=True)
        change(lines, int(len(lines) * draw(f"{seed}/line")))
        return b"".join(lines)

    return changed


def _drop(lines: list[bytes], at: int) -> None:
    del lines[at]


def _double(lines: list[bytes], at: int) -> None:
    lines.insert(at, lines[at])


def _swap(lines: list[bytes], at: int) -> None:
    other = (at + 1) % len(lines)
    lines[at], lines[other] = lines[other], lines[at]


def _indent(lines: list[bytes], at: int) -> None:
    lines[at] = b"  " + lines[at]


def _outdent(lines: list[bytes], at: int) -> None:
    lines[at] = lines[at].removeprefix(b" ")


def _tab(lines: list[bytes], at: int) -> None:
    lines[at] = b"\t" + lines[at].lstrip()


def _end_here(lines: list[bytes], at: int) -> None:
    lines.insert(at, b"...\n")


def _begin_again(lines: list[bytes], at: int) -> None:
    lines.insert(at, b"---\n")


def _one_of(pattern: bytes, *others: bytes) -> Text:
    """One of what matches, drawn, becomes one of the others; what has none such is cut."""

    def changed(content: bytes, seed: str) -> bytes:
        found = list(re.finditer(pattern, content))
        if not found:
            return content[: _at(content, seed)]
        match = pick(f"{seed}/match", found)
        other = match.expand(pick(f"{seed}/other", others)) if others else b""
        return content[: match.start()] + other + content[match.end() :]

    return changed


def _swap_links(content: bytes, seed: str) -> bytes:
    links = list(dict.fromkeys(re.findall(rb"https?://[^\s\"'}]+", content)))
    if len(links) < 2:
        return _flip(content, seed)
    one, other = links[0], pick(f"{seed}/link", links[1:])
    return content.replace(one, b"\0").replace(other, one).replace(b"\0", other)


TEXTS: dict[str, Text] = {
    "a bit flipped": _flip,
    "a byte taken out": _take_out,
    "a byte put in": _any_byte,
    "cut": lambda content, seed: content[: _at(content, seed)],
    "the beginning lost": lambda content, seed: content[_at(content, seed) :],
    "empty": lambda _, __: b"",
    "zeros of the same length": lambda content, _: bytes(len(content)),
    "doubled": lambda content, _: content + content,
    "larger than anything": lambda content, _: content + b"# " + b"x" * HUGE,
    "a line lost": _lines(_drop),
    "a line doubled": _lines(_double),
    "two lines swapped": _lines(_swap),
    "a line indented": _lines(_indent),
    "a line outdented": _lines(_outdent),
    "a tab": _lines(_tab),
    "an end of a document": _lines(_end_here),
    "a second document": _lines(_begin_again),
    "a key renamed": _one_of(rb"(\w+):", rb"\1s:", rb"x\1:", rb"On:"),
    "a colon lost": _one_of(rb": ", b" ", b":"),
    "a quote lost": _one_of(rb"[\"']"),
    "a bracket lost": _one_of(rb"[\[\]{}]"),
    "a byte-order mark": lambda content, _: b"\xef\xbb\xbf" + content,
    "CRLF": lambda content, _: content.replace(b"\n", b"\r\n"),
    "CR": lambda content, _: content.replace(b"\n", b"\r"),
    "UTF-16": lambda content, _: content.decode().encode("utf-16"),
    "NUL": _put_in(b"\0"),
    "no UTF-8": _put_in(b"\xe9\x80"),
    "a sign that nobody sees": _put_in("\u202e".encode()),
    "a line that YAML alone knows": _put_in("\u2028".encode()),
    "a tag": _one_of(rb": (?=\S)", b": !!python/name:os.system ", b": !!binary ", b": !x "),
    "an anchor": _one_of(rb": (?=\S)", b": &a ", b": *a #", b": {<<: *a} #"),
    "a fold": _one_of(rb": (?=\S)", b": |\n", b": >-\n  ", b": ? "),
    "very deep": lambda content, seed: _put_in(pick(seed, (b"[", b"{a: ", b"- ")) * DEEP)(content, seed),
    "a huge number": _one_of(rb"\d+", b"99999999999999999999", b"9" * 5000, b"1e999", b"999999"),
    "an odd number": _one_of(rb"\d+", b"-1", b"0", b"0x1F", b"1_000", "٣".encode(), b"0.5", b".nan"),
    "a zone that is none": _one_of(
        rb"\w+/\w+", b"Europe/Lundon", b"Mars/Olympus_Mons", b"localtime", b"../etc/passwd", b"posix/Europe/London"
    ),
    "a day that is none": _one_of(rb"\d{4}-\d\d-\d\d", b"2026-02-30", b"0000-01-01", b"9999-12-31", b"2026-13-01"),
    "an hour that is none": _one_of(rb"\d\d:\d\d", b"24:00", b"25:61", b"9", b"02:30"),
    "a text that asks for more": _one_of(
        rb"\{\{[^}]*\}\}", b"{{", b"{{ 7*7 }}", b"{{ ''.__class__ }}", b"{{ action.asks }}", b"{% include 'x' %}"
    ),
    "a text that never ends": _one_of(rb"\}\}", b"}", b"", b"{% if action.link %}", b"{% for a in b %}", b"{#"),
    "two links swapped": _swap_links,
    "a link gone astray": _one_of(
        rb"https?://", b"http://", b"javascript:", b"https:/", b"https://user:word@", b"https://127.0.0.1/"
    ),
}


def _in_place(make: Callable[[Path], object]) -> Disk:
    def done(path: Path, _: str) -> None:
        away(path)
        make(path)

    return done


def _beside(name: str) -> Disk:
    return lambda path, _: (path.parent / f"{path.stem}{name}").write_bytes(path.read_bytes()[:40])


def _node(kind: int) -> Disk:
    return _in_place(lambda path: os.mknod(path, kind | 0o600))


def _everything_gone(path: Path, _: str) -> None:
    folder = next(up for up in path.parents if (up / ROOTS[0]).is_dir())
    for root in ROOTS:
        away(folder / root)


DISKS: dict[str, Disk] = {
    "a folder": _in_place(Path.mkdir),
    "a folder with the file in it": _in_place(lambda path: (path / path.name).mkdir(parents=True)),
    "a pipe": _node(stat.S_IFIFO),
    "a socket": _node(stat.S_IFSOCK),
    "a link to nowhere": _in_place(lambda path: path.symlink_to("gone")),
    "a link to itself": _in_place(lambda path: path.symlink_to(path.name)),
    "a link out of the folder": _in_place(lambda path: path.symlink_to("/etc/hostname")),
    "a link to a device": _in_place(lambda path: path.symlink_to("/dev/zero")),
    "a link to the folder above": _in_place(lambda path: path.symlink_to("..")),
    "gone": lambda path, _: away(path),
    "its folder gone": lambda path, _: away(path.parent),
    "everything gone": _everything_gone,
    "renamed": lambda path, _: path.rename(path.with_name(f"x{path.name}")),
    "a copy": lambda path, _: path.with_name(f"x{path.name}").write_bytes(path.read_bytes()),
    "in capitals": lambda path, _: path.rename(path.with_name(path.name.upper())),
    "a half copy beside it": _beside(".yaml"),
    "what an editor left": _beside(".swp"),
    "a name with a line in it": _beside("\n.yaml"),
}
