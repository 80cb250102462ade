"""Every file of a tree, each read by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from scheduler.config.accounts import AccountsForm
from scheduler.config.campaigns import CampaignForm
from scheduler.config.documents import Document, leaked, problems_of, read_document
from scheduler.config.forms import Form
from scheduler.config.names import ID_PATTERN
from scheduler.config.settings import SettingsForm
from scheduler.config.sheets import Sheet, read_sheet
from scheduler.config.text import decode
from scheduler.errors import Problem
from scheduler.model.picture_rule import is_picture
from scheduler.model.version import Tree

SETTINGS = "config/awareness.yaml"
ACCOUNTS = "config/accounts.yaml"
CAMPAIGN = re.compile(r"config/campaigns/([^/]+)\.yaml")
TEMPLATE = re.compile(r"templates/([^/]+)/([^/]+)\.txt")

F = TypeVar("F", bound=Form)


@dataclass(slots=True)
class Papers:
    """`pictures` are the bytes of files that look like pictures by their names. `strays` are the problems of files that
    nothing reads."""

    settings: Document[SettingsForm] | None = None
    accounts: Document[AccountsForm] | None = None
    campaigns: list[Document[CampaignForm]] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    strays: list[Problem] = field(default_factory=list)

    def problems(self) -> Iterator[Problem]:
        for document in (self.settings, self.accounts, *self.campaigns):
            yield from document.problems if document else ()
        for sheet in self.sheets:
            yield from sheet.problems
        yield from self.strays


def read_papers(tree: Tree) -> Papers:
    papers = Papers()
    for file in sorted(tree.files):
        content = tree.files[file]
        campaign, template = CAMPAIGN.fullmatch(file), TEMPLATE.fullmatch(file)
        if file == SETTINGS:
            papers.settings = _document(file, content, SettingsForm)
        elif file == ACCOUNTS:
            papers.accounts = _document(file, content, AccountsForm)
        elif campaign:
            papers.campaigns.append(_document(file, content, CampaignForm, campaign[1]))
        elif template:
            papers.sheets.append(read_sheet(file, content, *template.groups()))
        elif is_picture(file):
            papers.pictures[file] = content
        else:
            papers.strays.append(_stray(file))
    if papers.accounts is None:
        fix = "add it, with `accounts: [{id: demo, network: paper}]` for a beginning"
        papers.strays.append(Problem(ACCOUNTS, 0, 0, "", "this file is missing", fix))
    return papers


def _document(file: str, content: bytes, form: type[F], stem: str = "") -> Document[F]:
    text = decode(content)
    if text.clean is None:
        return Document(file, problems=problems_of(file, text.flaws))
    stand_ins = {"id": stem} if re.fullmatch(ID_PATTERN, stem) else {"id": "unnamed"}
    document = read_document(file, text.clean, form, flaws=text.flaws, stand_ins=stand_ins)
    return replace(document, problems=(*document.problems, *leaked(file, text.clean, document.problems)))


def _stray(file: str) -> Problem:
    stem, _, ending = file.rpartition(".")
    if CAMPAIGN.fullmatch(f"{stem}.yaml") and ending in ("yml", "YAML", "YML"):
        fix = f"rename it to {stem.rpartition('/')[2]}.yaml"
    elif file.startswith("config/"):
        fix = "config/ holds awareness.yaml, accounts.yaml and campaigns/*.yaml; move it elsewhere"
    else:
        fix = "templates/ holds <campaign id>/*.txt, and pictures; move it there, or elsewhere"
    return Problem(file, 0, 0, "", "this file is not read", fix, "warning")
