"""A channel to the fake of X, with good defaults, for the tests of that channel."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scheduler.channels.x.channel import X
from scheduler.clock import Clock
from scheduler.model.account import Profile
from scheduler.model.text_rule import TextRule
from scheduler.rendering.networks import rule_for
from tests.kits import a_kit
from tests.make import an_account
from tests.outgoing import a_clock
from tests.servers.x_fake import FakeX
from tests.servers.x_server import running_x
from tests.servers.x_signing import Keys
from tests.servers.x_spec import judge


def token_of(keys: Keys) -> str:
    return f"{keys.consumer_key}:{keys.consumer_secret}:{keys.token}:{keys.token_secret}"


def an_x(
    address: str,
    *,
    keys: Keys | None = None,
    token: str | None = None,
    clock: Clock | None = None,
    profile: Profile | None = None,
    deadline: float = 5,
    limits: TextRule | None = None,
    **account: Any,
) -> X:
    kit = a_kit(
        Path(),
        limits or rule_for("x"),
        token=token_of(keys or Keys()) if token is None else token,
        clock=clock,
        profile=profile,
        deadline=deadline,
    )
    return X(an_account("demo", network="x", server=address, **account), kit)


@contextmanager
def at_x(*, clock: Clock | None = None, old_names: bool = False) -> Iterator[FakeX]:
    """A fake of X that runs by the clock of the channel."""
    judge()  # read before the first request, which would wait for it
    with running_x(clock=clock or a_clock(), bases=(), old_names=old_names) as fake:
        yield fake
