import pytest

from scheduler.config.accounts import AccountsForm
from scheduler.config.documents import LEAK, Document, leaked, problems_of, read_document
from scheduler.config.flaws import Flaw, Mark
from scheduler.config.settings import SettingsForm
from scheduler.errors import Problem

ACCOUNTS = "accounts:\n  - id: demo\n    network: paper\n    limits: {gap: 2h}\n"
FLAW = Flaw(Mark(3, 5), "what", "fix")


def document(text: str = ACCOUNTS) -> Document[AccountsForm]:
    return read_document("a.yaml", text, AccountsForm)


def test_a_document_holds_its_nodes_and_its_form() -> None:
    found = document()

    assert found.problems == ()
    assert found.root is not None
    assert found.form is not None
    assert found.form.accounts[0].id == "demo"


def test_a_problem_stands_at_the_value_or_at_the_key() -> None:
    trail = ("accounts", 0, "limits", "gap")

    assert document().problem(trail, "what", "fix") == Problem(
        "a.yaml", 4, 19, "accounts[demo].limits.gap", "what", "fix"
    )
    assert document().problem(trail, "what", "fix", at_key=True).column == 14
    assert document().problem(trail, "what", "fix", severity="warning").severity == "warning"


def test_a_problem_of_what_is_missing_stands_at_what_it_is_missing_from() -> None:
    found = document().problem(("accounts", 0, "token", "env"), "what", "fix")

    assert (found.line, found.column, found.path) == (2, 5, "accounts[demo].token.env")


def test_a_problem_of_a_file_without_nodes_has_no_line() -> None:
    assert str(Document[AccountsForm]("a.yaml").problem((), "what", "fix")) == "a.yaml: what; fix"


def test_a_document_has_what_it_says_right_or_wrong() -> None:
    found = document("accounts:\n  - id: demo\n    network: papper\n    token:\n")

    assert found.has(("accounts", 0, "network"))
    assert found.has(("accounts", 0, "token"))
    assert not found.has(("accounts", 0, "like"))
    assert not Document[AccountsForm]("a.yaml").has(())


def test_an_item_is_found_by_its_text() -> None:
    found = read_document("a.yaml", "a: [b, [c], d, b]\ne: f", SettingsForm)

    assert found.item(("a",), "d") == ("a", 2)
    assert found.item(("a",), "b") == ("a", 3)
    assert found.item(("a",), "c") == ("a",)
    assert found.item(("e",), "f") == ("e",)
    assert found.item(("g",), "h") == ("g",)


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_file_says_nothing_and_that_may_be_enough(text: str) -> None:
    assert read_document("a.yaml", text, SettingsForm).problems == ()
    assert [str(problem) for problem in document(text).problems] == [
        "a.yaml:1:1: accounts: this is missing; add `accounts: [{id: demo, network: paper}]`"
    ]


@pytest.mark.parametrize("text", ["- a\n", "a\n", '"a: b"\n'])
def test_a_file_begins_with_a_key(text: str) -> None:
    found = document(text)

    assert [str(problem) for problem in found.problems] == [
        "a.yaml:1:1: this file does not begin with a key; begin it with `key: value`"
    ]
    assert found.form is None


def test_what_is_known_of_a_text_already_is_told_with_its_path() -> None:
    found = read_document("a.yaml", ACCOUNTS, AccountsForm, flaws=[FLAW])

    assert found.problems == (Problem("a.yaml", 3, 5, "accounts[demo].network", "what", "fix"),)


def test_flaws_without_nodes_have_no_path_but_their_own() -> None:
    own = FLAW._replace(path="here")

    assert [problem.path for problem in problems_of("a.yaml", [FLAW, own])] == ["", "here"]


def test_a_secret_is_told_once_and_never_shown() -> None:
    found = document("accounts:\n  - {id: demo, network: bluesky, token: hunter}\n")

    assert [(p.line, p.column, p.path, p.what) for p in found.problems] == [(2, 41, "accounts[demo].token", LEAK)]
    assert "hunter" not in str(found.problems)


def test_a_token_beside_the_nodes_is_told_where_no_problem_names_its_line() -> None:
    text = "a: xoxb-not-a-real-token\n# xoxb-not-a-real-token"
    known = [Problem("a.yaml", 1, 4, "a", LEAK, "fix"), Problem("a.yaml", 2, 1, "a", "another", "fix")]

    assert [(p.line, p.column, p.path) for p in leaked("a.yaml", text, known)] == [(2, 3, "")]


def test_lines_are_those_of_the_file() -> None:
    found = read_document("a.txt", "horizon: x\n", SettingsForm, first_line=2)

    assert [problem.line for problem in found.problems] == [2]
    assert read_document("a.txt", "", AccountsForm, first_line=2).problems[0].line == 2
