"""The example campaign over a real surge, and its report: `python -m bench.attention.thisisacoup`.

#thisisacoup as it was counted in July 2015, 41 hours of it, stretched over a fortnight: the heights stay, the time
between them grows, straight lines between. What was usual before is not in the data, so it is derived from it: the mean
of its last twelve hours, as if all had calmed by then, is the mean hour of two weeks before, by the day's curve of the
invented worlds, each hour up to a fifth off by hash. The service runs on paper through these four weeks in simulated
time, and sees each hour once it is over. The report goes to build/report.html."""

import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import copytree
from statistics import fmean

from bench.attention.worlds import DAY_CURVE, uniform
from scheduler.app import App, build
from scheduler.clock import ManualClock
from scheduler.model.count import HOUR, Bin
from scheduler.pages.page import page, write_page
from scheduler.place import Place
from scheduler.service.report import Report
from scheduler.sources.series import read_series
from scheduler.words import report as words
from scheduler.words.attention import carded

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data" / "thisisacoup" / "thisisacoup_hour.csv"
RESULT = ROOT / "build" / "report.html"
START = datetime.fromisoformat("2026-10-26T00:00Z")
CAMPAIGN, SOURCE = "close-the-camps", "thisisacoup"
COUNTS = "counts.csv"
FORTNIGHT = 14 * 24
BEATS = 6
"""Hours between two runs of the beats that the simulated time skips: once a day would be enough for the plan."""
STEADY = {
    '"0 9,13,18 * * *"': '"0 13 * * *"',
    "{per_day: 2, between: 08:30-18:30, on: weekdays}": '{cron: "0 13 1 1 *"}',
    "\nschedules:": f"""
sustain: {{mode: auto}}
watch: {{sources: [{{id: {SOURCE}, from: file, file: {COUNTS}}}]}}

schedules:""",
}
"""One post a day instead of the example's five: a follow-up of two a day adds nothing to five."""


def series() -> list[Bin]:
    """Four weeks of hours from START on."""
    real = [count for _, count in read_series(DATA)]
    usual, noise = fmean(real[-12:]), uniform("thisisacoup", FORTNIGHT)
    before = [round(usual * DAY_CURVE[hour % 24] * (0.8 + 0.4 * noise[hour])) for hour in range(FORTNIGHT)]
    return [Bin(START + hour * HOUR, count) for hour, count in enumerate([*before, *stretched(real, FORTNIGHT)])]


def stretched(real: list[int], hours: int) -> Iterator[int]:
    """The first stays the first and the last the last."""
    for hour in range(hours):
        place, within = divmod(hour * (len(real) - 1), hours - 1)
        after = real[min(place + 1, len(real) - 1)]
        yield round(real[place] + (after - real[place]) * within / (hours - 1))


def folder(where: Path) -> Path:
    """The example campaign on paper, once a day, keeping attention up by itself."""
    copytree(ROOT / "config", where / "config")
    copytree(ROOT / "templates", where / "templates")
    file = where / "config" / "campaigns" / f"{CAMPAIGN}.yaml"
    text = file.read_text("utf-8")
    for old, new in STEADY.items():
        if text.count(old) != 1:
            raise ValueError(f"the example campaign no longer says {old!r} once")
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    settings = where / "config" / "awareness.yaml"
    settings.write_text(settings.read_text("utf-8").replace("git: clean", "git: ignore"), "utf-8")
    return where


def lived_through(app: App, clock: ManualClock, counts: list[Bin]) -> None:
    """From due to due; each hour is kept once it is over."""
    app.work.open("user:anna")
    for hour, found in enumerate(counts, 1):
        end = found.at + HOUR
        while clock.now() < end:
            due = app.work.next_due()
            clock.advance((min(due, end) if due and due > clock.now() else end) - clock.now())
            app.work.freeze()
            for lane in app.work.lanes():
                app.work.drain(lane)
        seen(app, found)
        for beat in app.work.beats() if hour % BEATS == 0 else ():
            beat.run()


def seen(app: App, newest: Bin) -> None:
    """The hour is over: it stands in the file, and whatever is to be asked is asked."""
    with (app.place.folder / COUNTS).open("a") as file:
        file.write(f"{newest.at.isoformat()},{newest.count}\n")
    for source in app.work.sources():
        app.work.watch(source)


def told(report: Report) -> Iterator[str]:
    """The five numbers, then each line of why."""
    zone = "Europe/London"
    yield words.phase(report, zone)
    yield words.above_the_floor(report, zone)
    yield from (f"{left}: {now}; earlier: {past}" for left, now, past in words.spans(report))
    yield words.own_posts(report)
    yield carded(report.card, coin=report.campaign.sustain.coin)
    for surged in report.surges:
        yield f"the surge of {surged.course.surge.onset:%Y-%m-%d %H:%M}: {words.followed(surged)}"
        yield from (f"  {why}" for why in surged.whys)
    for one in report.said:
        yield f"{one.at:%Y-%m-%d %H:%M} {one.delivery.account}: {'; '.join(one.delivery.why)}"


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        place = Place(folder=folder(Path(scratch)), data=Path(scratch) / "data")
        clock = ManualClock(START)
        app = build(place, clock=clock, create=True)
        counts = series()
        lived_through(app, clock, counts)
        reports = app.looking_back.report(START)
        RESULT.parent.mkdir(exist_ok=True)
        write_page(RESULT, page(reports, "Europe/London"))
        for line in told(reports[0]):
            print(line)
    print(f"the report: {RESULT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
