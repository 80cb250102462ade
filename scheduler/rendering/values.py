"""Builds what a template may name from a campaign, an action and a fact, as one account would say it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign, Fact, Language, Words
from scheduler.model.text_rule import TextRule
from scheduler.rendering import marks
from scheduler.rendering.links import same_tag
from scheduler.rendering.targets import Handles, called, handles_of
from scheduler.rendering.terms import Listing, Missing, Moment, Value
from scheduler.rendering.tongues import primary, written_time
from scheduler.rendering.wordings import composed, worded


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`at` is aware, in the schedule's zone."""

    campaign: Campaign
    action: Action
    fact: Fact | None
    language: Language
    network: str
    at: datetime
    handles: Handles


@dataclass(slots=True)
class Values:
    """What every name stands for in one setting, worked out when it is asked for and kept."""

    setting: Setting
    _known: dict[str, Value] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Value:
        if name not in self._known:
            self._known[name] = VALUES[name](self.setting)
        return self._known[name]

    @property
    def language(self) -> Language:
        return self.setting.language

    def tagged_by(self, handles: Collection[str]) -> tuple[str, ...]:
        """The ids of the targets that these handles mention."""
        return tuple(target for target, handle in self.setting.handles.items() if handle in handles)


def values_for(
    campaign: Campaign,
    action: Action,
    fact: Fact | None,
    *,
    account: Account,
    rule: TextRule,
    at: datetime,
    tag: bool,
) -> Values:
    """`at` is aware, in the schedule's zone: it gives the day, the date and the time. `tag`: targets may be named by
    their handles; where the rule forbids that and the account accepted the risk, one of them is."""
    if at.tzinfo is None:
        raise ValueError("a post is said at an aware instant")
    return Values(
        Setting(
            campaign=campaign,
            action=action,
            fact=fact,
            language=account.language,
            network=rule.network,
            at=at,
            handles=handles_of(campaign, action, account, rule) if tag else {},
        )
    )


def _campaign_name(setting: Setting) -> Value:
    return worded(setting.campaign.name, setting.language, "the campaign's name", "the campaign has no name")


def _action_words(part: str) -> Callable[[Setting], Value]:
    def value(setting: Setting) -> Value:
        words: Words = getattr(setting.action, part)
        return worded(words, setting.language, f"the action's {part}", f"the action has no {part}")

    return value


def _action_link(setting: Setting) -> Value:
    link = setting.action.link
    return Missing("the action has no link") if link is None else marks.link(link.url)


def _action_when(setting: Setting) -> Value:
    when = setting.action.when
    return Missing("the action has no `when`") if when is None else Moment.at(when, setting.language)


def _action_until(setting: Setting) -> Value:
    """An end at midnight is the end of the day before, as people write it."""
    until = setting.action.until
    if until is None:
        return Missing("the action has no `until`")
    if until.time() == time():
        return Moment(until.date() - timedelta(days=1), setting.language)
    return Moment.at(until, setting.language)


def _action_contact(setting: Setting) -> Value:
    contact = setting.action.contact
    ways = [composed(way) for way in (contact.phone, contact.email, contact.post) if way]
    return " · ".join(ways) if ways else Missing("the action has no contact")


def _fact_text(setting: Setting) -> Value:
    fact = setting.fact
    if fact is None:
        return Missing("there is no fact to say")
    return worded(fact.text, setting.language, f"the fact {fact.id!r}", f"the fact {fact.id!r} has no text")


def _fact_source(setting: Setting) -> Value:
    return Missing("there is no fact to say") if setting.fact is None else marks.link(setting.fact.source)


def _fact_date(setting: Setting) -> Value:
    fact = setting.fact
    return Missing("there is no fact to say") if fact is None else Moment(fact.date, setting.language)


def _targets(setting: Setting) -> Value:
    return called(setting.campaign, setting.action, setting.handles, setting.language)


def _hashtags(setting: Setting) -> Value:
    """In the language of the post, else in the campaign's own: a hashtag is a name, and gathers people under it."""
    by_language = setting.campaign.hashtags
    tags = (
        by_language.get(setting.language)
        or by_language.get(primary(setting.language))
        or by_language.get(setting.campaign.language, ())
    )
    different: list[str] = []
    for tag in (composed(tag).lstrip("#") for tag in tags):
        if not any(same_tag(tag, other) for other in different):
            different.append(tag)
    return Listing([marks.hashtag(tag) for tag in different], setting.language, spaced=True)


def _day(setting: Setting) -> Value:
    start = setting.campaign.counts_from
    if start is None:
        return Missing("the campaign has no `counts_from`")
    day = (setting.at.date() - start).days + 1
    return day if day >= 1 else Missing(f"days are counted from {start} on")


def _date(setting: Setting) -> Value:
    return Moment(setting.at.date(), setting.language)


def _time(setting: Setting) -> Value:
    return written_time(setting.at.time(), setting.language)


VALUES: Mapping[str, Callable[[Setting], Value]] = {
    "campaign.name": _campaign_name,
    "action.ask": _action_words("ask"),
    "action.link": _action_link,
    "action.name": _action_words("name"),
    "action.place": _action_words("place"),
    "action.when": _action_when,
    "action.until": _action_until,
    "action.amount": _action_words("amount"),
    "action.contact": _action_contact,
    "fact": _fact_text,
    "fact.source": _fact_source,
    "fact.date": _fact_date,
    "targets": _targets,
    "hashtags": _hashtags,
    "day": _day,
    "date": _date,
    "time": _time,
    "network": lambda setting: setting.network,
    "language": lambda setting: setting.language,
}
"""One entry for each name of `names.NAMES`."""
