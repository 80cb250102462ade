"""The process of a sink: says where it listens, and ends when whoever started it closes its input or dies."""

import json
import sys

from tests.sinks.dialects import Dialect
from tests.sinks.server import SinkServer


def main(dialect: str) -> None:
    server = SinkServer(Dialect(dialect))
    sys.stdout.write(json.dumps({"address": server.address}) + "\n")
    sys.stdout.flush()
    sys.stdin.buffer.read()
    server.end()


if __name__ == "__main__":
    main(sys.argv[1])
