import pytest

from scheduler.config.papers import ACCOUNTS, SETTINGS, read_papers
from scheduler.model.version import Tree
from tests.harbour import CAMPAIGN, FILES, TEMPLATE, harbour

FILE = {file: text.encode() for file, text in FILES.items()}


def told(**files: bytes) -> list[str]:
    return [str(problem) for problem in read_papers(Tree(files={**FILE, **files})).problems()]


def test_every_file_is_read_by_its_place() -> None:
    papers = read_papers(harbour(more={SETTINGS: "git: ignore"}))

    assert papers.settings is not None
    assert papers.settings.form is not None
    assert papers.accounts is not None
    assert papers.accounts.form is not None
    assert [document.file for document in papers.campaigns] == [CAMPAIGN]
    assert [sheet.file for sheet in papers.sheets] == [TEMPLATE]
    assert list(papers.problems()) == []


def test_settings_may_be_missing_and_accounts_may_not() -> None:
    assert told() == []
    missing = read_papers(Tree(files={CAMPAIGN: FILE[CAMPAIGN]}))
    assert [str(problem) for problem in missing.problems()] == [
        f"{ACCOUNTS}: this file is missing; add it, with `accounts: [{{id: demo, network: paper}}]` for a beginning"
    ]


@pytest.mark.parametrize(
    ("file", "fix"),
    [
        ("config/campaigns/port.yml", "rename it to port.yaml"),
        ("config/campaigns/port.YAML", "rename it to port.yaml"),
        (
            "config/campaigns/port.txt",
            "config/ holds awareness.yaml, accounts.yaml and campaigns/*.yaml; move it elsewhere",
        ),
        (
            "config/campaigns/old/port.yaml",
            "config/ holds awareness.yaml, accounts.yaml and campaigns/*.yaml; move it elsewhere",
        ),
        ("config/notes.yml", "config/ holds awareness.yaml, accounts.yaml and campaigns/*.yaml; move it elsewhere"),
        ("templates/plain.txt", "templates/ holds <campaign id>/*.txt, and pictures; move it there, or elsewhere"),
        (
            "templates/harbour/plain.md",
            "templates/ holds <campaign id>/*.txt, and pictures; move it there, or elsewhere",
        ),
        (
            "templates/harbour/old/plain.txt",
            "templates/ holds <campaign id>/*.txt, and pictures; move it there, or elsewhere",
        ),
    ],
)
def test_a_file_that_nothing_reads_is_a_warning(file: str, fix: str) -> None:
    assert told(**{file: b""}) == [f"{file}: warning: this file is not read; {fix}"]


def test_the_problems_of_all_papers_come_together() -> None:
    found = told(**{SETTINGS: b"a: b", ACCOUNTS: b"\xff", CAMPAIGN: b"[", TEMPLATE: b"---", "config/x": b""})

    assert [line.split(":")[0] for line in found] == [SETTINGS, ACCOUNTS, CAMPAIGN, TEMPLATE, "config/x"]


def test_a_campaign_without_an_id_goes_by_the_name_of_its_file_until_it_is_mended() -> None:
    for name, stand_in in (("port", "port"), ("The Port", "unnamed")):
        papers = read_papers(Tree(files={**FILE, f"config/campaigns/{name}.yaml": b"paused: no\n"}))
        document = next(found for found in papers.campaigns if found.file != CAMPAIGN)

        assert [problem.what for problem in document.problems] == ["this is missing"]
        assert document.form is not None
        assert document.form.id == stand_in


def test_a_token_in_a_comment_is_told() -> None:
    (line,) = told(**{ACCOUNTS: FILE[ACCOUNTS] + b"# xoxb-not-a-real-token\n"})

    assert line.startswith(f"{ACCOUNTS}:4:3: a token or a password is written in this file")
