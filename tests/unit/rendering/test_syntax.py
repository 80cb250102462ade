"""What cannot be read at all, where it stands, and in which words it is said."""

import pytest

from scheduler.rendering.faults import Fault, Unreadable
from scheduler.rendering.sandbox import SANDBOX
from scheduler.rendering.syntax import TAGS, WRITTEN, foreign_tag, parse


def fault_of(source: str) -> Fault:
    with pytest.raises(Unreadable) as raised:
        parse(source, SANDBOX)
    return raised.value.fault


def test_nodes_know_their_offsets() -> None:
    tree = parse("ab\n{{ fact }}{{ day }}", SANDBOX)

    assert [node.lineno for node in tree.body[0].iter_child_nodes()] == [0, 6, 16]


@pytest.mark.parametrize(
    ("source", "offset", "what"),
    [
        ("ab {% if fact %}c", 3, "this condition is never closed"),
        ("{% if fact %}{% if day %}a{% endif %}", 0, "this condition is never closed"),
        ("{% if fact %}{% endif %} {%- if day -%}a{% else %}b", 25, "this condition is never closed"),
        ("{% if day %}{{ endif }}", 0, "this condition is never closed"),
        ("a {{ fact", 2, "this is opened and never closed"),
        ("{{ fact }} {% if day", 11, "this is opened and never closed"),
        ("{{ fact }} {# note", 11, "this is opened and never closed"),
        ("a {% endif %}", 5, "{% endif %} stands where no {% if %} waits for it"),
        ("{% else %}", 3, "{% else %} stands where no {% if %} waits for it"),
        ("{% elif day %}", 3, "{% elif %} stands where no {% if %} waits for it"),
        ("{% if day %}{% else %}{% else %}{% endif %}", 25, "{% else %} stands where no {% if %} waits for it"),
        ("{% if day %}{% endfor %}", 15, "there is no tag {% endfor %}"),
        ("{% do x %}", 3, "there is no tag {% do %}"),
        ("{{ fact day }}", 8, "day cannot stand here"),
        ("{% if day = 1 %}a{% endif %}", 10, "= cannot stand here"),
        ("{{ }}", 3, "something is missing before this"),
        ("{{ fact| }}", 9, "something is missing before this"),
        ("{% if %}a{% endif %}", 6, "something is missing before this"),
        ("{{ fact. }}", 9, "this cannot be read: expected name or number"),
        ("{{ “fact” }}", 3, "“ is a quotation mark of print"),
        ("{{ fact|default('x }}", 16, "this quotation mark is never closed"),
        ('{{ fact|default("x }}', 16, "this quotation mark is never closed"),
        ("{{ (fact }}", 9, "this } closes nothing that is open, or closes it too early"),
        ("{{ fact }", 8, "this } closes nothing that is open, or closes it too early"),
        ("{{ fact ) }}", 8, "this ) closes nothing that is open, or closes it too early"),
        ("{{ fact ] }}", 8, "this ] closes nothing that is open, or closes it too early"),
        ("{{ fact ! }}", 8, "! has no meaning here"),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words(source: str, offset: int, what: str) -> None:
    fault = fault_of(source)

    assert (fault.offset, fault.what) == (offset, what)


@pytest.mark.parametrize(
    ("source", "fix"),
    [
        ("{% if fact %}", "write {% endif %} after it"),
        ("{{ fact", WRITTEN),
        ("{% endif %}", TAGS),
        ("{% do x %}", TAGS),
        ("{% if day = 1 %}a{% endif %}", "compare with =="),
        ("{{ fact day }}", WRITTEN),
        ("{{ }}", WRITTEN),
        ("{{ fact. }}", WRITTEN),
        ("{{ “fact” }}", 'write straight quotes: "…"'),
        ("{{ fact|default('x }}", "close it with another '"),
        ("{{ fact ) }}", WRITTEN),
        ("{{ fact ! }}", WRITTEN),
        ("{{ 1234567890 }}", "write a shorter one"),
        ("{{ " + "(" * 2000 + ")" * 2000 + " }}", "write it flat"),
    ],
)
def test_every_fault_says_what_to_do(source: str, fix: str) -> None:
    assert fault_of(source).fix == fix


@pytest.mark.parametrize(
    ("source", "tag", "offset"),
    [
        ("a {% for x in targets %}", "for", 2),
        ("{% for x in y %}{% endfor %}{% for x in y %}{{ x }}", "for", 28),
        ("{% for a in b %}{% unknown %}{% endfor %}", "for", 0),
        ("{% set x %}a", "set", 0),
        ("{% if day %}{% macro m() %}a{% endif %}", "macro", 12),
        ("ab {% raw %}{{ fact }}{% endraw %}", "raw", 3),
        ("{% raw %}", "raw", 0),
    ],
)
def test_a_foreign_tag_is_called_what_it_is_before_it_is_called_unfinished(source: str, tag: str, offset: int) -> None:
    assert fault_of(source) == foreign_tag(tag, offset)


def test_a_foreign_tag_is_named_with_what_to_do_instead() -> None:
    assert foreign_tag("for", 7) == Fault(
        7, "{% for %} is a loop, which a template cannot hold", "lists print themselves: write {{ hashtags }}"
    )


@pytest.mark.parametrize("number", ["123456789", "1.2345678"])
def test_a_number_of_nine_digits_is_read(number: str) -> None:
    assert parse(f"{{{{ {number} }}}}", SANDBOX).body


@pytest.mark.parametrize("number", ["1234567890", "1.23456789", "9" * 5000])
def test_a_longer_number_is_refused(number: str) -> None:
    assert fault_of(f"{{{{ {number} }}}}") == Fault(3, "this number is too long", "write a shorter one")


@pytest.mark.parametrize("source", ["{{ " + "(" * 2000 + ")" * 2000 + " }}", "{{ " + "not " * 3000 + "day }}"])
def test_nesting_without_end_is_refused(source: str) -> None:
    assert fault_of(source).what == "brackets or conditions are nested too deep"
