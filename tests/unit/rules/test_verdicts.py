from collections.abc import Iterator

from scheduler.model.post import Verdict
from scheduler.rules.verdicts import FINE, first_refusal, refusal


def test_nothing_against_it_is_allowed() -> None:
    assert first_refusal([FINE, FINE]) == Verdict(allowed=True, rule="all", reason="no rule speaks against it")


def test_no_rules_allow() -> None:
    assert first_refusal([]) is FINE


def test_the_first_refusal_ends_the_asking() -> None:
    asked: list[str] = []

    def verdicts() -> Iterator[Verdict]:
        asked.append("one")
        yield FINE
        asked.append("two")
        yield refusal("gap", "slot", "too soon")
        asked.append("three")
        yield FINE

    assert first_refusal(verdicts()) == Verdict(allowed=False, rule="gap", reason="too soon", about="slot")
    assert asked == ["one", "two"]
