"""Everything that is wrong with a template before anything is planned, worded for the person who wrote it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from scheduler.errors import Problem
from scheduler.model.account import Account
from scheduler.model.campaign import Action, Campaign
from scheduler.model.template import Template, Variant
from scheduler.model.text_rule import TextRule
from scheduler.rendering.faults import spot
from scheduler.rendering.fitting import Wording
from scheduler.rendering.names import GROUPS, NAMES, NEVER_DROPPED, meant, members, with_members
from scheduler.rendering.sandbox import TemplateRefused, compile_source, examine, with_plain_newlines
from scheduler.rendering.terms import Unsaid
from scheduler.rendering.values import values_for
from scheduler.rendering.wordings import in_language

BODY = "text"
ANYWHERE = TextRule(network="", counting="graphemes", limit=0)
ANY_TIME = datetime(9000, 1, 1, tzinfo=UTC)


def template_problems(template: Template, campaign: Campaign) -> list[Problem]:
    """All of them. What stands in the front matter beside the variants is told at its beginning."""
    found = [problem for variant in template.variants for problem in _in_variant(template, variant)]
    if not campaign.counts_from:
        found += _counts_days(template)
    return [*_in_drop(template), *found]


def uses(template: Template) -> frozenset[str]:
    """The names that any variant says or asks for, dotted; `fact.source` brings `fact` with it. A variant that is
    refused uses nothing."""
    names = {name for variant in template.variants for name in _says(variant)}
    return frozenset(names | {"fact" for name in names if name.startswith("fact.")})


def cannot_carry(template: Template, campaign: Campaign, action: Action) -> str | None:
    """Why no variant of this template can say this action, on any network and at any time: a value is missing that
    the text cannot do without. None: one can."""
    if template.kinds and action.kind not in template.kinds:
        return f"it is for {', '.join(template.kinds)}, not for {action.kind}"
    try:
        compiled = [compile_source(variant.source) for variant in template.variants]
    except TemplateRefused as refused:
        return f"the template cannot be used: {refused}"
    language = template.language or campaign.language
    fact = next((fact for fact in campaign.facts if in_language(fact.text, language)), None)
    voice = Account(id="", network="", language=language)
    values = values_for(campaign, action, fact, account=voice, rule=ANYWHERE, at=ANY_TIME, tag=False)
    reasons = []
    for wording in compiled:
        try:
            Wording("", wording, template.drop, values).rendered(())
        except Unsaid as unsaid:
            reasons.append(unsaid.why)
        else:
            return None
    return reasons[0]


def _in_variant(template: Template, variant: Variant) -> Iterator[Problem]:
    path = "" if variant.name == BODY else f"variants.{variant.name}"
    source = with_plain_newlines(variant.source)
    if not source.strip():
        yield Problem(template.file, variant.line, variant.column, path, "there is no text", "write what is to be said")
        return
    faults = examine(variant.source)
    for fault in faults if isinstance(faults, tuple) else ():
        line, column = spot(source, fault.offset, variant.line, variant.column)
        yield Problem(template.file, line, column, path, fault.what, fault.fix)


def _says(variant: Variant) -> frozenset[str]:
    examined = examine(variant.source)
    return frozenset() if isinstance(examined, tuple) else frozenset(examined.names)


def _counts_days(template: Template) -> Iterator[Problem]:
    counting = next((variant for variant in template.variants if "day" in _says(variant)), None)
    if counting is not None:
        what, fix = "it counts days, and the campaign does not say from when", "write `counts_from: <date>`"
        yield Problem(template.file, counting.line, counting.column, "", what, fix)


def _in_drop(template: Template) -> Iterator[Problem]:
    used = uses(template)
    for i, name in enumerate(template.drop):
        if name in NEVER_DROPPED:
            what, fix = f"{name} is never dropped: without it the post asks for nothing", "take it out of the list"
        elif name in GROUPS:
            what, fix = f"{name} is not a value", f"write one of {', '.join(members(name))}"
        elif name not in NAMES:
            what, fix = f"there is no {name}", meant(name, [name for name in NAMES if name not in NEVER_DROPPED])
        elif name in template.drop[:i]:
            what, fix = f"{name} stands here twice", "name it once"
        elif used.isdisjoint(with_members(name)):
            yield _of_drop(template, f"no variant says {name}", "take it out of the list", "warning")
            continue
        else:
            continue
        yield _of_drop(template, what, fix)


def _of_drop(template: Template, what: str, fix: str, severity: str = "error") -> Problem:
    return Problem(template.file, 1, 1, "drop", what, fix, severity)
