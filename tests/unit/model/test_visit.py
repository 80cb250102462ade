import pytest

from scheduler.model.visit import Ending, Step, Visit

THERE = Step("https://petition.example/", 200)


def test_a_visit_ended_where_its_last_step_led() -> None:
    found = Visit(steps=(Step("https://a.example/", 301), THERE), ending=Ending.ANSWER)

    assert (found.address, found.status, found.arrived) == ("https://petition.example/", 200, True)


@pytest.mark.parametrize(("status", "arrived"), [(204, True), (299, True), (304, False), (404, False), (500, False)])
def test_a_page_is_what_answers_with_one(status: int, *, arrived: bool) -> None:
    assert Visit(steps=(Step("https://a.example/", status),), ending=Ending.ANSWER).arrived is arrived


def test_a_visit_that_was_broken_off_has_no_status() -> None:
    found = Visit(steps=(THERE,), ending=Ending.INSECURE)

    assert (found.status, found.arrived) == (None, False)
