"""What becomes of our own posts: likes, boosts and answers, by the hour in which they were seen."""

from datetime import datetime

from scheduler.model.count import Bin
from scheduler.model.watch import Watched
from scheduler.sources.kit import Kit


class OwnSource:
    price = 0

    def __init__(self, watched: Watched, kit: Kit) -> None:
        self.id = watched.id
        self._kit = kit

    def count(self, since: datetime, until: datetime) -> list[Bin]:
        return self._kit.echo(since, until)
