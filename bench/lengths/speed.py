"""Times the counting of ordinary posts, and of texts made to be slow; prints a line for each."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from time import process_time

import yaml

from scheduler.model.text_rule import TextRule
from scheduler.rendering.lengths import measure
from scheduler.rendering.links import find_hashtags, find_mentions
from scheduler.rendering.networks import rule_for

TEXTS: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("slow.yml").read_text("utf-8"))


def seconds(call: Callable[[], object], *, least: float) -> float:
    """What one call takes, from as many calls as fill the time."""
    call()
    start, calls = process_time(), 0
    while (spent := process_time() - start) < least or not calls:
        call()
        calls += 1
    return spent / calls


def main() -> None:
    rules = [rule_for(network) for network in ("x", "mastodon", "bluesky")]
    print("texts a second, posts of 280 characters".ljust(44), *(rule.network.rjust(9) for rule in rules))
    for name, part in TEXTS["posts"].items():
        post = (part * 280)[:280]
        rates = (1 / seconds(partial(measure, post, rule), least=0.2) for rule in rules)
        print(name.ljust(44), *(f"{rate:9.0f}" for rate in rates))
    print("\nmilliseconds for the slowest reading of a text of     10,000    20,000 characters")
    for name, part in TEXTS["hostile"].items():
        times = (slowest_reading((part * size)[:size], rules) for size in (10_000, 20_000))
        print(name.ljust(44), *(f"{time * 1000:9.1f}" for time in times))


def slowest_reading(text: str, rules: Iterable[TextRule]) -> float:
    readings = [partial(measure, text, rule) for rule in rules] + [
        partial(find, text) for find in (find_hashtags, find_mentions)
    ]
    return max(seconds(reading, least=0) for reading in readings)


if __name__ == "__main__":
    main()
