"""Counts that somebody else writes into a file of the folder."""

from datetime import datetime

from scheduler.errors import ChannelTrouble, FilesWrong
from scheduler.model.count import Bin
from scheduler.model.watch import Watched
from scheduler.sources.kit import Kit
from scheduler.sources.series import read_series
from scheduler.sources.within import bins_within

LARGEST = 4 * 2**20
"""Bytes: ten years of hours; a larger one would take seconds to read, each time."""


class FileSource:
    price = 0

    def __init__(self, watched: Watched, kit: Kit) -> None:
        self.id = watched.id
        self._watched = watched
        self._kit = kit

    def count(self, since: datetime, until: datetime) -> list[Bin]:
        """A link that leads out of the folder is not followed."""
        folder = self._kit.folder.resolve()
        try:
            path = (folder / self._watched.file).resolve(strict=True)
        except (OSError, RuntimeError) as error:  # a link to itself is the latter
            why = error.strerror if isinstance(error, OSError) else "it is a link that leads to itself"
            raise ChannelTrouble(f"{self._watched.file} cannot be read: {why}") from None
        if not path.is_relative_to(folder) or not path.is_file():
            raise ChannelTrouble(f"{self._watched.file} is no file of this folder")
        try:
            rows = read_series(path, self._watched.file, LARGEST, quoting=False)
        except FilesWrong as wrong:
            raise ChannelTrouble(str(wrong.problems[0])) from None
        return bins_within(rows, self._watched.width, since, until)
