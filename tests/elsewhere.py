"""Networks in the place of paper, for commands that are killed; run as a program it is the command that speaks there.

`python -m tests.elsewhere NETWORK …` is `awareness …`: the network by its name, a sink with the address at which it
listens."""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scheduler.__main__ import main
from scheduler.channels.kit import Kit
from scheduler.channels.registry import CHANNELS, Maker
from scheduler.cli.main import awareness
from scheduler.model.account import Account
from scheduler.model.campaign import Network
from tests.running import INSTALLED
from tests.sink import Liar, SendsFirst, Sink
from tests.sinks.channel import Where, sink_maker
from tests.sinks.dialects import Dialect
from tests.sinks.running import running_sink
from tests.worlds import said_in

IN_A_FILE: dict[str, type[Sink]] = {"sink": Sink, "liar": Liar, "sends first": SendsFirst}
HONEST = ("paper", *Dialect)


@dataclass(frozen=True)
class Stage:
    """`name` says to another process where it is. `keyed`: a known key is refused there, so that nothing ever has to be
    held. `said`: the keys of what the world can read of these accounts, in order, there or in a feed."""

    name: str
    keyed: bool
    said: Callable[[Path, Collection[str]], list[str]]

    @property
    def makers(self) -> Mapping[Network, Maker]:
        return CHANNELS | instead(self.name)

    @property
    def command(self) -> Sequence[str | Path]:
        """On paper the one that is installed."""
        return [INSTALLED] if self.name == "paper" else [sys.executable, "-m", "tests.elsewhere", self.name]

    def speak(self, *arguments: str) -> int:
        """The command in this process, which is a copy made for it; its exit code."""
        CHANNELS.update(instead(self.name))
        code: int = awareness.main(arguments, standalone_mode=False)
        return code


@contextmanager
def stage(network: str) -> Iterator[Stage]:
    if network not in set(Dialect):
        yield Stage(network, network == "paper", lambda feed, _: said_in(feed))
        return
    with running_sink(Dialect(network)) as sink:
        name = f"{network} {sink.address}"
        yield Stage(
            name,
            network != Dialect.NONE,
            lambda _, accounts: [post.key for post in sink.taken() if post.account in accounts],
        )


def instead(name: str) -> dict[Network, Maker]:
    """What speaks to paper then."""
    if name == "paper":
        return {}
    if name in IN_A_FILE:
        return {"paper": _in_a_file(IN_A_FILE[name])}
    dialect, _, address = name.rpartition(" ")
    return {"paper": sink_maker(Where(address, Dialect(dialect)))}


def _in_a_file(kind: Callable[..., Sink]) -> Maker:
    def make(_: Account, kit: Kit) -> Sink:
        return kind(kit.folder / "paper" / "feed.jsonl", kit.clock)

    return make


if __name__ == "__main__":
    CHANNELS.update(instead(sys.argv.pop(1)))
    main()
