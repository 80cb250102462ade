"""From a tree of files to the house that they describe, or to everything that is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scheduler.config.flaws import Mark
from scheduler.config.identities import check_identities
from scheduler.config.papers import Papers, read_papers
from scheduler.config.paths import places
from scheduler.config.picturing import check_pictures, check_pixels
from scheduler.config.references import campaign_id, check_references
from scheduler.config.sense import check_sense
from scheduler.config.translations import check_translations
from scheduler.config.watch_sense import check_watching
from scheduler.errors import Problem
from scheduler.model.house import House, Settings
from scheduler.model.template import Template
from scheduler.model.version import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`house` None: some problem is an error; `templates` are then those that could be read all the same.
    `problems` are in the order of the files, warnings among them.
    `places` are those of every path in every file; `campaign_files` the file of each campaign, by its id."""

    house: House | None
    templates: tuple[Template, ...]
    problems: tuple[Problem, ...]
    places: Mapping[tuple[str, str], Mark] = field(repr=False)
    campaign_files: Mapping[str, str]

    def locate(self, file: str, path: str) -> Mark:
        """Line and column of a path in the user's words (`actions[sign].link`), or of the nearest thing around it;
        (0, 0) where the file holds nothing of the kind."""
        while path:
            if (file, path) in self.places:
                return self.places[file, path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return Mark(0, 0)


def read(tree: Tree, *, judged: bool = False) -> Reading:
    """Raises nothing: whatever the bytes are, there is a house or a problem. `judged`: this tree was taken before, and
    its pictures, which take their time, are not opened again."""
    papers = read_papers(tree)
    checks = (check_identities, check_references, check_sense, check_translations, check_pictures, check_watching)
    found = {*papers.problems(), *(problem for check in checks for problem in check(papers))}
    problems = sorted(found if judged else found | set(check_pixels(papers)))
    wrong = any(problem.severity == "error" for problem in problems)
    return Reading(
        house=None if wrong else _build(papers),
        templates=tuple(sheet.template for sheet in papers.sheets if sheet.template is not None),
        problems=tuple(problems),
        places=dict(_places(papers)),
        campaign_files={name: doc.file for doc in reversed(papers.campaigns) if (name := campaign_id(doc))},
    )


def _build(papers: Papers) -> House:
    campaigns = [document.form for document in papers.campaigns if document.form is not None]
    accounts = papers.accounts.form.accounts if papers.accounts and papers.accounts.form else ()
    settings = papers.settings.form if papers.settings else None
    return House(
        settings=settings.build() if settings else Settings(),
        accounts=tuple(account.build() for account in accounts),
        campaigns=tuple(campaign.build(papers.pictures) for campaign in campaigns),
        templates=tuple(sheet.template for sheet in papers.sheets if sheet.template is not None),
        schedules=tuple(s.build(campaign.id) for campaign in campaigns for s in campaign.schedules),
    )


def _places(papers: Papers) -> Iterator[tuple[tuple[str, str], Mark]]:
    documents = (papers.settings, papers.accounts, *papers.campaigns, *(sheet.document for sheet in papers.sheets))
    for document in documents:
        if document is not None and document.root is not None:
            # the first of two equal paths wins, so it goes in last
            for path, mark in reversed(list(places(document.root))):
                yield (document.file, path), mark
