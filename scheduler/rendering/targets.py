"""How the targets of an action are called: by handle where they may be mentioned, else by name."""

from collections.abc import Mapping

from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign, Language, Target
from scheduler.model.text_rule import TextRule
from scheduler.rendering.marks import mention
from scheduler.rendering.terms import Listing, Missing, Value
from scheduler.rendering.tongues import language_name
from scheduler.rendering.wordings import composed, in_language

TAG_OFFICIALS = "tag-officials"
"""The rule by which a network that forbids automated mentions is passed over, once a post."""

Handles = Mapping[str, str]
"""Ids of targets to their handles on one network."""


def handles_of(campaign: Campaign, action: Action, account: Account, rule: TextRule) -> Handles:
    """As many as one post may mention."""
    handles = {target.id: target.on[rule.network] for target in _targets(campaign, action) if rule.network in target.on}
    if rule.may_tag:
        return handles
    return dict([*handles.items()][:1]) if account.accepts(TAG_OFFICIALS) else {}


def called(campaign: Campaign, action: Action, handles: Handles, language: Language) -> Value:
    names = []
    for target in _targets(campaign, action):
        handle = handles.get(target.id)
        name = mention(handle) if handle else in_language(target.name, language)
        if name is None:
            return Missing(f"there is no {language_name(language)} name of the target {target.id!r}")
        names.append(name if handle else composed(name))
    return Listing(names, language) if names else Missing("the action has no targets")


def _targets(campaign: Campaign, action: Action) -> list[Target]:
    known = {target.id: target for target in campaign.targets}
    return [known[target] for target in action.targets if target in known]
