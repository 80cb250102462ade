"""`awareness report`: how attention went, what was said and what was not, for those who answer for a campaign."""

from datetime import timedelta
from pathlib import Path

import click

from scheduler.cli import report_documents, report_lines
from scheduler.cli.opening import in_force, open_app, readers_zone
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.times import instant
from scheduler.cli.verb import verb

LATELY = timedelta(days=28)


@verb("report", example='awareness report --html report.html --since "28d ago"', reads=True)
@click.option(
    "--html",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Write it as one page, with pictures, to open in a browser or to print.",
)
@click.option("--since", metavar="TIME", help='From then on: 2026-11-23, "7d ago"; without it, four weeks.')
@click.option("--campaign", metavar="ID", help="Only this campaign.")
def report(session: Session, html: Path | None, since: str | None, campaign: str | None) -> None:
    """How attention went, what was said, and what was not.

    The curve of attention with the posts on it, past surges beside the latest, five numbers, what was said by action,
    template, language and network, what was refused, held or expired and why, limits, stops and cost. The page that
    --html writes holds everything itself: no script, nothing from elsewhere.
    """
    if html is not None and not html.parent.is_dir():
        raise click.UsageError(f"There is no folder {html.parent}; make it first, or give another --html.")
    screen = Screen(session)
    app = open_app(session)
    in_force(app)
    reader = readers_zone(app)
    now = session.clock.now()
    start = instant(since, reader, now, whole_days=True) if since else now - LATELY
    if start >= now:
        raise click.UsageError(f"--since {since!r} is not over yet; nothing happened since.")
    with screen.busy("Looking back …"):
        found = app.looking_back.report(start, campaign)
        if html is not None:
            from scheduler.pages.page import page, write_page  # noqa: PLC0415 - charts take a third of a second to load

            write_page(html, page(found, reader))
    if screen.json:
        screen.document({"campaigns": [report_documents.report(one, reader) for one in found]})
    elif html is None:
        for one in found:
            screen.show(*report_lines.lines(one, screen, reader))
    if html is not None:
        screen.talk(f"The report is in {html}.")
