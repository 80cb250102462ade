"""Compares our count of generated texts with twitter-text's; exits with 1 where we allow what it forbids."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import yaml

from scheduler.rendering.lengths import measure
from scheduler.rendering.networks import rule_for

T = TypeVar("T")
RULE = rule_for("x")
INGREDIENTS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("ingredients.yml").read_text("utf-8"))


class Choices:
    """Pseudo-random choices that are the same on every machine and in every release of Python."""

    def __init__(self, seed: str) -> None:
        self._seed, self._made = seed, 0

    def below(self, end: int) -> int:
        self._made += 1
        digest = blake2b(f"{self._seed} {self._made}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % end

    def of(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]


def pieces(choices: Choices) -> Iterator[str]:
    while True:
        yield choices.of(INGREDIENTS["glue"])
        match choices.below(8):
            case 0 | 1:
                yield choices.of(INGREDIENTS["words"])
            case 2:
                yield choices.of(INGREDIENTS["emoji"])
            case 3:
                first, end = choices.of(INGREDIENTS["alphabets"])
                yield chr(first + choices.below(end - first))
            case _:
                yield "".join(address(choices))


def address(choices: Choices) -> Iterator[str]:
    yield choices.of(("", "", "http://", "https://", "HTTP://", "http:/", "ftp://"))
    for _ in range(1 + choices.below(3)):
        yield choices.of(INGREDIENTS["words"])
        yield choices.of((".", ".", ".", ".", "", "-", "。", ".."))
    yield choices.of(INGREDIENTS["endings"])
    if choices.below(2):
        yield choices.of(INGREDIENTS["paths"])


def text_of(number: int) -> str:
    """Every second text is filled up until it just fits, where a count that is too short by one shows."""
    choices = Choices(f"text {number}")
    text = "".join(islice(pieces(choices), 2 + 2 * choices.below(14)))
    room = RULE.limit - measure(text, RULE).length
    return f"{text} {'a' * (room - 1)}" if number % 2 and room > 0 else text


def theirs(texts: Sequence[str], folder: Path) -> list[dict[str, Any]]:
    lines = "\n".join(json.dumps(text) for text in texts)
    oracle = ["node", str(Path(__file__).with_name("oracle.cjs")), str(folder)]
    answer = subprocess.run(oracle, input=lines, text=True, capture_output=True, check=True)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where twitter-text is installed")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first text")
    parser.add_argument("--show", type=int, default=5, help="how many differences of a kind to print")
    arguments = parser.parse_args()
    texts = [text_of(number) for number in range(arguments.first, arguments.first + arguments.count)]
    answers = theirs(texts, arguments.folder)
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
