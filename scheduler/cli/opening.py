"""Opens the store with everything around it, and what verbs ask of the files in force."""

from scheduler.app import App, build
from scheduler.cli.disk import place_of
from scheduler.cli.session import Session
from scheduler.cli.times import reader_zone
from scheduler.errors import FilesWrong, Problem
from scheduler.model.house import House, Settings
from scheduler.service.accepting import Current


def open_app(session: Session) -> App:
    """Raises StoreTrouble."""
    return build(place_of(session), clock=session.clock)


def in_force(app: App) -> Current:
    """The files that the service speaks from. Raises FilesWrong where none were ever taken."""
    current = app.accepting.current()
    if current is None:
        none_yet = Problem("config", 0, 0, "", "the service has not taken any files yet", "start `awareness run`")
        raise FilesWrong((none_yet,))
    return current


def known_house(app: App) -> House | None:
    """What the files in force say; None where none were taken yet, or those kept cannot be read any more."""
    try:
        current = app.accepting.current()
    except FilesWrong:
        return None
    return current.house if current else None


def settings_of(app: App) -> Settings:
    house = known_house(app)
    return house.settings if house else Settings()


def readers_zone(app: App) -> str:
    return reader_zone(settings_of(app).reader_zone)
