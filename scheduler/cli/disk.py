"""The files as they lie on disk, for verbs that need no store."""

from scheduler.cli.session import Session
from scheduler.config.tree import Folder
from scheduler.errors import FilesWrong
from scheduler.model.house import House
from scheduler.model.version import Tree
from scheduler.place import Place, understand
from scheduler.service.accepting import Understood


def place_of(session: Session) -> Place:
    return Place(folder=session.folder, data=session.data_folder)


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
