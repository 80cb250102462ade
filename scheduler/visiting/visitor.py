"""Follows one link step by step, each step a new look at where it leads; sends nothing of ours along."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from scheduler.clock import Clock
from scheduler.model.visit import Ending, Step, Visit
from scheduler.visiting.addresses import PUBLIC_PORTS, Address, NotThere, first_address, next_address
from scheduler.visiting.pages import harmless, page_of, refresh_of
from scheduler.wire.crossing import Answer, WireTrouble
from scheduler.wire.door import Door, Wire
from scheduler.wire.public import NoSuchName, NotPublic
from scheduler.wire.words import NOT_SECURE, NOT_TRUSTED

STEP = 10.0
"""Seconds for one step."""

WHOLE = 20.0
"""Seconds for a whole visit."""

MOST_REDIRECTS = 5
LARGEST = 256 * 1024
"""Bytes of a page that are read; its title comes long before."""

SAYS = {"User-Agent": "link-check", "Accept": "text/html,*/*;q=0.1", "Accept-Encoding": "identity"}
"""All that a server is told. It names neither this program nor the campaign."""

CAREFUL = Wire(deadline=STEP, public_only=True, largest=LARGEST, cut=True)
LEADS_ON = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Called from many threads at a time. `wire` and `ports` are for tests, whose servers stand on this machine."""

    clock: Clock
    wire: Wire = CAREFUL
    ports: Collection[int] = PUBLIC_PORTS
    whole: float = WHOLE

    def __call__(self, address: str) -> Visit:
        """Raises nothing of what the network does."""
        walk = _Walk(self)
        began = self.clock.monotonic()
        try:
            walk.go(address)
        except NotThere as ended:
            walk.end(ended.ending, str(ended))
        except NotPublic as private:
            walk.end(Ending.PRIVATE, str(private))
        except NoSuchName as nowhere:
            walk.end(Ending.NO_NAME, str(nowhere))
        except WireTrouble as trouble:
            unsafe = str(trouble) in {NOT_TRUSTED, NOT_SECURE}
            walk.end(Ending.CERTIFICATE if unsafe else Ending.SILENT, str(trouble))
        return replace(walk.visit, seconds=round(self.clock.monotonic() - began, 1))


@dataclass(slots=True)
class _Walk:
    by: Visitor
    steps: list[Step] = field(default_factory=list)
    visit: Visit = field(default_factory=lambda: Visit(steps=(), ending=Ending.SILENT))

    def go(self, written: str) -> None:
        self.steps.append(Step(harmless(written, 2000), None))
        address = first_address(written, self.by.ports)
        end = self.by.clock.monotonic() + self.by.whole
        been = {str(address)}
        while True:
            answer = self._ask(address, end - self.by.clock.monotonic())
            self.steps[-1] = Step(str(address), answer.status)
            location = answer.headers.get("location", "")
            if answer.status not in LEADS_ON or not location:
                return self._arrive(address, answer)
            location = _as_written(location)
            self.steps.append(Step(harmless(location, 2000), None))
            if len(self.steps) > MOST_REDIRECTS + 1:
                raise NotThere(Ending.ROUND, f"it leads on more than {MOST_REDIRECTS} times")
            address = next_address(address, location, self.by.ports)
            self.steps[-1] = Step(str(address), None)
            if str(address) in been:
                raise NotThere(Ending.ROUND, "it leads round in a circle")
            been.add(str(address))

    def end(self, ending: Ending, trouble: str) -> None:
        self.visit = Visit(steps=tuple(self.steps), ending=ending, trouble=trouble)

    def _ask(self, address: Address, left: float) -> Answer:
        """One request in a session of its own. Raises WireTrouble."""
        if left <= 0:
            raise WireTrouble("it took too long")
        door = Door(replace(self.by.wire, deadline=min(self.by.wire.deadline, left)))
        try:
            door.ask(lambda: door.session.get(str(address), headers=SAYS))
        except WireTrouble as trouble:
            if trouble.answer is None:
                raise
            return trouble.answer
        if door.last is None:
            raise WireTrouble("there was no answer")
        return door.last

    def _arrive(self, address: Address, answer: Answer) -> None:
        if address.scheme != "https":
            raise NotThere(Ending.INSECURE, "the page comes without encryption: anybody on the way can change it")
        content_type = harmless(answer.headers.get("content-type", ""))
        page = page_of(answer.body, content_type)
        self.visit = Visit(
            steps=tuple(self.steps),
            ending=Ending.ANSWER,
            title=page.title,
            content_type=content_type,
            goes_on_to=refresh_of(_as_written(answer.headers.get("refresh", ""))) or page.goes_on_to,
        )


def _as_written(header: str) -> str:
    """Headers are read as Latin-1; addresses in them are mostly UTF-8."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header
