"""Makes the text of one post from a template and its values, so that it fits its network."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduler.model.post import Measure, Post, digest_of
from scheduler.model.template import Template
from scheduler.model.text_rule import TextRule
from scheduler.rendering.attachments import attachments
from scheduler.rendering.drafting import Draft, draft, trouble
from scheduler.rendering.lengths import measure
from scheduler.rendering.names import NEVER_DROPPED, with_members
from scheduler.rendering.prices import price_of
from scheduler.rendering.sandbox import CompiledTemplate, TemplateRefused, compile_source
from scheduler.rendering.terms import DROPPED, Missing, Unsaid, Value
from scheduler.rendering.tongues import language_name
from scheduler.rendering.values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """There is no text, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wording:
    """One variant, ready to be said with more and more of it left out."""

    name: str
    compiled: CompiledTemplate
    drop: tuple[str, ...]
    values: Values

    def drafts(self) -> Iterator[tuple[Draft, tuple[str, ...]]]:
        """With nothing dropped, then with one name more at a time, and what is dropped; a name that changes nothing
        is passed over. Raises Unsaid."""
        whole = self.without(())
        yield whole, ()
        text = whole.text
        dropped: tuple[str, ...] = ()
        for name in self.drop:
            if self.compiled.names.isdisjoint(with_members(name)):
                continue
            shorter = self.without((*dropped, name))
            if shorter.text != text:
                text, dropped = shorter.text, (*dropped, name)
                yield shorter, dropped

    def without(self, dropped: tuple[str, ...]) -> Draft:
        """Raises Unsaid."""
        return draft(self.rendered(dropped), self.values.language)

    def rendered(self, dropped: tuple[str, ...]) -> str:
        """With the marks still in it. Raises Unsaid where a value is missing that may not be empty."""
        gone = {member for name in dropped for member in with_members(name)}
        may_go = {member for name in self.drop for member in with_members(name)}

        def value_of(name: str) -> Value:
            if name in gone:
                return DROPPED
            value = self.values[name]
            return value.emptied() if isinstance(value, Missing) and name in may_go else value

        return self.compiled.render(value_of, self.values.language)


def fit(template: Template, values: Values, rule: TextRule) -> Post | Unfit:
    """The first text that fits: each variant whole, then with what the template lets go, from the long variants to
    the short. Links and targets are never cut; what must not be said at any length ends the search."""
    drop = tuple(name for name in template.drop if name not in NEVER_DROPPED)
    try:
        wordings = [Wording(v.name, compile_source(v.source), drop, values) for v in template.variants]
    except TemplateRefused as refused:
        return Unfit(reason=f"the template cannot be used: {refused}")
    if (own := template.language or values.setting.campaign.language) != values.language:
        return Unfit(reason=f"it is in {language_name(own)}, the account speaks {language_name(values.language)}")
    try:
        pictures = attachments(values.setting.campaign, values.setting.action, values.language)
    except Unsaid as unsaid:
        return Unfit(reason=unsaid.why)
    reasons: dict[str, str] = {}
    for wording in _from_long_to_short(wordings, rule):
        try:
            found = _said(wording, rule)
        except Unsaid as unsaid:
            reasons[wording.name] = unsaid.why
            continue
        if isinstance(found, Post):
            return replace(found, pictures=pictures)
        if isinstance(found, Unfit):
            return found
        reasons[wording.name] = found
    return Unfit(reason=_together(reasons))


def _from_long_to_short(wordings: list[Wording], rule: TextRule) -> Iterator[Wording]:
    """The body, then the other variants by their length when nothing is dropped; looked at only when it is needed."""
    yield wordings[0]
    yield from sorted(wordings[1:], key=lambda wording: _whole_length(wording, rule), reverse=True)


def _whole_length(wording: Wording, rule: TextRule) -> int:
    """0 where it cannot be said."""
    try:
        return measure(wording.without(()).text, rule).length
    except Unsaid:
        return 0


def _said(wording: Wording, rule: TextRule) -> Post | Unfit | str:
    """A post, or why this wording is too long or empty, or why the search ends here. Raises Unsaid."""
    reason = ""
    for attempt, dropped in wording.drafts():
        if not attempt.text:
            return reason or "nothing is left to say"
        if wrong := trouble(attempt):
            return Unfit(reason=wrong)
        measured = measure(attempt.text, rule)
        if measured.fits:
            return _post(wording, attempt, dropped, measured, price_of(attempt.text, rule))
        reason = measured.why + (f", even without {' and '.join(dropped)}" if dropped else "")
    return reason


def _post(wording: Wording, made: Draft, dropped: tuple[str, ...], measured: Measure, cost: int) -> Post:
    handles = {entity.value for entity in made.entities if entity.kind == "mention"}
    return Post(
        text=made.text,
        digest=digest_of(made.text),
        length=measured.length,
        limit=measured.limit,
        variant=wording.name,
        dropped=dropped,
        entities=made.entities,
        tagged=wording.values.tagged_by(handles),
        cost=cost,
    )


def _together(reasons: dict[str, str]) -> str:
    different = set(reasons.values())
    if len(different) == 1:
        return different.pop()
    return "; ".join(f"{name}: {reason}" for name, reason in reasons.items())
