"""How people write lists, dates and times in a language; `tongues.json` holds the languages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from scheduler.rendering.packaged import packaged


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """`name` is the language in English. `joiner` stands before the last of a list; before a word that
    `other_before` matches it is `other_joiner`. `months` are as they stand in a date, `weekdays` begin with Monday;
    `first` is how the first day of a month is written; `digits` replace 0 to 9."""

    name: str
    joiner: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    pattern: str = "{day} {month} {year}"
    comma: str = ", "
    first: str = "1"
    digits: str = "0123456789"
    other_before: str | None = None
    other_joiner: str = ""


def primary(language: str) -> str:
    """The language without its region: `pt` of `pt-BR`."""
    return language.replace("_", "-").split("-", 1)[0].lower()


def tongue(language: str) -> Tongue | None:
    """None: a language whose ways this version does not know."""
    return _tongues().get(primary(language))


def language_name(language: str) -> str:
    """The language in English words, or its code in quotes."""
    known = tongue(language)
    return known.name if known else f"{language!r}"


def written_list(items: Sequence[str], language: str) -> str:
    """`A, B and C`; commas alone in a language that is not known."""
    known = tongue(language)
    if known is None or len(items) < 2:
        return ", ".join(items)
    *most, last = items
    other = known.other_before is not None and re.match(known.other_before, last)
    return known.comma.join(most) + (known.other_joiner if other else known.joiner) + last


def written_date(day: date, language: str) -> str:
    """`22 November 2026`; the ISO form in a language that is not known."""
    known = tongue(language)
    if known is None:
        return day.isoformat()
    written = known.pattern.format(
        day=known.first if day.day == 1 else day.day, month=known.months[day.month - 1], year=day.year
    )
    return _own_digits(written, known)


def written_time(wall: time, language: str) -> str:
    """`14:05`, by the 24-hour clock."""
    known = tongue(language)
    written = f"{wall:%H:%M}"
    return _own_digits(written, known) if known else written


def written_weekday(day: date, language: str) -> str | None:
    """None in a language that is not known."""
    known = tongue(language)
    return known.weekdays[day.weekday()] if known else None


def comma(language: str) -> str:
    known = tongue(language)
    return known.comma if known else ", "


def _own_digits(text: str, known: Tongue) -> str:
    return text.translate(str.maketrans("0123456789", known.digits))


@cache
def _tongues() -> dict[str, Tongue]:
    return {code: _tongue(**entry) for code, entry in packaged("tongues")["tongues"].items()}


def _tongue(*, months: str, weekdays: str, **more: str) -> Tongue:
    return Tongue(months=tuple(months.split("/")), weekdays=tuple(weekdays.split("/")), **more)
