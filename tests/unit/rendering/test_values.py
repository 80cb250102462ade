"""What every name stands for, in one campaign, on one account, at one instant."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduler.model.campaign import Contact, Link
from scheduler.model.text_rule import TextRule
from scheduler.rendering.marks import marked_parts
from scheduler.rendering.names import NAMES
from scheduler.rendering.networks import rule_for
from scheduler.rendering.terms import Missing
from scheduler.rendering.values import VALUES, Values, values_for
from tests.make import a_campaign, a_fact, a_target, a_text_rule, an_account, an_action

LONDON = ZoneInfo("Europe/London")
AT = datetime(2026, 11, 22, 9, 5, tzinfo=LONDON)


def values(
    *,
    campaign: dict[str, Any] | None = None,
    action: dict[str, Any] | None = None,
    account: dict[str, Any] | None = None,
    rule: TextRule | None = None,
    **more: Any,
) -> Values:
    settings = {"fact": None, "at": AT, "tag": True} | more
    return values_for(
        a_campaign(**(campaign or {})),
        an_action(**(action or {})),
        settings["fact"],
        account=an_account(**(account or {})),
        rule=rule or rule_for("paper"),
        at=settings["at"],
        tag=settings["tag"],
    )


def said(found: Values, name: str) -> str:
    """As it prints, without the marks."""
    return "".join(piece for _, piece in marked_parts(str(found[name])))


def why(found: Values, name: str) -> str:
    value = found[name]
    assert isinstance(value, Missing)
    return value.why


def test_there_is_a_value_for_every_name() -> None:
    assert VALUES.keys() == NAMES.keys()


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a post is said at an aware instant$"):
        values(at=datetime(2026, 11, 22))  # noqa: DTZ001 - what is refused


def test_a_value_is_worked_out_once() -> None:
    found = values()

    assert found["hashtags"] is found["hashtags"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("campaign.name", "Close the camps"), ("action.ask", "Sign!"), ("action.name", "N"), ("action.place", "London")],
)
def test_words_are_said_in_the_language_of_the_account(name: str, text: str) -> None:
    words = {"en": text, "ru": "другое"}
    found = values(campaign={"name": words}, action={"ask": words, "name": words, "place": words, "amount": words})

    assert found[name] == text
    assert values(campaign={"name": words}, account={"language": "ru"})["campaign.name"] == "другое"


@pytest.mark.parametrize("part", ["name", "place", "amount"])
def test_an_action_may_lack_words(part: str) -> None:
    assert why(values(), f"action.{part}") == f"the action has no {part}"


def test_a_missing_wording_names_its_language() -> None:
    found = values(account={"language": "ru"}, fact=a_fact())

    assert why(found, "action.ask") == "there is no Russian wording of the action's ask"
    assert why(found, "campaign.name") == "there is no Russian wording of the campaign's name"
    assert why(found, "fact") == "there is no Russian wording of the fact 'first-report'"


def test_texts_are_composed_and_carry_no_marks() -> None:
    assert values(action={"ask": {"en": "cafe\u0301\ufdd0 a"}})["action.ask"] == "café a"


def test_a_link_is_marked_as_one() -> None:
    link = values(action={"link": Link(url="https://a.org/b")})["action.link"]

    assert marked_parts(str(link)) == [("link", "https://a.org/b")]


def test_when_is_told_in_the_zone_of_its_instant() -> None:
    found = values(action={"when": datetime(2019, 1, 26, 14, tzinfo=ZoneInfo("Asia/Tehran"))})

    assert said(found, "action.when") == "26 January 2019, 14:00"


@pytest.mark.parametrize(
    ("until", "text"),
    [
        (datetime(2019, 1, 23, tzinfo=LONDON), "22 January 2019"),
        (datetime(2019, 1, 22, 18, tzinfo=LONDON), "22 January 2019, 18:00"),
        (datetime(2019, 1, 22, 0, 30, tzinfo=LONDON), "22 January 2019, 00:30"),
        (datetime(2019, 1, 1, tzinfo=LONDON), "31 December 2018"),
    ],
)
def test_an_end_at_midnight_is_the_end_of_the_day_before(until: datetime, text: str) -> None:
    assert said(values(action={"until": until}), "action.until") == text


def test_an_action_may_have_no_link_and_no_times() -> None:
    assert why(values(action={"link": None}), "action.link") == "the action has no link"
    assert why(values(), "action.when") == "the action has no `when`"
    assert why(values(), "action.until") == "the action has no `until`"


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        (
            Contact(phone="+44 20 7229", email="a@b.org", post="6 Gardens, London"),
            "+44 20 7229 · a@b.org · 6 Gardens, London",
        ),
        (Contact(email="a@b.org"), "a@b.org"),
    ],
)
def test_a_contact_prints_as_people_write_it(contact: Contact, text: str) -> None:
    assert values(action={"contact": contact})["action.contact"] == text


def test_an_action_may_have_no_contact() -> None:
    assert why(values(), "action.contact") == "the action has no contact"


def test_a_fact_comes_with_its_source_and_date() -> None:
    found = values(fact=a_fact(text={"en": "It is so."}, source="https://a.org/", date=date(2017, 4, 1)))

    assert found["fact"] == "It is so."
    assert marked_parts(str(found["fact.source"])) == [("link", "https://a.org/")]
    assert str(found["fact.date"]) == "1 April 2017"


def test_what_has_no_words_at_all_says_so() -> None:
    assert why(values(fact=a_fact(text={})), "fact") == "the fact 'first-report' has no text"
    assert why(values(campaign={"name": {}}), "campaign.name") == "the campaign has no name"


def test_there_may_be_no_fact() -> None:
    assert {why(values(), name) for name in ("fact", "fact.source", "fact.date")} == {"there is no fact to say"}


@pytest.mark.parametrize(("tag", "text"), [(True, "@Genproc"), (False, "the Prosecutor General")])
def test_targets_are_tagged_only_when_that_is_asked_for(tag: bool, text: str) -> None:
    found = values(
        campaign={"targets": (a_target(),)},
        action={"targets": ("prosecutor-general",)},
        rule=a_text_rule("x"),
        tag=tag,
    )

    assert said(found, "targets") == text
    assert found.tagged_by({"Genproc", "nobody"}) == (("prosecutor-general",) if tag else ())
    assert found.tagged_by({"nobody"}) == ()


def test_hashtags_are_marked_and_stand_apart() -> None:
    assert marked_parts(str(values()["hashtags"])) == [
        ("hashtag", "#CloseTheCamps"),
        ("", " "),
        ("hashtag", "#Chechnya"),
    ]


def test_the_same_hashtag_is_said_once_as_it_was_first_written() -> None:
    found = values(campaign={"hashtags": {"en": ("One", "#Two", "one", "TWO")}})

    assert said(found, "hashtags") == "#One #Two"


@pytest.mark.parametrize(
    ("hashtags", "language", "text"),
    [
        ({"ru": ("Чечня",), "en": ("Chechnya",)}, "ru", "#Чечня"),
        ({"pt": ("Chechênia",), "en": ("Chechnya",)}, "pt-BR", "#Chechênia"),
        ({"en": ("Chechnya",)}, "ru", "#Chechnya"),
        ({"de": ("Tschetschenien",)}, "ru", ""),
        ({}, "en", ""),
    ],
)
def test_hashtags_fall_back_to_those_of_the_campaign(
    hashtags: dict[str, tuple[str, ...]], language: str, text: str
) -> None:
    assert said(values(campaign={"hashtags": hashtags}, account={"language": language}), "hashtags") == text


@pytest.mark.parametrize(("start", "day"), [(date(2026, 11, 22), 1), (date(2026, 11, 21), 2), (date(2017, 4, 1), 3523)])
def test_days_are_counted_from_the_first_as_one(start: date, day: int) -> None:
    assert values(campaign={"counts_from": start})["day"] == day


def test_days_are_counted_in_the_zone_of_the_schedule() -> None:
    late = datetime(2026, 11, 22, 23, tzinfo=UTC)
    start = {"counts_from": date(2026, 11, 22)}

    assert values(campaign=start, at=late)["day"] == 1
    assert values(campaign=start, at=late.astimezone(ZoneInfo("Europe/Moscow")))["day"] == 2


def test_there_may_be_no_day() -> None:
    assert why(values(), "day") == "the campaign has no `counts_from`"
    late = values(campaign={"counts_from": date(2026, 11, 23)})
    assert why(late, "day") == "days are counted from 2026-11-23 on"


def test_date_time_network_and_language_are_those_of_the_post() -> None:
    found = values(rule=rule_for("mastodon"), account={"language": "fr"})

    assert str(found["date"]) == "22 novembre 2026"
    assert found["time"] == "09:05"
    assert found["network"] == "mastodon"
    assert found["language"] == "fr"
    assert found.language == "fr"
