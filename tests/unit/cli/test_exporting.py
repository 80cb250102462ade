import csv
import io
import json
from collections.abc import Iterator

import pytest

from scheduler.cli.exporting import COLUMNS, Kept, exported
from scheduler.cli.screen import Screen
from scheduler.cli.session import Session
from scheduler.model.record import Entry
from scheduler.model.sealing import START, seal
from tests.make import utc

ENTRY = Entry(
    chain="demo", event="delivery.planned", at=utc("2026-11-23 09:00"), who="user:anna", why='a, "b"\nc', digest="d"
)
KEPT = Kept(seal(ENTRY, 1, START), "Sign,\nnow")
Capture = pytest.CaptureFixture[str]


def test_csv_reads_back_as_it_was(capsys: Capture) -> None:
    exported([[KEPT], [KEPT]], "csv", Screen(Session()), texts=True)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    assert len(rows) == 2
    assert (rows[0]["why"], rows[0]["text"], rows[0]["evidence"]) == ('a, "b"\nc', "Sign,\nnow", "{}")


def test_without_texts_there_is_no_column_for_them(capsys: Capture) -> None:
    exported([[KEPT]], "csv", Screen(Session()), texts=False)

    assert capsys.readouterr().out.splitlines()[0] == ",".join(COLUMNS)


def test_json_reads_back_as_it_was(capsys: Capture) -> None:
    exported([[KEPT]], "json", Screen(Session()), texts=True)
    (entry,) = json.loads(capsys.readouterr().out)

    assert [*entry] == [*COLUMNS, "text"]
    assert entry["text"] == "Sign,\nnow"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_page_is_printed_before_the_next_is_read(capsys: Capture, form: str) -> None:
    printed: list[int] = []

    def pages() -> Iterator[list[Kept]]:
        for _ in range(3):
            printed.append(len(capsys.readouterr().out))
            yield [KEPT]

    exported(pages(), form, Screen(Session()), texts=False)

    assert printed[0] == 0
    assert printed[2] > 0
