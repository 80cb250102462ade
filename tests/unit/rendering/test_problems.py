"""All that is wrong with a template at once, in the words and at the places of the person who wrote it."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduler.errors import Problem
from scheduler.model.campaign import Kind
from scheduler.model.template import Template, Variant
from scheduler.rendering.names import NAMES
from scheduler.rendering.problems import cannot_carry, template_problems, uses
from tests.make import a_campaign, a_fact, a_target, a_template, an_action

FILE = "templates/close-the-camps/petition.txt"


def template(source: str, *others: Variant, **more: Any) -> Template:
    return a_template(variants=(Variant(name="text", source=source, line=1), *others), **more)


def problems_of(written: Template, **campaign: Any) -> list[Problem]:
    return template_problems(written, a_campaign(**campaign))


def test_a_good_template_has_no_problems() -> None:
    written = template("{{ fact }}\n\n{{ action.ask }} {{ action.link }} {{ hashtags }}", drop=("fact", "hashtags"))

    assert problems_of(written) == []


def test_problems_stand_where_the_file_has_them() -> None:
    short = Variant(name="short", source="{{ action.lnk }}", line=4, column=11)
    body = Variant(name="text", source="ab\n{% for x in targets %}\n{{ x }}{% endfor %}\n #a #A", line=6)

    assert problems_of(a_template(variants=(body, short))) == [
        Problem(
            FILE,
            7,
            4,
            "",
            "{% for %} is a loop, which a template cannot hold",
            "lists print themselves: write {{ hashtags }}",
        ),
        Problem(FILE, 9, 5, "", "#A stands here for the second time", "say it once"),
        Problem(FILE, 4, 14, "variants.short", "there is no action.lnk", "did you mean action.link?"),
    ]


def test_every_line_of_an_indented_variant_begins_at_its_column() -> None:
    block = Variant(name="long", source="a\r\nb {{ x }}\r\n", line=5, column=5)

    assert [(p.line, p.column) for p in problems_of(template("a", block))] == [(6, 10)]


@pytest.mark.parametrize("source", ["", " \n\t", "\r\n"])
def test_a_template_says_something(source: str) -> None:
    body = Variant(name="text", source=source, line=3, column=2)

    assert problems_of(a_template(variants=(body,))) == [
        Problem(FILE, 3, 2, "", "there is no text", "write what is to be said")
    ]


@pytest.mark.parametrize(
    ("drop", "what", "fix"),
    [
        (
            ("targets",),
            "targets is never dropped: without it the post asks for nothing",
            "take it out of the list",
        ),
        (
            ("action.link",),
            "action.link is never dropped: without it the post asks for nothing",
            "take it out of the list",
        ),
        (("hashtag",), "there is no hashtag", "did you mean hashtags?"),
        (("link",), "there is no link", f"known: {', '.join(n for n in NAMES if n not in ('action.link', 'targets'))}"),
        (("campaign",), "campaign is not a value", "write one of campaign.name"),
        (("hashtags", "hashtags"), "hashtags stands here twice", "name it once"),
    ],
)
def test_only_values_that_can_go_are_dropped(drop: tuple[str, ...], what: str, fix: str) -> None:
    written = template("{{ targets }} {{ action.link }} {{ hashtags }}", drop=drop)

    assert problems_of(written) == [Problem(FILE, 1, 1, "drop", what, fix)]


def test_dropping_what_is_never_said_is_a_warning() -> None:
    assert problems_of(template("{{ fact.source }}", drop=("fact", "day"))) == [
        Problem(FILE, 1, 1, "drop", "no variant says day", "take it out of the list", "warning")
    ]


def test_problems_of_the_list_and_of_the_text_come_at_once() -> None:
    assert [p.path for p in problems_of(template("{{ a }}", drop=("b", "c")))] == ["drop", "drop", ""]


def test_days_are_counted_from_a_day_that_the_campaign_gives() -> None:
    written = template("Day {{ day }}")

    assert problems_of(written, counts_from=date(2017, 4, 1)) == []
    assert problems_of(written) == [
        Problem(
            FILE, 1, 1, "", "it counts days, and the campaign does not say from when", "write `counts_from: <date>`"
        )
    ]


def test_a_template_uses_what_any_variant_says_or_asks_for() -> None:
    short = Variant(name="short", source="{% if day %}{{ action.link }}{% endif %}", line=1)

    assert uses(template("{{ targets|first }}", short)) == {"targets", "day", "action.link"}


def test_a_source_of_a_fact_needs_the_fact() -> None:
    assert uses(template("{{ fact.source }}")) == {"fact", "fact.source"}


def test_a_refused_variant_uses_nothing() -> None:
    assert uses(template("{{ fact }}{{ x }}")) == frozenset()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{{ action.ask }} {{ action.link }}", None),
        ("{{ action.place }}", "the action has no place"),
        ("{% if action.place %}{{ action.place }}{% endif %}a", None),
        ("{% if action.place %}a{% else %}{{ action.amount }}{% endif %}", "the action has no amount"),
        ('{{ action.place|default("London") }}', None),
        ("{{ targets }}", "the action has no targets"),
        ("{{ fact }}", "there is no fact to say"),
        ("{{ day }}", "the campaign has no `counts_from`"),
        ("{{ date }} {{ time }} {{ network }} {{ language }} {{ hashtags }}", None),
        ("{{ x }}", "the template cannot be used: there is no x"),
    ],
)
def test_an_action_is_carried_when_nothing_that_is_said_is_missing(source: str, why: str | None) -> None:
    assert cannot_carry(template(source), a_campaign(), an_action()) == why


def test_what_may_be_dropped_may_be_missing() -> None:
    assert cannot_carry(template("{{ action.ask }} {{ fact }}", drop=("fact",)), a_campaign(), an_action()) is None


def test_one_variant_that_carries_it_is_enough() -> None:
    short = Variant(name="short", source="{{ action.ask }}", line=1)
    unable = Variant(name="unable", source="{{ action.amount }}", line=1)

    assert cannot_carry(template("{{ action.place }}", short), a_campaign(), an_action()) is None
    assert cannot_carry(template("{{ action.place }}", unable), a_campaign(), an_action()) == "the action has no place"


def test_a_template_carries_the_kinds_that_it_is_for() -> None:
    written = template("{{ action.ask }}", kinds=(Kind.PETITION, Kind.DONATE))

    assert cannot_carry(written, a_campaign(), an_action(kind=Kind.DONATE)) is None
    assert (
        cannot_carry(written, a_campaign(), an_action(kind=Kind.RALLY)) == "it is for petition, donate, not for rally"
    )
    assert cannot_carry(template("a", kinds=()), a_campaign(), an_action(kind=Kind.RALLY)) is None


def test_wordings_are_looked_for_in_the_language_of_the_template() -> None:
    campaign = a_campaign(facts=(a_fact(text={"en": "a"}), a_fact(text={"ru": "а"})))
    written = template("{{ fact }} {{ action.ask }}", language="ru")

    assert cannot_carry(template("{{ fact }}"), campaign, an_action()) is None
    assert cannot_carry(written, campaign, an_action(ask={"ru": "а"})) is None
    assert cannot_carry(written, campaign, an_action()) == "there is no Russian wording of the action's ask"
    assert cannot_carry(written, a_campaign(language="ru"), an_action(ask={"ru": "а"})) == "there is no fact to say"
    assert cannot_carry(template("{{ action.ask }}"), a_campaign(language="ru"), an_action(ask={"ru": "а"})) is None


def test_any_value_of_an_action_can_be_carried() -> None:
    action = an_action(
        targets=("prosecutor-general",), when=datetime(2019, 1, 26, 14, tzinfo=ZoneInfo("Europe/London"))
    )
    campaign = a_campaign(targets=(a_target(),), counts_from=date(2017, 4, 1), facts=(a_fact(),))

    assert cannot_carry(template("{{ targets }} {{ action.when }} {{ day }} {{ fact }}"), campaign, action) is None
