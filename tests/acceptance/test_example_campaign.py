"""The example campaign loads, holds every ask of the documents it is made from, and can be said on every network."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from jsonschema import Draft202012Validator

from scheduler.config.reading import Reading, read
from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign, Fact, Kind
from scheduler.model.house import House
from scheduler.model.plan import Plan
from scheduler.model.post import Post, Weights
from scheduler.model.template import Template
from scheduler.model.version import Tree
from scheduler.planner.planning import make_plan
from scheduler.rendering.fitting import Unfit, fit
from scheduler.rendering.networks import known_networks, rule_for
from scheduler.rendering.never_say import never_said
from scheduler.rendering.problems import cannot_carry, uses
from scheduler.rendering.values import values_for
from scheduler.rules.asks import judge_ask
from scheduler.service.admitting import admission
from tests.chunks import only_pixels
from tests.make import local, utc

HERE = Path(__file__).resolve().parents[2]
IN_2019 = HERE / "tests" / "data" / "2019"
TODAY = utc("2026-11-22 12:00")
FORTNIGHT = timedelta(days=14)
TEMPLATES = sorted(path.stem for path in (HERE / "templates" / "close-the-camps").glob("*.txt"))

ROWS = {
    "1 petitions": ["amnesty-petition", "prosecutor-petition", "stop-the-persecution-petition", "davos-petition"],
    "2 donate": ["one-person-to-safety", "evacuation-fund", "pass-on-the-link"],
    "3 embassy": ["embassy-london-call", "embassy-london-letter", "embassy-of-your-country"],
    "4 representatives": ["uk-mp", "us-congress", "immigration-minister", "fact:letter-of-congress"],
    "5 United Nations": ["us-mission-un", "uk-mission-un", "un-investigation", "torture-committee", "target:cpt"],
    "6 officials on X": [
        "ask-the-prosecutor",
        "ask-the-investigators",
        "target:prosecutor-general",
        "target:investigative-committee",
    ],
    "7 the leader elsewhere": ["tell-the-head-of-chechnya", "target:head-of-chechnya"],
    "8 companies": ["grindr-warning", "hornet-warning", "apps-petition", "target:grindr", "target:hornet"],
    "9 organisations on the ground": ["hotline", "local-organisations"],
    "10 rallies": ["london-rally", "your-own-rally"],
    "11 stay informed and share": ["share-the-news", "stay-informed", "read-the-report", "fact:first-report"],
    "12 stay loud": ["stay-loud"],
    "13 border police and asylum": ["border-police"],
}


@cache
def reading_of(folder: Path) -> Reading:
    files = [path for part in ("config", "templates") for path in (folder / part).rglob("*") if path.is_file()]
    return read(Tree(files={path.relative_to(folder).as_posix(): path.read_bytes() for path in files}))


class AsEditors(yaml.SafeLoader):
    """Types scalars as YAML 1.2 does, which editors follow: a date and `no` are words, a number is a number."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the parent's own form
        first: [(tag, form) for tag, form in known if tag == "tag:yaml.org,2002:int"]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def house_of(folder: Path) -> House:
    house = reading_of(folder).house
    assert house is not None
    return house


def example() -> Campaign:
    return house_of(HERE).campaign("close-the-camps")


def action(name: str) -> Action:
    return house_of(HERE).action("close-the-camps", name)


def carried(template: Template, campaign: Campaign) -> Iterator[tuple[Action, Fact | None]]:
    """Everything that this template can say."""
    facts = campaign.facts if "fact" in uses(template) else (None,)
    for its in campaign.actions:
        if its.kind in template.kinds and cannot_carry(template, campaign, its) is None:
            yield from ((its, fact) for fact in facts)


def said(template: Template, campaign: Campaign, its: Action, fact: Fact | None, network: str) -> Post | Unfit:
    account = Account(id="someone", network=network, language=template.language or "en")
    rule = rule_for(network)
    at = local("2026-11-23 09:00").astimezone()
    return fit(template, values_for(campaign, its, fact, account=account, rule=rule, at=at, tag=rule.may_tag), rule)


def plan_of(house: House, now: datetime, horizon: timedelta) -> Plan:
    admitting = admission(house)
    return make_plan(
        house,
        [],
        Weights(),
        now=now,
        until=now + horizon,
        accepted_at=now,
        began=now,
        admit=admitting.admit,
        needs_fact=admitting.needs_fact,
        can_carry=admitting.can_carry,
    )


@pytest.mark.parametrize("folder", [HERE, IN_2019], ids=["example", "2019"])
def test_the_files_load_without_a_problem(folder: Path) -> None:
    assert reading_of(folder).problems == ()


def test_the_accounts_that_wait_for_their_channels_load_as_they_stand() -> None:
    written = (HERE / "config" / "accounts.yaml").read_text(encoding="utf-8")
    awake = re.sub(r"^  # (?=- id:|  )", "  ", written, flags=re.MULTILINE)
    read_again = read(Tree(files={"config/accounts.yaml": awake.encode()}))
    assert tuple(problem for problem in read_again.problems if problem.severity == "error") == ()
    assert read_again.house is not None
    assert [a.id for a in read_again.house.accounts] == ["demo", "rehearsal", "main-mastodon", "main-bluesky", "main-x"]


@pytest.mark.parametrize(
    "path",
    [path for folder in (HERE, IN_2019) for path in sorted(folder.glob("config/**/*.yaml"))],
    ids=lambda path: path.relative_to(HERE).as_posix(),
)
def test_an_editor_finds_the_schema_of_each_file_and_nothing_to_complain_of(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", written.splitlines()[0])
    assert named is not None
    schema = (path.parent / named[1]).resolve()
    noun = "campaign" if path.parent.name == "campaigns" else path.stem
    assert schema == HERE / "schemas" / f"{noun}.schema.json"
    rule = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    assert [fault.message for fault in rule.iter_errors(AsEditors(written).get_single_data())] == []


@pytest.mark.parametrize("row", ROWS)
def test_every_ask_of_the_documents_is_there(row: str) -> None:
    campaign = example()
    known = {its.id for its in campaign.actions}
    known |= {f"target:{target.id}" for target in campaign.targets} | {f"fact:{fact.id}" for fact in campaign.facts}
    assert [wanted for wanted in ROWS[row] if wanted not in known] == []


def test_every_action_belongs_to_an_ask_of_the_documents() -> None:
    wanted = [name for names in ROWS.values() for name in names if ":" not in name]
    assert sorted(its.id for its in example().actions) == sorted(wanted)


def test_the_details_of_the_documents_are_kept() -> None:
    its = action("one-person-to-safety")
    assert its.amount["en"] == "about EUR 4,000 (USD 4,562) a person for housing and travel papers"
    assert all("“Chechnya”" in action(name).ask["en"] for name in ("one-person-to-safety", "evacuation-fund"))
    assert action("embassy-london-call").contact.phone == "+44 (0)20 7229 6412"
    assert action("embassy-london-letter").contact.post == "6/7 Kensington Palace Gardens, London W8 4QP"
    assert action("hotline").contact.email == "kavkaz@lgbtnet.org"
    assert example().hashtags["en"] == ("CloseTheCamps", "Chechnya")
    handles = {target.id: dict(target.on) for target in example().targets if target.on}
    assert handles == {
        "prosecutor-general": {"x": "Genproc"},
        "investigative-committee": {"x": "sledcom_rf"},
        "head-of-chechnya": {"instagram": "kadyrov_95"},
    }


def test_the_example_says_that_it_is_history() -> None:
    header = (HERE / "config" / "campaigns" / "close-the-camps.yaml").read_text(encoding="utf-8")[:400]
    assert "A HISTORICAL EXAMPLE, NOT A LIVE CAMPAIGN" in header


@pytest.mark.parametrize("folder", [HERE, IN_2019], ids=["example", "2019"])
def test_no_link_claims_to_have_been_checked_and_all_lead_to_a_front_door(folder: Path) -> None:
    campaign = house_of(folder).campaign("close-the-camps")
    links = [its.link for its in campaign.actions if its.link is not None]
    assert [link.url for link in links if link.verified is not None] == []
    assert {"/"} == {
        urlsplit(url).path for url in [link.url for link in links] + [fact.source for fact in campaign.facts]
    }


def test_a_fact_names_its_year_or_goes_stale() -> None:
    assert all(date(2017, 4, 1) <= fact.date < date(2020, 1, 1) for fact in example().facts)
    timeless = [fact.id for fact in example().facts if str(fact.date.year) not in fact.text["en"]]
    assert timeless == ["detentions-go-on"]
    assert [f.id for f in example().facts if f.id in timeless and f.stale_after is None] == []


def test_its_picture_is_small_and_says_in_both_languages_what_stands_on_it() -> None:
    [banner] = example().pictures
    assert sorted(banner.alt) == ["en", "ru"]
    assert [its.id for its in example().actions if banner.id in its.pictures] == ["share-the-news", "stay-loud"]
    content = (HERE / banner.file).read_bytes()
    assert len(content) < 60_000
    assert only_pixels(content)


def test_there_are_templates_enough_for_every_kind() -> None:
    templates = [t for t in house_of(HERE).templates if t.language is None and t.kinds != tuple(Kind)]
    counted = Counter(kind for template in templates for kind in template.kinds)
    assert [kind for kind in Kind if counted[kind] < 3] == []


def test_some_of_it_is_in_russian() -> None:
    assert len([t for t in house_of(HERE).templates if t.language == "ru"]) >= 2
    assert len([its for its in example().actions if "ru" in its.ask]) >= 10


@pytest.mark.parametrize("network", known_networks())
@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_fits_every_network_with_all_that_it_can_say(name: str, network: str) -> None:
    template = house_of(HERE).template("close-the-camps", name)
    posts = [said(template, example(), its, fact, network) for its, fact in carried(template, example())]
    assert posts
    assert [post.reason for post in posts if isinstance(post, Unfit)] == []
    assert [post.text for post in posts if isinstance(post, Post) and never_said(post.text, example().never_say)] == []


@pytest.mark.parametrize("network", ["x", "bluesky"])
@pytest.mark.parametrize("name", [name for name in TEMPLATES if name != "plain"])
def test_every_short_wording_fits_by_itself(name: str, network: str) -> None:
    template = house_of(HERE).template("close-the-camps", name)
    short = replace(template, variants=tuple(v for v in template.variants if v.name == "short"), drop=())
    assert len(short.variants) == 1
    posts = [said(short, example(), its, fact, network) for its, fact in carried(short, example())]
    assert posts
    assert [post for post in posts if isinstance(post, Unfit)] == []


def test_every_action_can_be_said_by_three_templates() -> None:
    able = Counter(
        name for template in house_of(HERE).templates for name in {its.id for its, _ in carried(template, example())}
    )
    assert [its.id for its in example().actions if able[its.id] < 3] == []


def test_dated_asks_are_over_today_and_the_others_are_not() -> None:
    over = [its.id for its in example().actions if not judge_ask(its, TODAY).allowed]
    assert over == ["davos-petition", "london-rally"]


@pytest.mark.parametrize(
    ("name", "at", "alive"),
    [
        ("davos-petition", "2019-01-14 23:59", False),
        ("davos-petition", "2019-01-15 00:00", True),
        ("davos-petition", "2019-01-21 23:59", True),
        ("davos-petition", "2019-01-22 00:00", False),
        ("london-rally", "2019-01-20 08:59", False),
        ("london-rally", "2019-01-20 09:00", True),
        ("london-rally", "2019-01-27 13:59", True),
        ("london-rally", "2019-01-27 14:00", False),
    ],
)
def test_dated_asks_live_in_january_2019(name: str, at: str, alive: bool) -> None:
    assert alive == judge_ask(house_of(IN_2019).action("close-the-camps", name), local(at)).allowed


def test_a_fortnight_of_today_has_no_empty_slot_no_move_and_nothing_that_is_over() -> None:
    plan = plan_of(house_of(HERE), TODAY, FORTNIGHT)
    assert Counter(s.slot.key.schedule for s in plan.slots) == {"demonstration": 4, "daily": 42, "weekday-voices": 20}
    assert [str(planned.slot.key) for planned in plan.slots if planned.choice is None] == []
    assert [str(planned.slot.key) for planned in plan.slots if planned.due_at != planned.slot.at] == []
    chosen = {planned.choice.action for planned in plan.slots if planned.choice is not None}
    assert chosen.isdisjoint({"davos-petition", "london-rally"})


def test_january_2019_has_no_empty_slot_and_says_its_dated_asks_while_they_last() -> None:
    plan = plan_of(house_of(IN_2019), utc("2019-01-07 00:00"), timedelta(days=28))
    assert [str(planned.slot.key) for planned in plan.slots if planned.choice is None] == []
    said_on: dict[str, list[datetime]] = {}
    for planned in plan.slots:
        if planned.choice is not None:
            said_on.setdefault(planned.choice.action, []).append(planned.due_at)
    davos, rally = said_on["davos-petition"], said_on["london-rally"]
    assert local("2019-01-15 00:00") <= min(davos) < max(davos) < local("2019-01-22 00:00")
    assert local("2019-01-20 09:00") <= min(rally) < max(rally) < local("2019-01-27 14:00")
