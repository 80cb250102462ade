"""`awareness links`: looks at each link as a reader would meet it, and says what it found."""

from dataclasses import asdict

import click
from rich.text import Text

from scheduler.cli import documents
from scheduler.cli.codes import Code
from scheduler.cli.disk import house_on_disk, place_of
from scheduler.cli.opening import known_house, open_app
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session, who
from scheduler.cli.verb import verb
from scheduler.errors import StoreTrouble
from scheduler.model.visit import Severity
from scheduler.model.wording import date_words
from scheduler.service.links import LinkReport, keep_seen, links_of, look_at_links, seen_before, summary_of
from scheduler.visiting.visitor import Visitor
from scheduler.words.counts import count
from scheduler.words.posts import printable

STYLES = {Severity.FINE: "green", Severity.LOOK: "yellow", Severity.WRONG: "bold red"}


@verb("links", example="awareness links --campaign close-the-camps", reads=True)
@click.option("--campaign", default="", metavar="ID", help="Only this campaign's.")
def links(session: Session, campaign: str) -> Code:
    """Look at every link, safely, and say what it found.

    Opens each address that an action of the files in force sends readers to, or of the files on disk where none were
    taken yet. Follows at most five redirects, each to a public address only, reads little and waits little. What was
    seen is kept in the store, where there is one, so that the next look can say what has changed. Edits no file: a link
    is verified by a person. Exits with 1 where one needs a person.
    """
    screen = Screen(session)
    app = open_app(session) if place_of(session).store.exists() else None
    house = known_house(app) if app else None
    which = "in force" if house else "on disk"
    wanted = links_of(house or house_on_disk(session), campaign)
    with screen.busy(f"Looking at {count(len(wanted), 'link')} …"):
        before = seen_before(app.store, list(wanted)) if app else {}
        reports = look_at_links(wanted, session.visit or Visitor(session.clock), before, session.clock.now().date())
    if app:
        try:
            keep_seen(app.desk, reports, who())
        except StoreTrouble as trouble:
            screen.talk(f"What was seen is not kept: {trouble}")
    code = Code.DONE if all(report.severity is Severity.FINE for report in reports) else Code.ATTENTION
    if screen.json:
        screen.document({"files": which, "links": [_document(report) for report in reports]})
        return code
    for report in reports:
        screen.show(*_lines(report))
    screen.talk(f"{summary_of(reports)}, in the files {which}.")
    return code


def _lines(report: LinkReport) -> list[Text]:
    lines = [Text(printable(report.url), "bold", overflow="fold")]
    for use in report.uses:
        looked = f"verified {date_words(use.verified.on)} by {use.verified.by}" if use.verified else "verified never"
        lines.append(Text(f"  {use}: {printable(looked)}", "dim"))
    for remark in report.remarks:
        text = printable(remark.text)
        lines.append(Text.assemble("  ", (f"{remark.severity}: ", STYLES[remark.severity]), text, overflow="fold"))
    return lines


def _document(report: LinkReport) -> documents.Document:
    before = report.before
    return {
        "url": report.url,
        "severity": report.severity,
        "remarks": [asdict(remark) for remark in report.remarks],
        "actions": [
            {
                "campaign": use.campaign,
                "action": use.action,
                "verified_on": use.verified.on.isoformat() if use.verified else None,
                "verified_by": use.verified.by if use.verified else None,
            }
            for use in report.uses
        ],
        "visit": {**asdict(report.visit), "address": report.visit.address, "status": report.visit.status},
        "before": {"at": documents.instant(before.at), "address": before.address, "title": before.title}
        if before
        else None,
    }
