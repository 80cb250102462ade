"""`awareness status`: how things are, on one calm page."""

from scheduler.cli import documents
from scheduler.cli.codes import Code
from scheduler.cli.opening import open_app, readers_zone
from scheduler.cli.pages import page
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.cli.verb import verb
from scheduler.model.money import MILLION
from scheduler.service.pulsing import Felt
from scheduler.service.reports import AccountReport, Status


@verb("status", example="awareness status || echo somebody look", reads=True)
def status(session: Session) -> Code:
    """How things are, and what needs a person.

    Exits with 1 where something needs one: a stop in force, a held post, a post that is overdue, files that cannot be
    taken, a network that fails, a source of `watch:` that is silent, a follow-up that waits for an answer, a service
    that does not run.
    """
    screen = Screen(session)
    app = open_app(session)
    found = app.reports.status()
    code = Code.DONE if found.healthy else Code.ATTENTION
    if screen.json:
        screen.document(_document(found))
        return code
    screen.show(*page(found, screen, readers_zone(app)))
    return code


def _document(found: Status) -> documents.Document:
    version = found.version
    return {
        "at": documents.instant(found.at),
        "healthy": found.healthy,
        "troubles": list(found.troubles),
        "engine": found.engine,
        "last_beat": documents.instant(found.last_beat),
        "pulse": _pulse(found.felt),
        "first_start": documents.instant(found.first_start),
        "files": {
            "version": version.number if version else None,
            "accepted_at": documents.instant(version.accepted_at) if version else None,
            "digest": version.digest if version else None,
            "refused": list(found.refused),
            "waiting": found.waiting or None,
            "last_edit": list(found.last_edit),
        },
        "stops": [documents.stop(stop) for stop in found.stops],
        "stop_file": documents.stop_file(found.stop_file) if found.stop_file else None,
        "accounts": [_account(report) for report in found.accounts],
        "tally": {str(state): number for state, number in found.tally.items()},
        "ahead": [documents.delivery(row) for row in found.ahead],
        "held": [documents.delivery(row) for row in found.held],
        "alerts": [
            {"kind": a.kind, "subject": a.subject, "text": a.text, "at": documents.instant(a.at)} for a in found.alerts
        ],
    }


def _pulse(felt: Felt | None) -> documents.Document | None:
    if felt is None:
        return None
    return {
        "at": documents.instant(felt.pulse.at),
        "useful": felt.pulse.useful,
        "useful_at": documents.instant(felt.useful_at),
        "troubles": list(felt.pulse.troubles),
    }


def _account(report: AccountReport) -> documents.Document:
    budget = report.account.budget
    return {
        "id": report.account.id,
        "network": report.account.network,
        "like": report.account.like,
        "live": report.live,
        "has_channel": report.has_channel,
        "last_out": documents.instant(report.last_out),
        "next_due": documents.instant(report.next_due),
        "today": report.today,
        "this_week": report.this_week,
        "paused_until": documents.instant(report.paused_until),
        "spent": {str(purpose): spent / MILLION for purpose, spent in report.spent.items()},
        "budget": {"posting": budget.posting / MILLION, "reading": budget.reading / MILLION} if budget else None,
        "advice": list(report.appraisal.advice),
        "readings": _readings(report),
    }


def _readings(report: AccountReport) -> documents.Document | None:
    found = report.readings
    allowed = report.account.limits.readings_per_day
    return {"today": found.asked, "allowed": allowed, "left_out": found.left_out} if found else None
