"""A small house written as files; a test changes the line that it is about."""

from pathlib import Path

from scheduler.config.reading import Reading, read
from scheduler.model.version import Tree

ACCOUNTS = "config/accounts.yaml"
SETTINGS = "config/awareness.yaml"
CAMPAIGN = "config/campaigns/harbour.yaml"
TEMPLATE = "templates/harbour/plain.txt"

FILES = {
    ACCOUNTS: """accounts:
  - id: demo
    network: paper
""",
    CAMPAIGN: """id: harbour
actions:
  - id: sign
    kind: petition
    ask: Sign the petition.
    link: {url: "https://petition.example/"}
schedules:
  - id: daily
    accounts: [demo]
    at: {cron: "0 9 * * *"}
    zone: Europe/London
""",
    TEMPLATE: """---
for: [petition]
drop: [hashtags]
---
{{ action.ask }} {{ action.link }}
""",
}


def harbour(*edits: tuple[str, str, str], more: dict[str, str] | None = None) -> Tree:
    """Each edit: a file, what stands in it once, what shall stand there. `more` adds files, or replaces them."""
    texts = {**FILES, **(more or {})}
    for file, old, new in edits:
        if texts[file].count(old) != 1:
            raise ValueError(f"{file} holds {old!r} {texts[file].count(old)} times")
        texts[file] = texts[file].replace(old, new)
    return Tree(files={file: text.encode() for file, text in texts.items()})


def reading(*edits: tuple[str, str, str], more: dict[str, str] | None = None) -> Reading:
    return read(harbour(*edits, more=more))


def lines(*edits: tuple[str, str, str], more: dict[str, str] | None = None) -> list[str]:
    """The problems, as people see them."""
    return [str(problem) for problem in reading(*edits, more=more).problems]


def tree_in(folder: Path) -> Tree:
    """What lies in config/ and templates/ of a folder."""
    files = [path for part in ("config", "templates") for path in (folder / part).rglob("*") if path.is_file()]
    return Tree(files={path.relative_to(folder).as_posix(): path.read_bytes() for path in files})


def write(folder: Path, files: dict[str, str] | None = None) -> Path:
    for file, text in (FILES if files is None else files).items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
