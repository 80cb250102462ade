"""Opens what a verb works on: the store with everything around it, or the files as they lie on disk."""

from scheduler.app import App, Place, build, understand
from scheduler.cli.session import Session
from scheduler.cli.times import reader_zone
from scheduler.config.tree import Folder
from scheduler.errors import FilesWrong, Problem
from scheduler.model.house import House, Settings
from scheduler.model.version import Tree
from scheduler.service.accepting import Current, Understood


def place_of(session: Session) -> Place:
    return Place(folder=session.folder, data=session.data_folder)


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


def on_disk(session: Session) -> tuple[Tree, Understood]:
    """The files as they are now, good or not. Raises FilesWrong where they cannot be read at all."""
    tree = Folder(session.folder).look()
    return tree, understand(tree, session.clock.now())


def house_on_disk(session: Session) -> House:
    """Raises FilesWrong with every problem."""
    _, understood = on_disk(session)
    if understood.house is None:
        raise FilesWrong(understood.problems)
    return understood.house


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
