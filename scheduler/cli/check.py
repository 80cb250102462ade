"""`awareness check`: what is wrong in the files, all at once."""

from dataclasses import asdict, replace

from rich.text import Text

from scheduler.cli.codes import Code
from scheduler.cli.disk import on_disk, place_of
from scheduler.cli.opening import known_house, open_app
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.verb import verb
from scheduler.errors import Problem, StoreTrouble
from scheduler.model.house import House
from scheduler.service.accepting import Understood
from scheduler.service.swapped import swapped_links
from scheduler.words.counts import count, listed
from scheduler.words.posts import printable


@verb("check", example="awareness check", reads=True)
def check(session: Session) -> Code:
    """Say what is wrong in the files, all at once.

    One line a problem, as `file:line:column: path: what; what to do`. Templates are filled in with every action and
    measured for every account that would say them. Needs no store and writes nothing. Exits with 3 where there are
    errors; warnings alone are no failure.
    """
    screen = Screen(session)
    with screen.busy("Reading the files …"):
        _, understood = on_disk(session)
        understood = _beside_those_in_force(session, understood)
    if screen.json:
        screen.document(
            {
                "good": understood.house is not None,
                "problems": [asdict(problem) for problem in understood.problems],
                "counts": dict(_counts(understood.house)) if understood.house else None,
            }
        )
        return Code.DONE if understood.house else Code.FILES
    for problem in understood.problems:
        screen.show(line(problem))
    if understood.house is None:
        warnings = f", {count(len(understood.warnings), 'warning')}" if understood.warnings else ""
        screen.talk(Text(f"{count(len(understood.errors), 'error')}{warnings}", style="bold red"))
        return Code.FILES
    found = listed([count(number, noun.removesuffix("s")) for noun, number in _counts(understood.house)])
    screen.show(Text.assemble(f"{found}: ", ("good", "bold green")))
    if understood.warnings:
        screen.talk(f"{count(len(understood.warnings), 'warning')}: nothing fails, but look.")
    return Code.DONE


def _beside_those_in_force(session: Session, understood: Understood) -> Understood:
    """With what would keep the service from taking these files after those that it has, where there is a store."""
    if understood.house is None or not place_of(session).store.exists():
        return understood
    try:
        before = known_house(open_app(session))
    except StoreTrouble:
        return understood
    swapped = swapped_links(before, understood.house, understood.place)
    return replace(understood, house=None, problems=(*understood.problems, *swapped)) if swapped else understood


def line(problem: Problem) -> Text:
    """The problem in the form that editors jump to."""
    style = "yellow" if problem.severity == "warning" else "red"
    text = Text(printable(str(problem)), overflow="fold")
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    text.stylize(style, 0, len(place))
    return text


def _counts(house: House) -> list[tuple[str, int]]:
    return [
        ("campaigns", len(house.campaigns)),
        ("actions", sum(len(c.actions) for c in house.campaigns)),
        ("templates", len(house.templates)),
        ("schedules", len(house.schedules)),
        ("accounts", len(house.accounts)),
    ]
