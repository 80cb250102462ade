"""Every step that the life of a delivery can meet, in any order, as a state machine for Hypothesis."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from scheduler.errors import EngineRunning
from scheduler.model.delivery import AHEAD, State
from scheduler.model.record import Scope
from scheduler.service.recording import Recording
from scheduler.service.sending import Sending
from tests.simulation.fates import Crash, Fate, Moment
from tests.simulation.folder import ACCOUNTS
from tests.simulation.life import Life
from tests.simulation.network import Network
from tests.simulation.running import MEMORY

accounts = st.sampled_from(sorted(ACCOUNTS))
nth = st.integers(0, 5)
ON_THE_WAY = ("crash", "stop", "hang", "unwritten", "unconfirmed", "edit", "clock")


class Sequences(RuleBasedStateMachine):
    """`fates` and `meanwhile` are what becomes of the next requests, and what happens at the next moments on their
    way; where nothing is said a request is taken, and nothing happens."""

    sending: type[Sending] = Sending
    network: type[Network] = Network

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.fates: list[Fate] = []
        self.meanwhile: dict[Moment, str] = {}
        self.stops: list[tuple[Scope, str]] = []
        self.life = Life(
            self.folder,
            fate=lambda _: self.fates.pop(0) if self.fates else Fate.TAKEN,
            while_it_is=self._meanwhile,
            sending=self.sending,
            network=self.network,
        )

    def teardown(self) -> None:
        self.life.die()
        verified = Recording(self.life.person.desk).verify()
        shutil.rmtree(self.folder)
        assert verified.faults == ()

    # time, and the machine

    @rule(minutes=st.sampled_from([1, 7, 29, 30, 61, 119, 130, 600, 1440]))
    def time_passes(self, minutes: int) -> None:
        if self.life.process is None:
            self.life.clock.advance(timedelta(minutes=minutes))
        self.life.pass_time(timedelta(minutes=minutes))

    @rule()
    def until_something_is_due(self) -> None:
        with self.life.judge.store.look() as looking:
            ahead = looking.deliveries(states=AHEAD, since=self.life.clock.now(), limit=1)
        if ahead:
            self.life.clock.set(ahead[0].due_at - timedelta(minutes=1))
            self.life.beat()
            self.life.clock.advance(timedelta(minutes=1))
            self.life.beat()

    @rule()
    def a_beat(self) -> None:
        self.life.clock.advance(timedelta(seconds=10))
        self.life.beat()

    @rule(minutes=st.sampled_from([-180, -5, -1, 1, 45, 300]))
    def somebody_sets_the_clock(self, minutes: int) -> None:
        self.life.jump(timedelta(minutes=minutes))

    @rule(steps=st.integers(0, 60))
    def it_will_die(self, steps: int) -> None:
        self.life.mortality.left = steps

    @rule()
    def it_dies(self) -> None:
        self.life.die()

    @precondition(lambda self: self.life.process is None)
    @rule()
    def it_starts(self) -> None:
        self.life.boot()

    @precondition(lambda self: self.life.process is not None)
    @rule()
    def another_one_starts_on_the_same_store(self) -> None:
        try:
            self.life.person.open()
        except EngineRunning:
            return
        raise AssertionError("two engines on one store")

    @rule(kind=st.sampled_from(["unwritten", "unconfirmed", "unread"]), times=st.integers(1, 4))
    def the_store_is_in_trouble(self, kind: str, times: int) -> None:
        setattr(self.life.store, kind, times)

    # the networks

    @rule(fates=st.lists(st.sampled_from(Fate), min_size=1, max_size=4))
    def the_next_requests_come_to(self, fates: list[Fate]) -> None:
        self.fates += fates

    @rule(moment=st.sampled_from(Moment), what=st.sampled_from(ON_THE_WAY))
    def on_its_way_the_next_request_meets(self, moment: Moment, what: str) -> None:
        self.meanwhile[moment] = what

    @rule(account=accounts)
    def a_network_goes_down_or_up(self, account: str) -> None:
        self.life.networks[account].down = not self.life.networks[account].down

    @rule(account=accounts, minutes=st.integers(-20, 20))
    def a_network_has_a_clock_of_its_own(self, account: str, minutes: int) -> None:
        self.life.networks[account].skew = timedelta(minutes=minutes)

    @rule(n=nth)
    def a_network_takes_a_post_away(self, n: int) -> None:
        for row in self.life.rows(State.POSTED, State.VERIFIED)[n : n + 1]:
            if row.receipt is not None:
                self.life.networks[row.account].take_away(row.receipt.remote_id)

    # people

    @rule(scope=st.sampled_from(Scope), account=accounts, n=nth)
    def somebody_stops(self, scope: Scope, account: str, n: int) -> None:
        key = next((str(row.key) for row in self.life.rows(*sorted(AHEAD))[n : n + 1]), "none")
        subject = {Scope.ALL: "", Scope.CAMPAIGN: "steady", Scope.ACCOUNT: account, Scope.POST: key}[scope]
        self.life.stop(scope, subject)
        self.stops.append((scope, subject))

    @precondition(lambda self: self.stops)
    @rule()
    def somebody_resumes(self) -> None:
        self.life.resume(*self.stops.pop(0))

    @rule(there=st.booleans())
    def a_stop_file(self, there: bool) -> None:
        self.life.stop_file(there=there)

    @rule(
        edit=st.sampled_from(
            [
                {"hours": (13,)},
                {"hours": (8, 20)},
                {"minute": 10},
                {"paused": True},
                {"paused": False},
                {"actions": ("share",)},
                {"actions": ("sign", "share")},
                {"wording": 1},
                {"link": 1},
                {"broken": True},
                {"broken": False},
            ]
        )
    )
    def somebody_edits(self, edit: dict[str, object]) -> None:
        self.life.edit(**edit)

    @rule(account=accounts, live=st.booleans())
    def somebody_takes_an_account_back_or_lets_it(self, account: str, live: bool) -> None:
        (self.life.let if live else self.life.take_back)(account)

    @rule(n=nth, how=st.sampled_from(["resolve", "let go"]))
    def somebody_answers_for_what_is_held(self, n: int, how: str) -> None:
        for row in self.life.rows(State.HELD)[n : n + 1]:
            (self.life.resolve if how == "resolve" else self.life.let_go)(row)

    @rule(n=nth)
    def somebody_deletes(self, n: int) -> None:
        for row in self.life.rows(State.POSTED, State.VERIFIED, State.VANISHED)[n : n + 1]:
            self.life.delete(row.key)

    @rule(n=nth)
    def somebody_skips(self, n: int) -> None:
        for row in self.life.rows(*sorted(AHEAD))[n : n + 1]:
            self.life.skip(row.key)

    @rule(n=nth, minutes=st.integers(1, 400))
    def somebody_moves(self, n: int, minutes: int) -> None:
        for row in self.life.rows(*sorted(AHEAD))[n : n + 1]:
            self.life.move(row.key, timedelta(minutes=minutes))

    # what must hold

    @invariant()
    def no_promise_is_broken(self) -> None:
        self.life.judge.accounts_for_the_world()
        assert self.life.judge.problems == []

    def _meanwhile(self, moment: Moment, key: str) -> None:
        match self.meanwhile.pop(moment, ""):
            case "crash":
                raise Crash
            case "stop":
                self.somebody_stops(Scope.ACCOUNT, key.split("/")[3], 0)
            case "hang":
                self.life.hang()
            case "edit":
                self.life.edit(actions=("share",))
            case "clock":
                self.life.jump(timedelta(minutes=-1))
            case "unwritten" | "unconfirmed" as kind:
                setattr(self.life.store, kind, 1)
            case _:
                pass
