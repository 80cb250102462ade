"""A house with many accounts and one post on each, whose calls meet troubles, and the judge of what came of each."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from scheduler.app import build
from scheduler.channels.kit import Kit
from scheduler.clock import ManualClock
from scheduler.model.account import Account
from scheduler.model.delivery import Delivery, State
from scheduler.model.receipt import Finding, Outcome, Prepared
from scheduler.model.record import Entry
from scheduler.model.slot import BY_HAND, SlotKey
from scheduler.place import Place
from scheduler.service.circuit import paused_until
from scheduler.service.ports import Channel, Fence
from tests.make import a_delivery, a_post, utc
from tests.sinks.channel import SinkChannel, Where, sink_maker
from tests.sinks.running import Sink

NOON = utc("2026-11-23 12:00")
SEND_BY = NOON + timedelta(hours=2)
CANARY = "canary-5Qf8kZ2mX9vT4wLr7bNc"
"""The token of every account."""

SETTLED = {State.POSTED, State.VERIFIED, State.VANISHED, State.HELD, State.REFUSED, State.EXPIRED}
FILES = {
    "config/awareness.yaml": "git: ignore\ndeadline: {deadline}s\n",
    "config/campaigns/camps.yaml": (
        "id: camps\nname: Close the camps\nactions: [{{id: speak, kind: share, ask: Say it on.}}]\n"
        "schedules: [{{id: yearly, accounts: [{first}], at: {{cron: '0 9 1 1 *'}}, zone: UTC}}]\n"
    ),
    "templates/camps/plain.txt": "{{{{ action.ask }}}} It is {{{{ time }}}}.\n",
}


@dataclass(frozen=True)
class Case:
    """What the create calls of one post meet, one after another, and what its look-ups do."""

    creates: tuple[str, ...]
    looks: tuple[str, ...] = ()


@dataclass
class Seen:
    """Of one post. `sent` and `looked`: when a create call, or a look-up, was begun. `paused`: until when its account
    was silent right after the first answer. `said`: each event of the record with its reason."""

    case: Case
    sent: list[datetime] = field(default_factory=list)
    looked: list[datetime] = field(default_factory=list)
    after: State | None = None
    stopped: bool = False
    paused: datetime | None = None
    end: State | None = None
    receipt: str = ""
    copies: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def instants(*of_the_first_minutes: float) -> tuple[timedelta, ...]:
    """When the house is woken, from when all is due until a little after the last moment."""
    # A pause of 75 s, the longest second one, ends before the two minutes in which a post may still appear.
    # An hour's pause may be the first of three troubles, and the last try comes in time all the same.
    hours = (timedelta(minutes=count) for count in (12, 15, 30, 60, 61, 63, 65, 70, 90, 122))
    return (
        *map(seconds, of_the_first_minutes),
        *map(seconds, (40, 80, 116, 120, 195, 270, 300, 376, 420, 510, 600)),
        *hours,
    )


CLOSELY = instants(0, 2, 7, 20)
"""So that whoever asks too early is seen."""
ROUGHLY = instants(0)


class Faulted:
    """`cases` go out at once, each on an account of its own, through as many `hands` as that. No two houses with one
    `name` may speak to the same sink."""

    def __init__(
        self,
        folder: Path,
        sink: Sink,
        cases: Sequence[Case],
        *,
        name: str = "a",
        deadline: int = 30,
        beats: Sequence[timedelta] = CLOSELY,
        hands: int = 1,
        made: Callable[[Account, Kit, Where], Channel] = SinkChannel,
    ) -> None:
        self.seen = {f"{name}{number}": Seen(case) for number, case in enumerate(cases)}
        self.clock = ManualClock(NOON)
        self._sink = sink
        self._hands = hands
        self.beats = beats
        accounts = "\n".join(f"  - {{id: {name}, network: paper, limits: {{gap: 0m}}}}" for name in self.seen)
        for file, text in FILES.items():
            _write(folder / file, text.format(deadline=deadline, first=f"{name}0"))
        _write(folder / "config" / "accounts.yaml", f"accounts:\n{accounts}\n")
        self.place = Place(folder=folder, data=folder / "data")

        def noted(account: Account, kit: Kit, where: Where) -> Channel:
            return Noted(made(account, kit, where), self.seen[account.id], self.clock)

        maker = sink_maker(Where(sink.address, sink.dialect), noted)
        self.app = build(self.place, clock=self.clock, announce=self._note, create=True, makers={"paper": maker})
        self.app.accepting.take("user:anna")
        self.keys = {name: SlotKey("camps", BY_HAND, "2026-11-23T12:00:00Z", name) for name in self.seen}
        with self.app.desk.transaction("user:anna") as t:
            for key in self.keys.values():
                assert t.add(_a_row(key, f"Say it on, {key.account}."), "put by a test")
        sink.script({one: (seen.case.creates, seen.case.looks) for one, seen in self.seen.items()})

    def run(self) -> None:
        """Until every post has come to its end, or its last moment has passed."""
        before = Counter(post.key for post in self._sink.taken())
        first = True
        for at in self.beats:
            self.clock.advance(NOON + at - self.clock.now())
            self.app.work.freeze()
            self.app.settling.sweep()
            with ThreadPoolExecutor(self._hands) as pool:
                list(pool.map(self.app.settling.settle, self.app.settling.lanes()))
                list(pool.map(self.app.publishing.drain, self.app.publishing.lanes()))
            if first:
                self._look_at_once()
            first = False
            if self._is_settled():
                break
        self._look_at_the_end(before)

    def _look_at_once(self) -> None:
        with self.app.store.look() as looking:
            stopped = {stop.subject for stop in looking.stops()}
            for name, seen in self.seen.items():
                seen.after, seen.stopped = self._state(name), name in stopped
                seen.paused = paused_until(looking, name)

    def _look_at_the_end(self, before: Mapping[str, int]) -> None:
        copies = defaultdict(list)
        for post in self._sink.taken()[sum(before.values()) :]:
            copies[post.key].append(post.id)
        with self.app.store.look() as looking:
            told = defaultdict(list)
            for alert in looking.alerts():
                told[alert.subject].append(alert.kind)
            for name, seen in self.seen.items():
                row = looking.delivery(self.keys[name])
                assert row is not None
                seen.end = row.state
                seen.receipt = row.receipt.remote_id if row.receipt else ""
                seen.copies = copies[str(row.key)]
                seen.alerts = sorted([*told[name], *told[str(row.key)]])

    def _state(self, name: str) -> State:
        with self.app.store.look() as looking:
            row = looking.delivery(self.keys[name])
        assert row is not None
        return row.state

    def _is_settled(self) -> bool:
        with self.app.store.look() as looking:
            tally = looking.tally()
        return sum(tally.get(state, 0) for state in SETTLED) == len(self.seen)

    def _note(self, entry: Entry, row: Delivery | None) -> None:
        if row is not None:
            self.seen[row.account].said.append((entry.event, entry.why))

    def secrets_said(self) -> list[str]:
        """The files of the house in which the token stands."""
        files = [file for file in self.place.data.rglob("*") if file.is_file()]
        return [file.name for file in files if CANARY.encode() in file.read_bytes()]


class Noted:
    """A sink's channel whose calls are noted with their instants, and carry a token."""

    def __init__(self, channel: Channel, seen: Seen, clock: ManualClock) -> None:
        self.capabilities, self.limits = channel.capabilities, channel.limits
        self.prepare, self.resend_safe, self.read = channel.prepare, channel.resend_safe, channel.read
        self.introduce, self.delete, self.recall = channel.introduce, channel.delete, channel.recall
        self._channel, self._seen, self._clock = channel, seen, clock
        if isinstance(channel, SinkChannel):
            channel.carry(CANARY)

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        self._seen.sent.append(self._clock.now())
        return self._channel.send(prepared, fence)

    def find(self, prepared: Prepared) -> Finding:
        self._seen.looked.append(self._clock.now())
        return self._channel.find(prepared)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _a_row(key: SlotKey, text: str) -> Delivery:
    return a_delivery(
        key=key,
        zone="UTC",
        due_at=NOON,
        send_by=SEND_BY,
        state=State.QUEUED,
        action="speak",
        template="plain",
        post=a_post(text),
    )
