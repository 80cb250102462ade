import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from scheduler.cli.main import awareness
from scheduler.cli.measure import counted_lines, without_last_newline
from scheduler.rendering.networks import rule_for

X = rule_for("x")


def measure(text: bytes | str, *args: str) -> Result:
    return CliRunner().invoke(awareness, ["measure", *args], input=text)


def test_a_text_that_fits_is_counted() -> None:
    found = measure("Sign: https://example.org/a/long/address/indeed\n", "--network", "x")

    assert found.stdout == "length 29 of 280: fits\n"
    assert found.exit_code == 0


def test_a_text_that_does_not_fit_is_said_to_and_exits_with_1() -> None:
    found = measure("a" * 281, "--network", "x")

    assert found.stdout.startswith("length 281 of 280: does not fit: ")
    assert found.exit_code == 1


def test_a_server_may_have_another_limit() -> None:
    assert measure("abcde", "--network", "mastodon", "--characters", "4").exit_code == 1
    assert measure("abcd", "--network", "mastodon", "--characters", "4").stdout == "length 4 of 4: fits\n"


@pytest.mark.parametrize(
    ("text", "left"), [("a\n", "a"), ("a\r\n", "a"), ("a\n\n", "a\n"), ("a", "a"), ("a\r", "a\r"), ("\n", ""), ("", "")]
)
def test_one_newline_at_the_end_does_not_count(text: str, left: str) -> None:
    assert left == without_last_newline(text)


def test_json_gives_the_measure_as_a_document() -> None:
    found = measure("abc", "--network", "bluesky", "--json")

    assert json.loads(found.stdout) == {"length": 3, "limit": 300, "fits": True, "why": ""}


def test_a_text_that_is_not_utf_8_is_a_mistake_of_usage() -> None:
    found = measure(b"ab\xff", "--network", "x")

    assert found.exit_code == 2
    assert "not UTF-8 (byte 3)" in found.stderr


def test_an_unknown_network_is_no_such_thing() -> None:
    found = measure("a", "--network", "y")

    assert found.exit_code == 6
    assert "known are x, mastodon" in found.stderr


def test_json_lines_are_counted_one_by_one() -> None:
    found = measure('"abc"\n"' + "a" * 281 + '"\n', "--network", "x", "--jsonl")

    assert [json.loads(line) for line in found.stdout.splitlines()] == [
        {"length": 3, "limit": 280, "fits": True},
        {"length": 281, "limit": 280, "fits": False},
    ]
    assert found.exit_code == 0


@pytest.mark.parametrize("line", ["", "{", "3", "null", '["a"]', "abc", "[" * 100_000, b"\xff"])
def test_a_bad_line_is_answered_and_the_others_are_counted(line: str | bytes) -> None:
    bad = line.encode() if isinstance(line, str) else line
    found = measure(b'"a"\n' + bad + b'\n"b"\n', "--network", "x", "--jsonl")
    first, second, third = (json.loads(answer) for answer in found.stdout.splitlines())

    assert (first["length"], third["length"]) == (1, 1)
    assert second["error"].startswith("line 2 is ")
    assert found.exit_code == 2


def test_a_line_is_answered_before_the_next_is_read() -> None:
    read = []

    def lines() -> Iterator[bytes]:
        for number in range(3):
            read.append(number)
            yield b'"a"\n'

    next(counted_lines(lines(), X))

    assert read == [0]


def test_half_a_character_is_counted_and_does_not_fit() -> None:
    found = measure(r'"\ud800"', "--network", "x", "--jsonl")

    assert json.loads(found.stdout)["fits"] is False
