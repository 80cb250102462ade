"""Where everything of a house lies, and what the files in it say; all that reading them takes, and no store."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.config.reading import read
from scheduler.model.version import Tree
from scheduler.service.accepting import Understood
from scheduler.service.checking import check, check_templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where everything lies: `folder` holds config/ and templates/, `data` the store and the paper feed."""

    folder: Path
    data: Path

    @property
    def store(self) -> Path:
        return self.data / "awareness.db"

    @property
    def paper(self) -> Path:
        return self.data / "paper"

    @property
    def log(self) -> Path:
        return self.data / "log.jsonl"

    @property
    def last_ping(self) -> Path:
        return self.data / "last-ping"

    @property
    def alerts(self) -> Path:
        return self.data / "alerts.jsonl"


def understand(tree: Tree, now: datetime | None) -> Understood:
    """What a tree of files says, with every problem that the files themselves and their texts have. `now` None: the
    texts were judged before."""
    found = read(tree, judged=now is None)
    if now is None:
        return Understood(house=found.house, problems=found.problems)
    if found.house is None:
        problems = {*found.problems, *check_templates(found.templates)}
        return Understood(house=None, problems=tuple(sorted(problems)))

    def place(campaign: str, path: str) -> tuple[str, int, int]:
        file = found.campaign_files[campaign]
        mark = found.locate(file, path)
        return file, mark.line, mark.column

    problems = {*found.problems, *check(found.house, place, now)}
    broken = any(p.severity == "error" for p in problems)
    return Understood(house=None if broken else found.house, problems=tuple(sorted(problems)), place=place)
