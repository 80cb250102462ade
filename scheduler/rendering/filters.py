"""The filters that a template may use, each with what it may stand behind and what it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from scheduler.rendering.names import Sort
from scheduler.rendering.terms import Dropped, Listing, Missing, Moment, Unsaid, Value
from scheduler.rendering.tongues import language_name, primary, written_date, written_time, written_weekday

LONGEST_TEXT = 20_000
"""Code points that a filter may make of a text: far beyond any network, near enough to keep memory safe."""

_STOPS = ".。．।۔"
_DOTTED_I = frozenset({"tr", "az"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """`takes`: the sorts of value it may stand behind; `arguments` their types, the last `optional` of which may be
    left out; `gives` None: the sort that came in; `example` shows it to people."""

    call: Callable[..., Value]
    takes: frozenset[Sort]
    example: str
    arguments: tuple[type, ...] = ()
    optional: int = 0
    gives: Sort | None = None


def first(value: Listing, count: int = 1) -> Listing:
    return replace(value, items=value.items[:count])


def last(value: Listing, count: int = 1) -> Listing:
    return replace(value, items=value.items[-count:])


def join(value: Listing, between: str) -> str:
    return between.join(value.items)


def upper(context: Context, value: str) -> str:
    return (value.replace("i", "İ") if _dots_its_i(context) else value).upper()


def lower(context: Context, value: str) -> str:
    return (value.replace("I", "ı").replace("İ", "i") if _dots_its_i(context) else value).lower()


def capitalize(context: Context, value: str) -> str:
    return upper(context, value[:1]) + value[1:]


def uncapitalize(context: Context, value: str) -> str:
    return lower(context, value[:1]) + value[1:]


def trim(value: str) -> str:
    return value.strip()


def without_stop(value: str) -> str:
    """`Sign the petition` of `Sign the petition.`, to go on in the same sentence."""
    bare = value.rstrip()
    return bare[:-1] if bare.endswith(tuple(_STOPS)) and not bare.endswith("..") else bare


def substitute(value: str, old: str, new: str) -> str:
    if len(value) + value.count(old) * (len(new) - len(old)) > LONGEST_TEXT:
        raise Unsaid(f"replace makes more than {LONGEST_TEXT:,} characters of a text")
    return value.replace(old, new)


def date_of(value: Moment) -> str:
    return written_date(value.day, value.language)


def time_of(value: Moment) -> Value:
    return Missing("this day has no time") if value.wall is None else written_time(value.wall, value.language)


def weekday_of(value: Moment) -> Value:
    name = written_weekday(value.day, value.language)
    return Missing(f"the days of the week are not known in {language_name(value.language)}") if name is None else name


def default(value: Value, otherwise: Value) -> Value:
    """The other value where there is none; what was dropped to make room stays away."""
    return value if value or isinstance(value, Dropped) else otherwise


def _dots_its_i(context: Context) -> bool:
    return primary(str(context["language"])) in _DOTTED_I


def _passing(call: Callable[..., Value]) -> Callable[..., Value]:
    """A filter changes what is there; what is missing stays missing."""

    @wraps(call)
    def filtered(value: Value, *arguments: Any) -> Value:
        return value if isinstance(value, Missing) else call(value, *arguments)

    return filtered


def _passing_in_language(call: Callable[[Context, str], str]) -> Callable[..., Value]:
    @wraps(call)
    def filtered(context: Context, value: str | Missing) -> Value:
        return value if isinstance(value, Missing) else call(context, value)

    return pass_context(filtered)


_TEXT = frozenset({Sort.TEXT})
_LIST = frozenset({Sort.LIST})
_MOMENT = frozenset({Sort.MOMENT})

FILTERS: Mapping[str, Filter] = {
    "first": Filter(call=_passing(first), takes=_LIST, example="hashtags|first(2)", arguments=(int,), optional=1),
    "last": Filter(call=_passing(last), takes=_LIST, example="hashtags|last(2)", arguments=(int,), optional=1),
    "join": Filter(call=_passing(join), takes=_LIST, example='targets|join(" / ")', arguments=(str,), gives=Sort.LINE),
    "upper": Filter(call=_passing_in_language(upper), takes=_TEXT, example="action.name|upper"),
    "lower": Filter(call=_passing_in_language(lower), takes=_TEXT, example="action.name|lower"),
    "capitalize": Filter(call=_passing_in_language(capitalize), takes=_TEXT, example="action.name|capitalize"),
    "uncapitalize": Filter(call=_passing_in_language(uncapitalize), takes=_TEXT, example="action.ask|uncapitalize"),
    "trim": Filter(call=_passing(trim), takes=_TEXT, example="fact|trim"),
    "without_stop": Filter(call=_passing(without_stop), takes=_TEXT, example="action.ask|without_stop"),
    "replace": Filter(
        call=_passing(substitute), takes=_TEXT, example='action.name|replace("&", "and")', arguments=(str, str)
    ),
    "date": Filter(call=_passing(date_of), takes=_MOMENT, example="action.when|date", gives=Sort.TEXT),
    "time": Filter(call=_passing(time_of), takes=_MOMENT, example="action.when|time", gives=Sort.TEXT),
    "weekday": Filter(call=_passing(weekday_of), takes=_MOMENT, example="action.when|weekday", gives=Sort.TEXT),
    "default": Filter(call=default, takes=frozenset(Sort), example='action.place|default("London")', arguments=(str,)),
}
