"""Templates that strangers wrote: everything that reaches beyond the given values is refused, with its place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from scheduler.rendering.faults import Fault
from scheduler.rendering.names import NAMES
from scheduler.rendering.sandbox import (
    LONGEST_SOURCE,
    SANDBOX,
    CompiledTemplate,
    TemplateRefused,
    compile_source,
    examine,
    with_plain_newlines,
)
from scheduler.rendering.terms import Missing, Unsaid, Value

VALUES: dict[str, Value] = {**{name: f"<{name}>" for name in NAMES}, "day": 3, "targets": Missing("no targets")}


def say(source: str) -> str:
    return compile_source(source).render(VALUES.__getitem__, "en")


def faults_of(source: str) -> tuple[Fault, ...]:
    examined = examine(source)
    assert isinstance(examined, tuple)
    return examined


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain", "plain"),
        ("{{ fact }} {{ action.link }}", "<fact> <action.link>"),
        ("{{ fact.source }}{{ fact }}", "<fact.source><fact>"),
        ("{{ day }}", "3"),
        ("{% if targets %}a{% else %}b{% endif %}", "b"),
        ("{% if targets is defined %}a{% elif fact is defined %}b{% endif %}", "b"),
        ("{% if day == 3 and not targets %}a{% endif %}", "a"),
        ('{% if network != "<network>" or day == 4 %}a{% endif %}', ""),
        ('{{ targets|default("all") }}', "all"),
        ("a {#- note -#} b", "ab"),
        ("<b> & 'c'", "<b> & 'c'"),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_a_template_says_what_it_was_given(source: str, text: str) -> None:
    assert say(source) == text


def test_a_missing_value_that_is_said_ends_the_rendering() -> None:
    with pytest.raises(Unsaid, match=r"^no targets$"):
        say("To {{ targets }}")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\n{% if day %}\nb\n{% endif %}\nc", "a\nb\nc"),
        ("a\n{% if targets %}\nb\n{% endif %}\nc", "a\nc"),
        ("a\n{% if targets %}\nb\n {% else %} \t\nc\n{% endif %} \nd", "a\n \tc\n d"),
        ("a\n{% if day %}b{% endif %}\nc", "a\nb\nc"),
        ("a\n{# a note #}\nb {# another #}\nc", "a\nb \nc"),
        ("a {% if day %}\nb{% endif %}", "a \nb"),
        ("a\n{% if targets %}\nb\n{% endif %}{% if day %}\nc{% endif %}", "a\nc"),
    ],
)
def test_a_line_of_tags_or_notes_alone_leaves_no_line(source: str, text: str) -> None:
    assert say(source) == text


def test_a_template_knows_the_names_that_it_may_say() -> None:
    assert compile_source("{{ fact }}{% if day %}{{ action.link }}{% endif %}").names == {"fact", "day", "action.link"}


def test_only_the_names_that_it_may_say_are_asked_for() -> None:
    only: dict[str, Value] = {"fact": "a", "day": 1}

    assert compile_source("{{ fact }}{% if day %}{% endif %}").render(only.__getitem__, "en") == "a"


def test_a_source_is_compiled_once() -> None:
    assert compile_source("once {{ fact }}") is compile_source("once {{ fact }}")


@pytest.mark.parametrize(
    ("source", "offset"),
    [
        ("{{ ''.__class__ }}", 3),
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", 3),
        ("{{ action.__init__ }}", 3),
        ("{{ action.__init__.__globals__ }}", 3),
        ("{{ fact.__class__ }}", 3),
        ("{{ fact|attr('__class__') }}", 8),
        ("{{ hashtags|map('upper') }}", 12),
        ("{{ hashtags|map(attribute='__class__') }}", 12),
        ("{{ 10**10 }}", 3),
        ("{{ 'a' * 100000000 }}", 3),
        ("{{ '{0.__class__}'.format(fact) }}", 3),
        ("{{ '%s' % fact }}", 3),
        ("{{ fact|format }}", 8),
        ("{{ range(100000000) }}", 3),
        ("{{ lipsum.__globals__ }}", 3),
        ("{{ cycler.__init__.__globals__.os }}", 3),
        ("{{ self._TemplateReference__context }}", 3),
        ("{{ config }}", 3),
        ("{{ action__link }}", 3),
        ("{{ language.upper() }}", 3),
        ("{% for x in hashtags %}{{ x }}{% endfor %}", 3),
        ("{% set x = 1 %}", 3),
        ("{% include 'x' %}", 3),
        ("{% import 'os' as os %}", 3),
        ("{% macro m() %}{% endmacro %}", 3),
        ("{% raw %}{{ fact }}{% endraw %}", 0),
        ("{% call fact() %}{% endcall %}", 3),
        ("{% print fact() %}", 9),
        ("{{ fact|default(fact.__class__) }}", 8),
        ("{{ action['link'] }}", 3),
        ("{{ fact[0] }}", 3),
        ("{% if ''.__class__ %}{% endif %}", 6),
        ("a\u200bb", 1),
        ("see https://a.org", 4),
        ("{{ fact|default('\\u200b') }}", 16),
    ],
)
def test_every_way_out_is_refused_where_it_stands(source: str, offset: int) -> None:
    assert [fault.offset for fault in faults_of(source)] == [offset]


def test_faults_of_all_kinds_come_in_the_order_of_the_source() -> None:
    assert [fault.offset for fault in faults_of("#a \u200b{{ lnk }} @user #a")] == [3, 7, 14, 20]


def test_an_invisible_character_in_a_tag_is_named_instead_of_puzzled_over() -> None:
    assert [fault.what for fault in faults_of("{{ fact\u200b }}")] == [
        "an invisible character stands here: ZERO WIDTH SPACE (U+200B)"
    ]


def test_what_cannot_be_read_is_told_beside_what_cannot_be_seen() -> None:
    assert [fault.what for fault in faults_of("{{ fact ! }} a\u200b")] == [
        "! has no meaning here",
        "an invisible character stands here: ZERO WIDTH SPACE (U+200B)",
    ]


@pytest.mark.parametrize(("length", "refused"), [(LONGEST_SOURCE, False), (LONGEST_SOURCE + 1, True)])
def test_a_source_has_a_greatest_length(length: int, refused: bool) -> None:
    examined = examine("a" * length)

    assert isinstance(examined, tuple) is refused
    if refused:
        assert examined == (Fault(0, "this is longer than 20,000 characters", "make several templates of it"),)


def test_a_refused_template_names_all_its_faults() -> None:
    with pytest.raises(TemplateRefused, match=r"^there is no a; there is no b$") as raised:
        compile_source("{{ a }}{{ b }}")
    assert [fault.offset for fault in raised.value.faults] == [3, 10]


def test_offsets_count_newlines_once() -> None:
    assert with_plain_newlines("a\r\nb\rc\n") == "a\nb\nc\n"
    assert [fault.offset for fault in faults_of("a\r\n{{ b }}")] == [5]


def test_behind_the_grammar_the_sandbox_itself_gives_nothing_away() -> None:
    assert SANDBOX.globals == {}
    assert set(SANDBOX.tests) == {"defined"}
    assert "map" not in SANDBOX.filters
    for attempt in ("{{ x.real }}", "{{ x['real'] }}", "{{ x() }}"):
        with pytest.raises(SecurityError):
            SANDBOX.from_string(attempt).render(x=int)


PIECES = (
    "{{ }} {% %} {# #} | . ( ) [ ] ~ - ** = == , \" ' \\ 1 (1) x action link first fact hashtags day if else elif endif"
    " for in raw set with block macro m() call autoescape filter upper include import not and is defined #tag @x \u200b"
)


@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=20).map(" ".join))
@example("{% for a in b %}{% x %}{% endfor %}")
@example("{{ '\\ud800' }}")
def test_no_source_does_more_than_be_refused_or_say_its_values(source: str) -> None:
    examined = examine(source)

    if isinstance(examined, CompiledTemplate):
        assert isinstance(examined.render(lambda _: "v", "en"), str)
    else:
        assert examined
        assert all(0 <= fault.offset <= len(source) and fault.what and fault.fix for fault in examined)
