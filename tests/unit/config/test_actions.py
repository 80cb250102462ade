from datetime import UTC, date, datetime

import pytest
from pydantic_core import PydanticCustomError

from scheduler.config.actions import ActionForm, verification
from scheduler.model.campaign import Action, Contact, Kind, Link, Verification

SHORTEST = {"id": "rally", "kind": "rally", "ask": "Come."}


def action(**more: object) -> Action:
    return ActionForm.model_validate({**SHORTEST, **more}).build("en")


def test_an_action_is_an_id_a_kind_and_an_ask() -> None:
    assert action() == Action(id="rally", kind=Kind.RALLY, ask={"en": "Come."})


def test_every_key_of_an_action_can_be_given() -> None:
    found = action(
        ask={"en": "Come.", "ru": "Приходите."},
        name="The rally",
        link={"url": "https://a.example/", "verified": "2026-05-01 by Anna"},
        place="The square",
        when="2026-05-17 14:00",
        opens="2026-05-01",
        until="2026-05-16",
        zone="Europe/London",
        amount="EUR 5",
        contact={"phone": "112"},
        targets=["ohchr"],
        share="2",
        was="old-rally",
    )

    assert found == Action(
        id="rally",
        kind=Kind.RALLY,
        ask={"en": "Come.", "ru": "Приходите."},
        name={"en": "The rally"},
        link=Link(url="https://a.example/", verified=Verification(on=date(2026, 5, 1), by="Anna")),
        place={"en": "The square"},
        when=datetime(2026, 5, 17, 13, tzinfo=UTC),
        opens=datetime(2026, 4, 30, 23, tzinfo=UTC),
        until=datetime(2026, 5, 16, 23, tzinfo=UTC),
        amount={"en": "EUR 5"},
        contact=Contact(phone="112"),
        targets=("ohchr",),
        share=2,
        was="old-rally",
    )


def test_a_dated_action_is_over_when_it_takes_place() -> None:
    assert action(when="2026-05-17 14:00").until == datetime(2026, 5, 17, 14, tzinfo=UTC)
    assert action(when="2026-05-17 14:00", until="2026-05-17 16:00").until == datetime(2026, 5, 17, 16, tzinfo=UTC)
    assert action(until="2026-05-17").until == datetime(2026, 5, 18, tzinfo=UTC)
    assert action(opens="2026-05-17").until is None


def test_when_keeps_its_wall_clock_and_the_bounds_are_in_utc() -> None:
    found = action(when="2026-05-17 14:00", opens="2026-05-01", zone="Europe/London")

    assert found.when is not None
    assert found.when.isoformat() == "2026-05-17T14:00:00+01:00"
    assert found.opens is not None
    assert found.opens.tzinfo is UTC
    assert found.until is not None
    assert found.until.tzinfo is UTC


def test_a_link_that_nobody_has_looked_at_says_so_or_nothing() -> None:
    assert action(link={"url": "https://a.example/"}).link == Link(url="https://a.example/")
    assert action(link={"url": "https://a.example/", "verified": "never"}).link == Link(url="https://a.example/")


def test_a_verification_is_a_date_and_a_name() -> None:
    assert verification("never") is None
    assert verification("2026-05-01 by Anna K") == Verification(on=date(2026, 5, 1), by="Anna K")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("yes", "this does not say who looked at the link, and when"),
        ("2026-05-01", "this does not say who looked at the link, and when"),
        ("2026-05-01 by ", "this does not say who looked at the link, and when"),
        ("today by Anna", "this is not a date"),
        ("2026-02-30 by Anna", "2026-02-30 is not in the calendar"),
    ],
)
def test_another_verification_is_refused(text: str, what: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        verification(text)

    assert error.value.context is not None
    assert error.value.context["what"] == what
