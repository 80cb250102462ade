from typing import Annotated

import pytest
from pydantic import Field

from scheduler.config.accounts import AccountsForm
from scheduler.config.campaigns import CampaignForm
from scheduler.config.composing import compose
from scheduler.config.fitting import Fitted, fit
from scheduler.config.forms import Form, key
from scheduler.config.nodes import Group, Scalar, walk
from scheduler.config.values import ByLanguage, Text


class Crew(Form):
    name: Text = key("A name.", example="Ada")
    tasks: Annotated[tuple[Text, ...], Field(min_length=1)] = key("Tasks.", default=("row",), example="[row, bail]")


class Boat(Form):
    name: ByLanguage = key("Its name.", example="Ada")
    crew: tuple[Crew, ...] = key("Who is on board.", default=(), example="[{name: Ada}]")
    ports: dict[str, Text] = key("Ports.", default={}, example="{home: London}")
    mate: Crew | None = key("The mate.", default=None, example="{name: Ada}")


def fitted(text: str, **stand_ins: str) -> Fitted[Boat]:
    root = compose(text).root
    assert isinstance(root, Group)
    broken = [trail for trail, node in walk(root) if isinstance(node, Scalar) and node.broken]
    return fit(Boat, root, broken, stand_ins)


def test_what_fits_becomes_the_form() -> None:
    form, misfits = fitted("name: Ada\ncrew:\n  - name: Eve\n    tasks: [bail]\n")

    assert misfits == ()
    assert form is not None
    assert form.name == {"": "Ada"}
    assert form.crew[0].tasks == ("bail",)
    assert form.crew[0].trail == ("crew", 0)


@pytest.mark.parametrize(
    ("text", "trail", "what", "fix"),
    [
        ("name: A\nkrew: []", ("krew",), "this key is not known here", "did you mean 'crew'?"),
        ("name: A\ncolour: b", ("colour",), "this key is not known here", "known: crew, mate, name, ports"),
        ("name: A\nmate: {}", ("mate", "name"), "this is missing", "add `name: Ada`"),
        ("name: A\ncrew: Eve", ("crew",), "a list belongs here", "write it as `crew: [{name: Ada}]`"),
        ("name: A\ncrew: {a: b}", ("crew",), "a list belongs here", "write it as `crew: [{name: Ada}]`"),
        (
            "name: A\ncrew: [Eve]",
            ("crew", 0),
            "keys with their values belong here",
            "write it as `crew: [{name: Ada}]`",
        ),
        ("name: A\nmate: Eve", ("mate",), "keys with their values belong here", "write it as `mate: {name: Ada}`"),
        (
            "name: A\nports: [B]",
            ("ports",),
            "keys with their values belong here",
            "write it as `ports: {home: London}`",
        ),
        (
            "name: A\nmate: {name: B, tasks: []}",
            ("mate", "tasks"),
            "there is nothing in this",
            "write it as `tasks: [row, bail]`",
        ),
        ("name: A\nmate: {name: ' '}", ("mate", "name"), "this text is empty", "write it, or leave it out"),
        (
            "name: A\nmate: {name: [B]}",
            ("mate", "name"),
            "one value belongs here, not a list or a group",
            "write it behind the `:`, without brackets, - or keys",
        ),
        (
            "name: {EN: A}\nmate: {name: B}",
            ("name", "EN"),
            "this is not the code of a language",
            "write it as en, ru or pt-BR",
        ),
    ],
)
def test_each_misfit_is_told_where_it_is(text: str, trail: tuple[str | int, ...], what: str, fix: str) -> None:
    _, misfits = fitted(text, name="unnamed")

    assert [(m.trail, m.what, m.fix) for m in misfits] == [(trail, what, fix)]


def test_a_wrong_key_is_told_at_the_key() -> None:
    assert [m.at_key for m in fitted("name: A\nkrew: []").misfits] == [True]
    assert [m.at_key for m in fitted("name: {EN: A}").misfits] == [True]
    assert [m.at_key for m in fitted("name: A\ncrew: B").misfits] == [False]


def test_what_is_left_without_the_misfits_is_still_a_form() -> None:
    form, misfits = fitted("name: A\nkrew: []\ncrew: [Eve, {name: Ada}, {name: ''}, {name: Bo, tasks: x}]")

    assert {m.trail for m in misfits} == {("krew",), ("crew", 0), ("crew", 2, "name"), ("crew", 3, "tasks")}
    assert len(misfits) == 4
    assert form is not None
    assert [(member.name, member.trail, member.tasks) for member in form.crew] == [
        ("Ada", ("crew", 1), ("row",)),
        ("Bo", ("crew", 3), ("row",)),
    ]


def test_nothing_is_told_of_what_was_complained_about() -> None:
    form, misfits = fitted("name: @A\ncrew: [{name: @B}, {name: C, tasks: [@d]}]\nports: {home: @E}")

    assert misfits == ()
    assert form is None


def test_a_key_that_everything_needs_may_have_a_stand_in() -> None:
    form, misfits = fitted("crew: [{name: Ada}]", name="unnamed")

    assert [m.trail for m in misfits] == [("name",)]
    assert form is not None
    assert form.name == {"": "unnamed"}
    assert form.crew[0].name == "Ada"


def test_without_what_everything_needs_there_is_no_form() -> None:
    form, misfits = fitted("crew: [{name: Ada}]")

    assert [m.trail for m in misfits] == [("name",)]
    assert form is None


def test_two_ways_of_saying_one_thing_exclude_each_other() -> None:
    root = compose("id: a\nschedules: [{id: b, accounts: [c], zone: UTC, at: {cron: 0 9 * * *, per_day: 3}}]").root
    assert isinstance(root, Group)

    (misfit,) = fit(CampaignForm, root).misfits

    assert misfit.trail == ("schedules", 0, "at", "per_day")
    assert misfit.what == "this key cannot stand beside the others here"


def test_many_misfits_are_found_in_one_go() -> None:
    root = compose("accounts:\n" + "  - {id: a, network: papper, colour: b}\n" * 500).root
    assert isinstance(root, Group)

    assert len(fit(AccountsForm, root).misfits) == 1000
