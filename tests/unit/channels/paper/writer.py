"""A process that posts to a folder of paper: `writer.py FOLDER ACCOUNT COUNT`. It says `ready`, waits for a line,
posts, and prints the kind of each outcome."""

import sys
from pathlib import Path

from scheduler.channels.paper.channel import Paper
from tests.outgoing import MANNERS, a_clock, an_outgoing, opened


def main(folder: str, account: str, count: str) -> None:
    paper = Paper(Path(folder), account, MANNERS, a_clock())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for n in range(int(count)):
        prepared = paper.prepare(an_outgoing(f"Post {n} of {account}. " * 15, key=f"{account}/{n}", account=account))
        outcome = paper.send(prepared, opened)
        sys.stdout.write(f"{type(outcome).__name__}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
