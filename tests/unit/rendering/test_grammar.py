"""The allow-list: what is let through, and that everything else is refused where it stands."""

import pytest
from jinja2 import nodes

from scheduler.rendering.faults import Fault
from scheduler.rendering.grammar import DEEPEST, LONGEST_CONSTANT, MOST_NODES, Literal, Reading, read
from scheduler.rendering.names import NAMES
from scheduler.rendering.sandbox import SANDBOX
from scheduler.rendering.syntax import FOREIGN_TAGS, parse


def reading_of(source: str) -> Reading:
    return read(parse(source, SANDBOX))


def faults_of(source: str) -> list[tuple[int, str]]:
    return [(fault.offset, fault.what) for fault in reading_of(source).faults]


@pytest.mark.parametrize(
    "source",
    [
        "plain",
        *[f"{{{{ {name} }}}}" for name in NAMES],
        "{% if fact %}a{% elif day %}b{% else %}c{% endif %}",
        '{% if network == "x" and day != 1 or not (fact and targets) %}a{% endif %}',
        "{% if fact is defined and action.place is not defined %}a{% endif %}",
        "{% if hashtags|first %}{% if day %}a{% endif %}{% endif %}",
        '{{ action.place|upper|default("here") }}',
        "{{ targets|first(2) }} {{ targets|last }}",
        "{{ action.when|date }}, {{ action.when|weekday|upper }}",
        "{{ fact }}{# a note #}{%- if day -%} a {%- endif -%}",
    ],
)
def test_what_organisers_need_is_let_through(source: str) -> None:
    assert faults_of(source) == []


def test_the_names_that_are_said_or_asked_for_are_known() -> None:
    source = '{{ fact }}{% if day == 1 %}{{ action.link }}{% elif targets %}{{ hashtags|join("") }}{% endif %}'

    assert reading_of(source).names == {"fact", "day", "action.link", "targets", "hashtags"}


@pytest.mark.parametrize(
    ("source", "offset", "what"),
    [
        ("{{ fact.source() }}", 3, "a call cannot stand in a template"),
        ("{{ 10**10 }}", 3, "arithmetic cannot stand in a template"),
        ("a {{ day + 1 }}", 5, "arithmetic cannot stand in a template"),
        ("{{ -day }}", 3, "arithmetic cannot stand in a template"),
        ("{{ '%s' % day }}", 3, "arithmetic cannot stand in a template"),
        ("{{ fact ~ day }}", 3, "joining with ~ cannot stand in a template"),
        ("{{ targets[0] }}", 3, "square brackets cannot stand in a template"),
        ("{{ fact[1:2] }}", 3, "square brackets cannot stand in a template"),
        ("{{ ''.__class__ }}", 3, "a part of this cannot stand in a template"),
        ("{{ action.link.url }}", 3, "a part of this cannot stand in a template"),
        ("{{ fact if day else targets }}", 3, "a condition inside a value cannot stand in a template"),
        ("{{ fact, day }}", 3, "several values at once cannot stand in a template"),
        ("{{ [fact] }}", 3, "a list of its own cannot stand in a template"),
        ("{{ {'a': fact} }}", 3, "a mapping of its own cannot stand in a template"),
        ("{{ day == 1 }}", 3, "a comparison as a value cannot stand in a template"),
        ("{{ fact and day }}", 3, "`and` between values cannot stand in a template"),
        ("{{ fact or day }}", 3, "`or` between values cannot stand in a template"),
        ("{{ not fact }}", 3, "`not` as a value cannot stand in a template"),
        ("{{ fact is defined }}", 3, "`is` as a value cannot stand in a template"),
        ("{% if day > 1 %}a{% endif %}", 6, "only == and != compare values here"),
        ("{% if day == 1 < 2 %}a{% endif %}", 6, "only == and != compare values here"),
        ('{% if "a" in fact %}a{% endif %}', 6, "only == and != compare values here"),
        ("{% if fact is none %}a{% endif %}", 6, "`is none` is not known here"),
        ("{% if fact is defined(1) %}a{% endif %}", 6, "`is defined` is not known here"),
        ("{% if fact() %}a{% endif %}", 6, "a call cannot stand in a template"),
        ("{{ 'a' }}", 3, "'a' stands in braces"),
        ("{{ true }}", 3, "True stands in braces"),
        ("{{ link }}", 3, "there is no link"),
        ("{{ action.lnk }}", 3, "there is no action.lnk"),
        ("{{ action.__init__ }}", 3, "there is no action.__init__"),
        ("{{ self }}", 3, "there is no self"),
        ("{{ action }}", 3, "action says nothing by itself"),
        ("{% if campaign %}a{% endif %}", 6, "campaign says nothing by itself"),
        ("{{ fact|map('upper') }}", 8, "there is no filter map"),
        ("{{ fact|a.b }}", 8, "there is no filter a.b"),
        ("{{ targets|first('1') }}", 11, "first is given what it does not take"),
        ("{{ targets|first(0) }}", 11, "first is given what it does not take"),
        ("{{ targets|first(true) }}", 11, "first is given what it does not take"),
        ("{{ targets|first(day) }}", 11, "first is given what it does not take"),
        ("{{ targets|first(1, 2) }}", 11, "first is given what it does not take"),
        ("{{ targets|join }}", 11, "join is given what it does not take"),
        ("{{ targets|first(*fact) }}", 11, "first is given what it does not take"),
        ("{{ targets|join(*fact) }}", 11, "join is given what it does not take"),
        ("{{ targets|first(**fact) }}", 11, "first is given what it does not take"),
        ("{{ targets|first(count=1) }}", 11, "first is given what it does not take"),
        ("{{ fact|replace('a') }}", 8, "replace is given what it does not take"),
        ("{{ action.link|upper }}", 15, "upper stands behind a link, and changes text only"),
        ("{{ targets|upper }}", 11, "upper stands behind a list, and changes text only"),
        ("{{ fact|first }}", 8, "first stands behind text, and changes a list only"),
        ("{{ day|date }}", 7, "date stands behind a number, and changes a date only"),
        ("{{ targets|join('')|upper }}", 20, "upper stands behind a list written out, and changes text only"),
        ("{{ action.when|date|date }}", 20, "date stands behind text, and changes a date only"),
        ("{{ 'a'|upper }}", 3, "Const cannot stand in a template"),
    ],
)
def test_everything_else_is_refused_where_it_stands(source: str, offset: int, what: str) -> None:
    assert faults_of(source) == [(offset, what)]


@pytest.mark.parametrize(
    ("source", "tag", "offset"),
    [
        ("a {% for x in y %}{{ x }}{% endfor %}", "for", 5),
        ("{% include 'x' %}", "include", 3),
        ("{% import 'x' as y %}", "import", 3),
        ("{% from 'x' import y %}", "from", 3),
        ("{% extends 'x' %}", "extends", 3),
        ("{% block x %}{% endblock %}", "block", 3),
        ("{% set x = 1 %}", "set", 3),
        ("{% set x %}a{% endset %}", "set", 3),
        ("{% with x = 1 %}{% endwith %}", "with", 3),
        ("{% macro m() %}{% endmacro %}", "macro", 3),
        ("{% call m() %}{% endcall %}", "call", 3),
        ("{% filter upper %}a{% endfilter %}", "filter", 3),
        ("{% autoescape true %}a{% endautoescape %}", "autoescape", 3),
        ("{% if day %}{% include 'x' %}{% endif %}", "include", 15),
    ],
)
def test_a_foreign_tag_is_refused_once_and_not_looked_into(source: str, tag: str, offset: int) -> None:
    what, fix = FOREIGN_TAGS[tag]

    assert reading_of(source).faults == [Fault(offset, f"{{% {tag} %}} is {what}, which a template cannot hold", fix)]


def test_a_node_that_nobody_thought_of_is_refused() -> None:
    unknown = nodes.Template([nodes.Continue(lineno=4)], lineno=0)

    assert [fault.what for fault in read(unknown).faults] == ["Continue cannot stand in a template"]


def test_all_faults_come_at_once() -> None:
    source = "{{ a }} {% if day > 1 %}{{ fact|x }}{% elif b %}{{ 1 + 1 }}{% else %}{{ c }}{% endif %}"

    assert [offset for offset, _ in faults_of(source)] == [3, 14, 32, 44, 51, 72]


@pytest.mark.parametrize(
    ("source", "fix"),
    [
        ("{{ targts }}", "did you mean targets?"),
        ("{{ fact|uper }}", "did you mean upper?"),
        ("{{ fact|truncate(9) }}", "a text is never cut; name what may go in `drop:`, or add a shorter variant"),
        ("{{ targets|first('1') }}", "write it like hashtags|first(2)"),
        ("{{ action.link|upper }}", "like action.name|upper"),
        ("{{ targets|upper }}", "like action.name|upper"),
        ("{{ campaign }}", "write one of campaign.name"),
        ("{{ 'a' }}", "write it without them"),
        ("{{ day + 1 }}", "write the values one after the other, as text"),
        ("{{ 'a'|upper }}", "write the values one after the other, as text"),
        ("{{ fact() }}", "a template only names values; take the brackets out"),
        ("{% if day > 1 %}{% endif %}", "compare with == or != only, and join comparisons with and, or, not"),
        ("{% if fact is none %}{% endif %}", "write {% if fact %}, or `is defined`"),
        ("{{ action.place|default('" + "a" * (LONGEST_CONSTANT + 1) + "') }}", "shorten it"),
        ("{{ fact" + "|trim" * DEEPEST + " }}", "write it flat"),
        ("{{ day }}" * MOST_NODES, "make several templates of it"),
    ],
    ids=lambda value: value[:40],
)
def test_a_fault_says_what_to_do(source: str, fix: str) -> None:
    assert [fault.fix for fault in reading_of(source).faults] == [fix]


def test_an_unknown_filter_without_a_near_one_lists_them_all() -> None:
    assert reading_of("{{ fact|zzz }}").faults[0].fix.startswith("known: first, last, join, ")


@pytest.mark.parametrize(("length", "count"), [(LONGEST_CONSTANT, 0), (LONGEST_CONSTANT + 1, 1)])
def test_a_constant_has_a_greatest_length(length: int, count: int) -> None:
    found = faults_of("{{ action.place|default('" + "a" * length + "') }}")

    assert found == [(24, "this text is longer than 2,000 characters")] * count


@pytest.mark.parametrize(("values", "count"), [(MOST_NODES - 2, 0), (MOST_NODES - 1, 1)])
def test_a_template_has_a_greatest_size(values: int, count: int) -> None:
    found = faults_of("{{ day }}" * values)

    assert found == [(0, "this holds more than 500 values and conditions")] * count


@pytest.mark.parametrize(("filters", "count"), [(DEEPEST - 2, 0), (DEEPEST - 1, 1)])
def test_a_template_has_a_greatest_depth(filters: int, count: int) -> None:
    found = faults_of("{{ fact" + "|trim" * filters + " }}")

    assert found == [(3, "this is nested more than 40 deep")] * count


def test_what_has_no_place_of_its_own_is_placed_by_what_holds_it() -> None:
    deep = "{% autoescape true %}" * DEEPEST + "{% endautoescape %}" * DEEPEST

    assert faults_of(deep) == [(402, "this is nested more than 40 deep")]


def test_literals_come_with_their_places_and_branches() -> None:
    source = 'a{% if network == "x" %}b{% elif day %}c{% else %}d{{ fact|default("e") }}{% endif %}'

    assert reading_of(source).literals == [
        Literal(0, "a", plain=True),
        Literal(18, "x", plain=False),
        Literal(24, "b", plain=True, branches=((1, 0),)),
        Literal(39, "c", plain=True, branches=((1, 1),)),
        Literal(50, "d", plain=True, branches=((1, -1),)),
        Literal(67, "e", plain=False),
    ]


def test_each_condition_has_a_number_of_its_own() -> None:
    one, two = reading_of("{% if day %}a{% endif %}{% if fact %}b{% endif %}").literals

    assert (one.branches, two.branches) == (((1, 0),), ((2, 0),))


def test_numbers_are_no_literals() -> None:
    assert reading_of("{% if day == 1 %}{% endif %}").literals == []


@pytest.mark.parametrize(
    ("mine", "other", "excluded"),
    [
        ((), (), False),
        (((1, 0),), (), False),
        (((1, 0),), ((1, 0),), False),
        (((1, 0),), ((1, 1),), True),
        (((1, 0),), ((2, 1),), False),
        (((1, 0), (2, 0)), ((1, 0), (2, -1)), True),
    ],
)
def test_branches_of_one_condition_exclude_each_other(
    mine: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...], excluded: bool
) -> None:
    one, two = Literal(0, "a", plain=True, branches=mine), Literal(1, "b", plain=True, branches=other)

    assert one.excludes(two) is excluded
    assert two.excludes(one) is excluded
