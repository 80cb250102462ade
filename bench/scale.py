"""A thousand templates and a hundred schedules: `python bench/scale.py [TEMPLATES] [SCHEDULES]`.

How long `check` and `plan` take as whole processes, what memory they need, and how many posts a second are planned,
rendered and measured."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from scheduler.app import rehearse
from scheduler.clock import SystemClock
from scheduler.place import Place

KINDS = ("petition", "donate", "embassy", "representative", "un", "company", "rally", "support", "share")
ZONES = ("Europe/London", "America/New_York", "Europe/Moscow")
ACTIONS = 27
TEXT = """\
---
for: [{kinds}]
drop: [fact, hashtags]
variants:
  short: "Number {number}: {{{{ action.ask }}}}{{% if action.link %}} {{{{ action.link }}}}{{% endif %}}"
---
{{{{ fact }}}}

This is what text number {number} says. {{{{ action.ask }}}}{{% if action.link %}} {{{{ action.link }}}}{{% endif %}}
{{{{ hashtags }}}}
"""


def write(folder: Path, templates: int, schedules: int) -> None:
    """Ten accounts in the manner of four networks; each template carries three kinds of nine."""
    texts = folder / "templates" / "large"
    texts.mkdir(parents=True)
    for number in range(templates):
        kinds = ", ".join(KINDS[(number + step) % len(KINDS)] for step in range(3))
        (texts / f"text-{number:04}.txt").write_text(TEXT.format(kinds=kinds, number=number))
    (folder / "config" / "campaigns").mkdir(parents=True)
    (folder / "config" / "awareness.yaml").write_text("git: ignore\n")
    (folder / "config" / "accounts.yaml").write_text("accounts:\n" + "".join(map(_account, range(10))))
    actions, timed = "".join(map(_action, range(ACTIONS))), "".join(map(_schedule, range(schedules)))
    facts = "".join(map(_fact, range(10)))
    head = "id: large\nname: A large campaign\nhashtags: {en: [Large, Campaign]}\n"
    windows = "no_repeat: {template: 48h, action: 0s, text: 14d}\n"
    (folder / "config" / "campaigns" / "large.yaml").write_text(
        f"{head}{windows}actions:\n{actions}facts:\n{facts}schedules:\n{timed}"
    )


def _account(number: int) -> str:
    like = ("mastodon", "bluesky", "x", "paper")[number % 4]
    manners = "" if like == "paper" else f"like: {like}, "
    return f"  - {{id: account-{number}, network: paper, {manners}limits: {{gap: 1m, per_day: 100, per_week: 700}}}}\n"


def _action(number: int) -> str:
    link = f'{{url: "https://example.org/{number}", verified: never}}'
    ask = f"Do the thing that action {number} asks for, today."
    return f'  - {{id: action-{number}, kind: {KINDS[number % len(KINDS)]}, ask: "{ask}", link: {link}}}\n'


def _fact(number: int) -> str:
    text = f"It was reported that {number} people were detained."
    return f'  - {{id: fact-{number}, text: "{text}", source: "https://example.org/f{number}", date: 2026-01-01}}\n'


def _schedule(number: int) -> str:
    at = f'{{cron: "{number * 7 % 60} 9,13,18 * * *"}}'
    account, zone = f"account-{number % 10}", ZONES[number % len(ZONES)]
    return f"  - {{id: schedule-{number}, accounts: [{account}], at: {at}, zone: {zone}}}\n"


def measure(folder: Path, *arguments: str) -> str:
    """Time and peak memory of one call; its output goes nowhere."""
    command: list[str | Path] = [Path(sys.executable).with_name("awareness"), "--folder", folder, *arguments]
    began = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    took = perf_counter() - began
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}")
    busy = used.ru_utime + used.ru_stime
    return f"{took:.1f} s ({busy:.1f} s of processor time), at most {used.ru_maxrss / 1024:.0f} MB"


def report_planning(folder: Path) -> None:
    place = Place(folder=folder, data=folder / "data")
    with rehearse(place, clock=SystemClock()) as rehearsal:
        began = process_time()
        plan = rehearsal.planning.look(rehearsal.current).plan
        took = process_time() - began
    said = sum(planned.choice is not None for planned in plan.slots)
    print(f"in one process: {said:,} of {len(plan.slots):,} slots planned, rendered and measured in {took:.1f} s")
    print(f"  of processor time, {said / took:,.0f} posts a second")


def main(templates: int, schedules: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, templates, schedules)
        print(f"{templates:,} templates, {schedules} schedules, {ACTIONS} actions")
        print(f"awareness check: {measure(folder, 'check')}")
        print(f"awareness plan:  {measure(folder, 'plan')}")
        report_planning(folder)


if __name__ == "__main__":
    numbers = [int(number) for number in sys.argv[1:]]
    main(*numbers, *(1_000, 100)[len(numbers) :])
