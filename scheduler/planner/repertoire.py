"""What one campaign can say in one language: its actions, templates and facts, ready to be drawn from."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from scheduler.model.campaign import Action, Campaign, Fact, Kind, Language
from scheduler.model.house import House
from scheduler.model.template import Template
from scheduler.planner.lots import numbered

NeedsFact = Callable[[Template], bool]
CanCarry = Callable[[Template, Action], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repertoire:
    """What one campaign can say in one language, out of one selection of kinds and templates; with the numbers under
    which its parts take part in draws."""

    campaign: Campaign
    actions: tuple[Action, ...]
    templates: Mapping[Kind, Mapping[str, Template]]
    facts: Mapping[str, Fact]
    action_numbers: Mapping[str, int]
    template_numbers: Mapping[Kind, Mapping[str, int]]
    fact_numbers: Mapping[str, int]
    needs_fact: NeedsFact
    can_carry: CanCarry
    carried: dict[tuple[str, str], bool] = field(default_factory=dict)

    def carries(self, template: Template, action: Action) -> bool:
        """As `can_carry`, which is asked once for each pair."""
        pair = template.id, action.id
        if pair not in self.carried:
            self.carried[pair] = self.can_carry(template, action)
        return self.carried[pair]


def repertoire(
    house: House,
    campaign: Campaign,
    language: Language,
    *,
    kinds: Collection[Kind],
    templates: Collection[str],
    needs_fact: NeedsFact,
    can_carry: CanCarry,
) -> Repertoire:
    """Empty `kinds` or `templates` select all of them."""
    by_kind: dict[Kind, dict[str, Template]] = {}
    for template in house.templates_of(campaign.id):
        if (template.language or campaign.language) == language and (not templates or template.id in templates):
            for kind in template.kinds:
                by_kind.setdefault(kind, {})[template.id] = template
    actions = tuple(action for action in campaign.actions if not kinds or action.kind in kinds)
    facts = {fact.id: fact for fact in campaign.facts if language in fact.text}
    return Repertoire(
        campaign=campaign,
        actions=actions,
        templates=by_kind,
        facts=facts,
        action_numbers=numbered(action.id for action in actions),
        template_numbers={kind: numbered(names) for kind, names in by_kind.items()},
        fact_numbers=numbered(facts),
        needs_fact=needs_fact,
        can_carry=can_carry,
    )
