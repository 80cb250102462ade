from dataclasses import FrozenInstanceError

import pytest

from scheduler.model.campaign import Kind
from scheduler.model.template import Template, Variant
from tests.make import a_template


def test_a_template_drops_nothing_and_speaks_its_campaigns_language_unless_it_says_otherwise() -> None:
    variant = Variant(name="text", source="Sign.", line=4)
    template = Template(id="t", campaign="c", file="templates/c/t.txt", kinds=(Kind.PETITION,), variants=(variant,))
    assert (template.drop, template.language, variant.column) == ((), None, 1)


def test_templates_that_say_the_same_are_equal() -> None:
    assert a_template() == a_template()
    assert hash(a_template()) == hash(a_template())
    assert a_template() != a_template(id="other")


def test_a_template_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        a_template().drop = ("fact",)  # type: ignore[misc]  # wrong on purpose
