"""Networks that are up for as long as a test needs them, each with accounts that have said nothing yet."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from scheduler.clock import Clock
from tests.reality import Real, Shown, Voice
from tests.servers import faults
from tests.servers.lossy import lossy
from tests.servers.mastodon_server import running_mastodon
from tests.servers.pds_server import running_pds
from tests.servers.x_server import running_x
from tests.servers.x_spec import judge

LOST = 0.2
"""The share of create calls whose answer is lost, after the network took them, where some are."""


@dataclass(frozen=True)
class Network:
    """`fresh` gives it with accounts that have said nothing, `lost` how many answers were lost on their way so far.
    `shows`: what the world can read, where nobody but the network itself can tell (None: its readers are asked)."""

    fresh: Callable[[], Real]
    lost: Callable[[], int] = lambda: 0
    shows: Callable[[], list[Shown]] | None = None

    def shown(self, real: Real) -> list[Shown]:
        return self.shows() if self.shows else real.shown()


@contextmanager
def bluesky(_: Clock | None = None) -> Iterator[Network]:
    """The real server, four accounts each time."""
    with running_pds() as pds:

        def fresh() -> Real:
            made = [(name, pds.account()) for name in ("one", "two", "three", "four")]
            voices = [Voice(id=name, secret=a.app_password, reads=a.did, handle=a.handle) for name, a in made]
            return Real(network="bluesky", server=pds.address, world=pds.address, voices=tuple(voices))

        yield Network(fresh)


@contextmanager
def mastodon(_: Clock | None = None) -> Iterator[Network]:
    """A server of its kind, two accounts each time."""
    with running_mastodon() as server:

        def fresh() -> Real:
            server.reset()
            voices = (
                Voice(id="one", secret=server.token, reads="campaign"),
                Voice(id="two", secret=server.second_token, reads="reserve"),
            )
            return Real(network="mastodon", server=server.address, world=server.address, voices=voices)

        yield Network(fresh)


@contextmanager
def lossy_mastodon() -> Iterator[Network]:
    """Behind a proxy that loses answers."""
    losses = [faults.drop, faults.reset, faults.half, faults.cut_head, faults.bad_gateway(), faults.server_error()]
    with mastodon() as network, lossy(network.fresh().world) as proxy:
        proxy.lose_share("POST", "/api/v1/statuses", losses, seed="killing", share=LOST)
        yield Network(
            lambda: replace(network.fresh(), server=proxy.address),
            lambda: sum(bool(request.fault) for request in proxy.requests),
        )


@contextmanager
def x(clock: Clock) -> Iterator[Network]:
    """Our fake, which runs by this clock; every request and every answer is held against X's own description."""
    judge()  # read before the first request, which would wait for it
    with running_x(clock=clock) as fake:

        def fresh() -> Real:
            keys = fake.keys
            secret = f"{keys.consumer_key}:{keys.consumer_secret}:{keys.token}:{keys.token_secret}"
            voice = Voice(id="one", secret=secret, reads=fake.world.handle)
            return Real(network="x", server=fake.address, world=fake.address, voices=(voice,))

        def shown() -> list[Shown]:
            media = fake.world.media
            return [Shown(p.text, tuple(media[m].alt or "" for m in p.media)) for p in fake.posts if not p.deleted_at]

        yield Network(fresh, shows=shown)


UP: dict[str, Callable[[Clock], AbstractContextManager[Network]]] = {"bluesky": bluesky, "mastodon": mastodon, "x": x}
"""Each by a clock of its own or, where it is ours, by this one."""

TO_DIE_ON: dict[str, Callable[[], AbstractContextManager[Network]]] = {"bluesky": bluesky, "mastodon": lossy_mastodon}
