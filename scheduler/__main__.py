"""The command `awareness`."""

import sys
from io import TextIOWrapper

from scheduler.cli.main import awareness


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter is no reason to fail
    awareness()


if __name__ == "__main__":
    main()
