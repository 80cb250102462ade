"""What a look at a link saw, and what that means for whoever is about to send readers there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Ending(StrEnum):
    """Where a visit ended."""

    ANSWER = "answer"  # the last step answered, and sent nobody elsewhere
    NO_NAME = "no name"  # there is no such server
    PRIVATE = "private"  # it leads into a private network; nothing was asked there
    ODD = "odd"  # it leads to what is no address of a public page
    CERTIFICATE = "certificate"  # the server cannot show that it is the one that the address names
    INSECURE = "insecure"  # it leads to a page that anybody on the way can change
    ROUND = "round"  # it leads on and on
    SILENT = "silent"  # no whole answer came this time


@dataclass(frozen=True, slots=True)
class Step:
    """One address that was asked; `status` None: no whole answer came, or it was not even asked."""

    address: str
    status: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`trouble` says in words why it ended, where there was no answer. `title` is what a stranger wrote: made safe to
    print, and no more to be believed than that. `goes_on_to`: where the page itself would send a browser next ('':
    nowhere); nobody went there. `seconds` is how long it all took."""

    steps: tuple[Step, ...]
    ending: Ending
    trouble: str = ""
    title: str = ""
    content_type: str = ""
    goes_on_to: str = ""
    seconds: float = 0.0

    @property
    def address(self) -> str:
        """Where it ended."""
        return self.steps[-1].address

    @property
    def status(self) -> int | None:
        return self.steps[-1].status if self.ending is Ending.ANSWER else None

    @property
    def arrived(self) -> bool:
        """Whether there is a page."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is kept of a look at a page, so that the next one can say what has changed."""

    at: datetime
    address: str
    title: str


class Severity(StrEnum):
    """What a remark asks of people: nothing, a look, or that the link is mended before anything else is sent."""

    FINE = "fine"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Remark:
    severity: Severity
    text: str
