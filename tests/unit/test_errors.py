import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from scheduler import errors
from scheduler.errors import FilesWrong, NotAllowed, Problem, SchedulerError, StoreMissing, StoreTrouble

PROBLEM = Problem(
    file="config/campaigns/camps.yaml",
    line=12,
    column=5,
    path="schedules[daily].zone",
    what="Europe/Lodnon is no time zone",
    fix="did you mean Europe/London?",
)


def kinds(of: type[SchedulerError] = SchedulerError) -> Iterator[type[SchedulerError]]:
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


WORDED = [kind for kind in kinds() if kind is not FilesWrong]


@pytest.mark.parametrize("kind", WORDED)
def test_every_error_has_words_of_its_own(kind: type[SchedulerError]) -> None:
    words = str(kind())
    assert re.match(r"[a-z].*[a-z]$", words)
    assert [other for other in WORDED if str(other()) == words] == [kind]


@pytest.mark.parametrize("kind", WORDED)
def test_every_error_says_what_it_is_told_to_say(kind: type[SchedulerError]) -> None:
    assert str(kind("the disk is full")) == "the disk is full"


def test_every_error_is_one_of_ours_and_stands_in_the_tree_of_the_module() -> None:
    named = set(re.findall(r"[A-Z][A-Za-z]+(?=[( ·\n])", (errors.__doc__ or "").partition("\n\n")[2]))
    assert {kind.__name__ for kind in kinds() if kind.__module__ == errors.__name__} <= named


def test_whoever_handles_trouble_with_the_store_handles_all_of_it() -> None:
    assert {kind.__name__ for kind in kinds(StoreTrouble)} - {"StoreTrouble"} == {
        "StoreMissing",
        "StoreReadOnly",
        "StoreNewer",
        "StoreOlder",
        "StoreDamaged",
        "StoreBusy",
    }
    assert not issubclass(NotAllowed, StoreTrouble)
    assert issubclass(StoreMissing, SchedulerError)


def test_a_problem_says_where_it_is_what_is_wrong_and_what_to_do() -> None:
    assert str(PROBLEM) == (
        "config/campaigns/camps.yaml:12:5: schedules[daily].zone: Europe/Lodnon is no time zone; "
        "did you mean Europe/London?"
    )


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    assert str(replace(PROBLEM, line=0, column=0, path="")) == (
        "config/campaigns/camps.yaml: Europe/Lodnon is no time zone; did you mean Europe/London?"
    )


def test_a_warning_is_called_one() -> None:
    assert str(replace(PROBLEM, severity="warning")).startswith(
        "config/campaigns/camps.yaml:12:5: warning: schedules[daily].zone: "
    )


def test_a_problem_is_an_error_unless_it_says_otherwise() -> None:
    assert PROBLEM.severity == "error"


def test_problems_are_in_the_order_of_the_files() -> None:
    later = replace(PROBLEM, line=100, column=1)
    other = replace(PROBLEM, file="config/accounts.yaml", line=200)
    assert sorted([later, PROBLEM, other]) == [other, PROBLEM, later]


def test_wrong_files_say_every_problem_on_its_line() -> None:
    second = replace(PROBLEM, line=13)
    wrong = FilesWrong((PROBLEM, second))
    assert wrong.problems == (PROBLEM, second)
    assert str(wrong) == f"{PROBLEM}\n{second}"


def test_wrong_files_without_a_problem_still_have_words() -> None:
    assert str(FilesWrong(())) == "the files cannot be taken as they are"
