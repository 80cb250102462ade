"""Builds what a template may name from a campaign, an action and a fact, as one account would say it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from unicodedata import normalize

from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign, Contact, Fact, Language, Target, Words
from scheduler.model.text_rule import TextRule
from scheduler.rendering import marks
from scheduler.rendering.links import same_tag
from scheduler.rendering.terms import Listing, Missing, Moment, Value
from scheduler.rendering.tongues import language_name, primary, written_time

TAG_OFFICIALS = "tag-officials"
"""The rule by which a network that forbids automated mentions is passed over, once a post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`at` is aware, in the schedule's zone."""

    campaign: Campaign
    action: Action
    fact: Fact | None
    language: Language
    network: str
    at: datetime
    handles: Mapping[str, str]


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

    def target_of(self, handle: str) -> str | None:
        """The id of the target that is mentioned by this handle."""
        return next((target for target, known in self.setting.handles.items() if known == handle), None)


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
            handles=_handles(campaign, action, account, rule) if tag else {},
        )
    )


def in_language(words: Words, language: Language) -> str | None:
    """The wording in this language, else in the language without its region (`pt` for `pt-BR`)."""
    return words.get(language) or words.get(primary(language))


def _handles(campaign: Campaign, action: Action, account: Account, rule: TextRule) -> dict[str, str]:
    """Target ids to their handles on this network, as many as may be mentioned."""
    handles = {target.id: target.on[rule.network] for target in _targets(campaign, action) if rule.network in target.on}
    if rule.may_tag:
        return handles
    return dict([*handles.items()][:1]) if account.accepts(TAG_OFFICIALS) else {}


def _targets(campaign: Campaign, action: Action) -> list[Target]:
    known = {target.id: target for target in campaign.targets}
    return [known[target] for target in action.targets if target in known]


def _worded(words: Words, language: Language, name: str, lacks: str) -> Value:
    if not words:
        return Missing(lacks)
    text = in_language(words, language)
    return Missing(f"there is no {language_name(language)} wording of {name}") if text is None else _text(text)


def _text(text: str) -> str:
    return normalize("NFC", marks.clean(text))


def _campaign_name(setting: Setting) -> Value:
    return _worded(setting.campaign.name, setting.language, "the campaign's name", "the campaign has no name")


def _action_words(part: str) -> Callable[[Setting], Value]:
    def value(setting: Setting) -> Value:
        words: Words = getattr(setting.action, part)
        return _worded(words, setting.language, f"the action's {part}", f"the action has no {part}")

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
    contact: Contact = setting.action.contact
    ways = [_text(way) for way in (contact.phone, contact.email, contact.post) if way]
    return " · ".join(ways) if ways else Missing("the action has no contact")


def _fact_text(setting: Setting) -> Value:
    fact = setting.fact
    if fact is None:
        return Missing("there is no fact to say")
    return _worded(fact.text, setting.language, f"the fact {fact.id!r}", f"the fact {fact.id!r} has no text")


def _fact_source(setting: Setting) -> Value:
    return Missing("there is no fact to say") if setting.fact is None else marks.link(setting.fact.source)


def _fact_date(setting: Setting) -> Value:
    fact = setting.fact
    return Missing("there is no fact to say") if fact is None else Moment(fact.date, setting.language)


def _target_names(setting: Setting) -> Value:
    names = []
    for target in _targets(setting.campaign, setting.action):
        handle = setting.handles.get(target.id)
        name = marks.mention(handle) if handle else in_language(target.name, setting.language)
        if name is None:
            return Missing(f"there is no {language_name(setting.language)} name of the target {target.id!r}")
        names.append(name if handle else _text(name))
    return Listing(names, setting.language) if names else Missing("the action has no targets")


def _hashtags(setting: Setting) -> Value:
    """In the language of the post, else in the campaign's own: a hashtag is a name, and gathers people under it."""
    by_language = setting.campaign.hashtags
    tags = (
        by_language.get(setting.language)
        or by_language.get(primary(setting.language))
        or by_language.get(setting.campaign.language, ())
    )
    different: list[str] = []
    for tag in (_text(tag).lstrip("#") for tag in tags):
        if not any(same_tag(tag, other) for other in different):
            different.append(tag)
    return Listing([marks.hashtag(tag) for tag in different], setting.language, spaced=True)


def _day(setting: Setting) -> Value:
    start = setting.campaign.counts_from
    if start is None:
        return Missing("the campaign has no `counts_from`")
    day = (setting.at.date() - start).days + 1
    return day if day >= 1 else Missing(f"the days are counted from {start} only")


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
    "targets": _target_names,
    "hashtags": _hashtags,
    "day": _day,
    "date": _date,
    "time": _time,
    "network": lambda setting: setting.network,
    "language": lambda setting: setting.language,
}
"""One entry for each name of `names.NAMES`."""
