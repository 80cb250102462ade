import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO

import pytest

from scheduler.cli.logs import LOUD, JsonLines, Readable, configure, log_entry
from scheduler.secrecy import hold
from tests.entries import an_entry
from tests.make import a_delivery

POST = a_delivery()


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root, names = logging.getLogger(), ("", "scheduler", "apscheduler")
    handlers, levels = root.handlers, [logging.getLogger(name).level for name in names]
    yield
    root.handlers = handlers
    for name, level in zip(names, levels, strict=True):
        logging.getLogger(name).setLevel(level)


def a_record(level: int = logging.INFO, about: dict[str, object] | None = None) -> logging.LogRecord:
    record = logging.LogRecord("scheduler", level, __file__, 1, "delivery.posted", (), None)
    record.created = 1_795_424_405.25  # 2026-11-23 09:00:05.25 UTC
    if about is not None:
        record.about = about
    return record


def with_trace(record: logging.LogRecord) -> logging.LogRecord:
    try:
        int("a defect")
    except ValueError:
        record.exc_info = sys.exc_info()
    return record


def test_a_line_of_json_says_when_what_and_about_which() -> None:
    line = JsonLines().format(a_record(about={"key": "k/1", "why": "Жди — «так»"}))

    assert json.loads(line) == {
        "at": "2026-11-23T09:00:05.250+00:00",
        "level": "info",
        "event": "delivery.posted",
        "key": "k/1",
        "why": "Жди — «так»",
    }
    assert "Жди" in line
    assert "\n" not in line


def test_an_error_stands_in_its_line_with_its_trace() -> None:
    line = json.loads(JsonLines().format(with_trace(a_record(logging.ERROR))))

    assert (line["level"], line["error"]) == ("error", "ValueError")
    assert line["trace"].startswith("Traceback (most recent call last):")
    assert "error" not in json.loads(JsonLines().format(a_record()))


@pytest.mark.parametrize("formatter", [JsonLines(), Readable()])
def test_no_line_says_a_secret_whoever_logs_it(formatter: logging.Formatter) -> None:
    hold("k3x2-q7aa-bb22-zz77")
    said = formatter.format(a_record(about={"why": "Bearer K3X2-q7aa-bb22-zz77, twice"}))

    assert "Bearer […], twice" in said
    assert "q7aa" not in said


def test_what_json_does_not_know_becomes_words() -> None:
    assert json.loads(JsonLines().format(a_record(about={"key": POST.key})))["key"] == str(POST.key)


def test_on_a_terminal_a_line_is_for_people() -> None:
    line = Readable().format(a_record(logging.WARNING, {"key": "k/1", "after": ""}))

    assert line[2::3][:2] == "::"
    assert line[8:] == " warning delivery.posted key=k/1"
    assert "Traceback" in Readable().format(with_trace(a_record()))


@pytest.mark.parametrize(
    ("out", "verbose", "shown"),
    [
        (StringIO(), False, ["delivery.posted", "delivery.held"]),
        (Terminal(), False, ["delivery.held"]),
        (Terminal(), True, ["delivery.posted", "delivery.held"]),
    ],
    ids=["pipe", "terminal", "verbose terminal"],
)
def test_a_pipe_gets_everything_a_terminal_what_a_person_should_see(
    out: StringIO, verbose: bool, shown: list[str]
) -> None:
    configure(verbose=verbose, stream=out)
    log_entry(an_entry(event="delivery.posted"), POST)
    log_entry(an_entry(event="delivery.held"), POST)
    lines = out.getvalue().splitlines()

    assert len(lines) == len(shown)
    assert [event for event, line in zip(shown, lines, strict=True) if event in line] == shown


@pytest.mark.parametrize("verbose", [False, True])
def test_what_is_said_in_words_on_the_terminal_is_not_said_again_as_an_event(*, verbose: bool) -> None:
    out = Terminal()
    configure(verbose=verbose, spoken=True, stream=out)
    log_entry(an_entry(event="alert.raised"), None)
    logging.getLogger("scheduler.config").warning("every user can read it")

    assert ("alert.raised" in out.getvalue()) is verbose
    assert "every user can read it" in out.getvalue()


def test_whoever_collects_the_log_gets_what_is_spoken_of_as_well() -> None:
    out = StringIO()
    configure(verbose=False, spoken=True, stream=out)
    log_entry(an_entry(event="alert.raised"), None)

    assert "alert.raised" in out.getvalue()


def test_other_libraries_warnings_are_kept_and_the_clockworks_chatter_is_not() -> None:
    out = StringIO()
    configure(verbose=True, stream=out)
    logging.getLogger("sqlalchemy").warning("pool")
    logging.getLogger("sqlalchemy").info("chatter")
    logging.getLogger("apscheduler").warning("maximum number of running instances reached")

    assert [json.loads(line)["event"] for line in out.getvalue().splitlines()] == ["pool"]


def test_without_a_stream_it_is_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    configure(verbose=False)
    log_entry(an_entry(), POST)

    captured = capsys.readouterr()
    assert captured.out == ""
    assert json.loads(captured.err)["event"] == "delivery.planned"


def test_an_entry_of_the_record_is_logged_with_its_evidence_and_without_empty_fields_or_texts() -> None:
    out = StringIO()
    configure(verbose=False, stream=out)
    entry = an_entry(event="delivery.posted", key=str(POST.key), before="sending", evidence={"url": "u"}, digest="d")
    log_entry(entry, POST)
    line = json.loads(out.getvalue())

    assert {name: line[name] for name in line if name != "at"} == {
        "level": "info",
        "event": "delivery.posted",
        "chain": "demo",
        "key": str(POST.key),
        "who": "user:anna",
        "why": "a test",
        "before": "sending",
        "url": "u",
    }
    assert POST.post.text not in out.getvalue()


@pytest.mark.parametrize("event", sorted(LOUD))
def test_what_needs_a_person_is_a_warning(event: str) -> None:
    out = StringIO()
    configure(verbose=False, stream=out)
    log_entry(an_entry(event=event), None)

    assert json.loads(out.getvalue())["level"] == "warning"
