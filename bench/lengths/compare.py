"""Compares our count of generated texts with twitter-text's; exits with 1 where we allow what it forbids."""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.lengths.texts import text_of
from scheduler.rendering.lengths import measure
from scheduler.rendering.networks import rule_for
from tests.servers.pds_server import installed, node

RULE = rule_for("x")


def theirs(texts: Sequence[str]) -> list[dict[str, Any]]:
    lines = "\n".join(json.dumps(text) for text in texts)
    oracle = [node(), Path(__file__).with_name("oracle.cjs"), installed()]
    answer = subprocess.run(oracle, input=lines, text=True, capture_output=True, check=True)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first text")
    parser.add_argument("--show", type=int, default=5, help="how many differences of a kind to print")
    arguments = parser.parse_args()
    texts = [text_of(number, RULE) for number in range(arguments.first, arguments.first + arguments.count)]
    answers = theirs(texts)
    triples = [(text, measure(text, RULE), answer) for text, answer in zip(texts, answers, strict=True)]
    wrongly_allowed = [triple for triple in triples if triple[1].fits and not triple[2]["valid"]]
    kinds = {
        "allowed by us, forbidden by twitter-text": wrongly_allowed,
        "counted shorter than by twitter-text": [
            triple for triple in triples if triple[1].length < triple[2]["length"]
        ],
        "counted longer than by twitter-text": [triple for triple in triples if triple[1].length > triple[2]["length"]],
    }
    print(f"texts: {len(texts)}")
    print(f"that we allow: {sum(ours.fits for _, ours, _ in triples)}")
    print(f"with links: {sum(bool(answer['links']) for answer in answers)}")
    for kind, found in kinds.items():
        print(f"{kind}: {len(found)}")
        for text, ours, answer in found[: arguments.show]:
            print(f"  {ours.length} and {answer['length']}: {text!a} {answer['links']}")
    return 1 if wrongly_allowed else 0


if __name__ == "__main__":
    sys.exit(main())
