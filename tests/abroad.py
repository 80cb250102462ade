"""A whole house with one account on a network that is up, whose answers a test loses on their way back."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from scheduler.app import App, build
from scheduler.clock import ManualClock
from scheduler.model.delivery import Delivery, State
from scheduler.place import Place
from scheduler.service.steering import Wish
from tests.drawn import a_picture
from tests.make import utc
from tests.reality import Real

NINE = utc("2026-11-23 09:00")
ALT = "A plain grey plate."
FILES = {
    "config/awareness.yaml": "git: ignore\ndeadline: 1s\n",
    "config/campaigns/camps.yaml": """\
id: camps
name: Close the camps
hashtags: {en: [CloseTheCamps]}
no_repeat: {template: 0h, action: 0h, text: 0h}
PICTURES
actions:
  - id: sign
    kind: petition
    ask: Sign it.
    link: {url: "https://example.org/s", verified: 2026-05-01 by Anna}
    SHOWN
schedules:
  - {id: yearly, accounts: [ACCOUNT], at: {cron: "0 9 1 1 *"}, zone: UTC}
""",
    "templates/camps/plain.txt": "At {{ time }}: {{ action.ask }} {{ action.link }} {{ hashtags }}\n",
}
PICTURE = {
    "PICTURES": f"pictures: [{{id: plate, file: config/plate.png, alt: {{en: {ALT}}}}}]",
    "SHOWN": "pictures: [plate]",
}
PLAIN = {"PICTURES": "", "SHOWN": ""}


@dataclass
class Abroad:
    folder: Path
    real: Real
    clock: ManualClock
    picture: bool = False

    def __post_init__(self) -> None:
        self.account = self.real.names[0]
        words = {"ACCOUNT": self.account, **(PICTURE if self.picture else PLAIN)}
        for name, text in {**FILES, "config/accounts.yaml": self.real.accounts()}.items():
            for word, meaning in words.items():
                text = text.replace(word, meaning)  # noqa: PLW2901
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if self.picture:
            (self.folder / "config" / "plate.png").write_bytes(a_picture())
        self.app: App = build(Place(folder=self.folder, data=self.folder / "data"), clock=self.clock, create=True)
        self.real.let_live(self.app)

    def say(self) -> Delivery:
        """One post that is due now, frozen."""
        current = self.app.accepting.current()
        assert current is not None
        row = self.app.steering.say(current, Wish(campaign="camps", account=self.account), who="user:anna")
        self.app.publishing.tidy()
        return row

    def work(self) -> None:
        for lane in self.app.work.lanes():
            self.app.work.drain(lane)

    def work_for(self, minutes: int) -> None:
        """With a beat every half minute, until nothing is in doubt."""
        for _ in range(2 * minutes):
            self.clock.advance(timedelta(seconds=30))
            self.app.work.freeze()
            self.work()

    def row(self, row: Delivery) -> Delivery:
        with self.app.store.look() as looking:
            found = looking.delivery(row.key)
        assert found is not None
        return found

    def state(self, row: Delivery) -> State:
        return self.row(row).state
