"""A process that sends one post and is killed at a chosen instant: `sender.py NETWORK ADDRESS TEXT MICROSECONDS`,
counted from the fence; below 0 it dies before the fence returns."""

import os
import signal
import sys

from tests.contract.networks import NETWORKS
from tests.outgoing import an_outgoing


def main(name: str, address: str, text: str, microseconds: str) -> None:
    delay = int(microseconds)

    def fence() -> None:
        if delay < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        # Nothing handles the alarm, so the kernel ends the process on the spot.
        signal.setitimer(signal.ITIMER_REAL, delay / 1_000_000)

    channel = next(network for network in NETWORKS if network.name == name).connect(address)
    channel.send(channel.prepare(an_outgoing(text)), fence)


if __name__ == "__main__":
    main(*sys.argv[1:])
