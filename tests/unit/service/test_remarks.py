from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.model.campaign import Verification
from scheduler.model.visit import Ending, Remark, Seen, Severity, Step, Visit
from scheduler.service.remarks import host_of, of_verification, remarks, same_site, worst
from tests.make import utc

FINE, LOOK, WRONG = Severity
START = "https://www.petition.example/sign"


def a_visit(
    *more: str, ending: Ending = Ending.ANSWER, status: int = 200, trouble: str = "", title: str = "", **seen: str
) -> Visit:
    addresses = (START, *more)
    steps = tuple(Step(address, 301) for address in addresses[:-1])
    return Visit(steps=(*steps, Step(addresses[-1], status)), ending=ending, trouble=trouble, title=title, **seen)  # type: ignore[arg-type]  # no test gives seconds


def said(visit: Visit, before: Seen | None = None) -> list[tuple[Severity, str]]:
    return [(remark.severity, remark.text) for remark in remarks(visit, before)]


def test_a_page_that_is_there_is_fine_and_named_by_its_title() -> None:
    assert said(a_visit(title="Sign")) == [(FINE, "the page is there: “Sign”")]
    assert said(a_visit()) == [(FINE, "the page is there")]


@pytest.mark.parametrize(
    "end", ["https://petition.example/", "https://www.petition.example/en", "https://act.petition.example/"]
)
def test_another_page_of_the_same_site_is_fine(end: str) -> None:
    assert said(a_visit(end)) == [(FINE, "the page is there")]


@pytest.mark.parametrize("ending", [Ending.ANSWER, Ending.SILENT, Ending.CERTIFICATE, Ending.NO_NAME])
def test_a_link_that_leads_to_another_site_is_wrong_whatever_it_finds_there(ending: Ending) -> None:
    assert said(a_visit("https://swapped.example/give", ending=ending))[0] == (
        WRONG,
        "it leads to swapped.example now; if that is meant, write https://swapped.example/give and verify it again",
    )


@pytest.mark.parametrize(
    ("visit", "severity", "text"),
    [
        (
            a_visit(status=404),
            WRONG,
            "it is dead: the page is gone (404); write where it is now, or take it out",
        ),
        (
            a_visit(status=410),
            WRONG,
            "it is dead: the page is gone (410); write where it is now, or take it out",
        ),
        (
            a_visit(ending=Ending.NO_NAME, trouble="there is no x.example"),
            WRONG,
            "it is dead: there is no x.example; write where the page is now, or take it out",
        ),
        (
            a_visit("https://10.0.0.1/", ending=Ending.PRIVATE, trouble="it leads to 10.0.0.1"),
            WRONG,
            "it leads into a private network, and was not followed: it leads to 10.0.0.1; take it out",
        ),
        (
            a_visit("ftp://x.example/", ending=Ending.ODD, trouble="it leads to ftp:"),
            WRONG,
            "it was not followed: it leads to ftp:; write where the page is now",
        ),
        (
            a_visit(ending=Ending.INSECURE, trouble="it leads to http://x"),
            WRONG,
            "it is not secure: it leads to http://x; ask those whose page it is",
        ),
        (
            a_visit(ending=Ending.CERTIFICATE, trouble="no secure connection could be made"),
            WRONG,
            "it is not secure: no secure connection could be made; ask those whose page it is",
        ),
        (
            a_visit(ending=Ending.ROUND, trouble="it leads round in a circle"),
            WRONG,
            "it opens no page: it leads round in a circle; write where the page is now",
        ),
        (
            a_visit(ending=Ending.SILENT, trouble="it took too long"),
            LOOK,
            "it cannot be reached for now: it took too long; look again later",
        ),
        (
            a_visit(status=503),
            LOOK,
            "it cannot be reached for now: the server has trouble (503); look again later",
        ),
        (a_visit(status=403), LOOK, "it does not open for a program (403); open it in a browser"),
        (a_visit(status=304), LOOK, "it does not open for a program (304); open it in a browser"),
        (
            a_visit(content_type="application/zip; a=b"),
            LOOK,
            "it is no page but a file (application/zip); open it in a browser",
        ),
        (
            a_visit(goes_on_to="/en"),
            LOOK,
            "the page itself sends a browser on to /en; open it and see where it ends",
        ),
        (
            a_visit(goes_on_to="https://swapped.example/"),
            WRONG,
            "the page itself sends a browser on to https://swapped.example/; open it and see where it ends",
        ),
    ],
)
def test_each_ending_is_said_in_plain_words(visit: Visit, severity: Severity, text: str) -> None:
    assert said(visit) == [(severity, text)]


def test_what_has_changed_since_the_last_look_wants_a_look() -> None:
    before = Seen(at=utc("2026-05-03 10:00"), address="https://old.example/", title="Sign")
    assert said(a_visit(title="Casino"), before) == [
        (LOOK, "it led to old.example on 3 May 2026, and leads to www.petition.example now"),
        (LOOK, "its title was “Sign” on 3 May 2026 and is “Casino” now; is it still that page?"),
    ]
    assert said(a_visit(title="Sign"), Seen(at=before.at, address=START, title="Sign"))[0][0] is FINE
    assert len(said(a_visit(status=503), before)) == 1


ANNA = Verification(on=date(2026, 5, 1), by="Anna")


def test_a_link_that_one_action_has_not_verified_is_said_to_be_so() -> None:
    assert of_verification([("a/b", None), ("a/c", ANNA)], date(2026, 5, 2)) == [
        Remark(LOOK, "nobody has verified it (a/b): no public network will carry it")
    ]


def test_a_verification_grows_old() -> None:
    assert of_verification([("a/b", ANNA)], date(2026, 10, 28)) == []
    assert of_verification([("a/b", ANNA)], date(2026, 10, 29)) == [
        Remark(LOOK, "Anna looked at it 181 days ago: look again, and write the new day")
    ]
    newer = Verification(on=date(2026, 10, 1), by="Ben")
    assert of_verification([("a/b", ANNA), ("a/c", newer)], date(2026, 10, 29)) == []


def test_the_worst_finding_counts() -> None:
    assert worst([Remark(LOOK, ""), Remark(WRONG, ""), Remark(FINE, "")]) is WRONG
    assert worst([]) is FINE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a.example", "a.example", True),
        ("www.a.example", "a.example", True),
        ("a.example", "b.a.example", True),
        ("A.example.", "a.EXAMPLE", True),
        ("a.example", "b.example", False),
        ("a.github.io", "b.github.io", False),
        ("a.co.uk", "b.co.uk", False),
        ("a.example", "evil-a.example", False),
        ("a.example", "a.example.evil.example", False),
        ("example", "a.example", False),
        ("www.example", "a.example", False),
        ("", "a.example", False),
    ],
)
def test_hosts_belong_together_only_where_that_is_sure(one: str, other: str, *, same: bool) -> None:
    assert same_site(one, other) is same_site(other, one) is same


LABELS = st.text("abc", min_size=1, max_size=3)


@given(st.lists(LABELS, min_size=2, max_size=4), st.lists(LABELS, min_size=2, max_size=4))
def test_no_two_hosts_that_lie_beside_each_other_are_one_site(one: list[str], other: list[str]) -> None:
    beneath = one[-len(other) :] == other or other[-len(one) :] == one

    assert same_site(".".join(one), ".".join(other)) is beneath


def test_what_is_no_address_has_no_host() -> None:
    assert [host_of(text) for text in ("https://[", "/path", "https://a.example/")] == ["", "", "a.example"]
