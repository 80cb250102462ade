from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import FilesWrong
from scheduler.sources.series import LARGEST, MOST, MOST_WRONG, parse_series, read_series
from tests.make import utc

NINE, TEN = utc("2026-11-23 09:00"), utc("2026-11-23 10:00")


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "counts.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


@pytest.mark.parametrize(
    "text",
    [
        "timestamp,value\n2026-11-23 09:00:00,5\n2026-11-23 10:00:00,7\n",
        "note,at,count\r\nx,2026-11-23T09:00Z,5\r\ny,2026-11-23T10:00Z,7\r\n",
        "\ufeffAt,Count\n2026-11-23T10:00+01:00,5\n\n2026-11-23T10:00Z,7.0\n",
        "2026-11-23T09:00Z,5\n2026-11-23T10:00Z,7",
        '2026-11-23T10:00Z,7\n"2026-11-23T09:00Z","5"\n',
        '{"at": "2026-11-23T09:00Z", "count": 5}\n\n{"time": "2026-11-23T10:00Z", "value": "7"}\n',
        "timestamp,value\n1795424400,5\n1795428000.0,7\n",
        "1795424400000,5\n1795428000000000,7\n",
        '{"ts": 1795424400, "n": 5}\n{"ts": 1795428000000.0, "n": 7}\n',
        'Zeit;"Anzahl"\n2026-11-23 09:00;5\n"2026-11-23 10:00";"7"\n',
        "2026-11-23 09:00\t5\n2026-11-23 10:00\t7\n",
        "when it was,how many in 24h\n2026-11-23 09:00,5\n2026-11-23 10:00,7\n",
        "value,moment\n5,2026-11-23 09:00\n7,2026-11-23 10:00\n",
        "Menge,timestamp\n5,2026-11-23 09:00\n7,2026-11-23 10:00\n",
        "timestamp,value\n2026-11-23 09:00,5\n2026-11-23 10:00,7\n2026-11-23 11:00,\n",
        '{"ts": "2026-11-23T09:00Z", "n": 5}\n{"ts": "2026-11-23T10:00Z", "n": 7}\n{"ts": "2026-11-23", "n": null}\n',
    ],
)
def test_csv_and_json_lines_are_read_in_order_of_time(tmp_path: Path, text: str) -> None:
    assert read_series(written(tmp_path, text)) == [(NINE, 5), (TEN, 7)]


def test_every_line_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = "at,count\nsoon,5\n2026-11-23,many\n2026-11-23,-1\n2026-11-23,1.5\n2026-11-23\n2026-11-23,5\n,5\n"
    with pytest.raises(FilesWrong) as caught:
        read_series(written(tmp_path, text), "counts.csv")
    assert [str(problem) for problem in caught.value.problems] == [
        "counts.csv:2:1: 'soon' is no time; write it like 2026-11-23T09:00Z",
        "counts.csv:3:1: 'many' is no count; write a whole number from 0 on, or leave the line out",
        "counts.csv:4:1: '-1' is no count; write a whole number from 0 on, or leave the line out",
        "counts.csv:5:1: '1.5' is no count; write a whole number from 0 on, or leave the line out",
        "counts.csv:6:1: there is no count in it; name a count `count` or `value`",
        "counts.csv:8:1: its time is empty; write it like 2026-11-23T09:00Z",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("at,count\n2026112309,5\n", "counts.csv:2:1: '2026112309' may be seconds since 1970 or a day with its hour"),
        ("id,Zeit,Anzahl\n1,2026-11-23,5\n", "counts.csv:1:1: 'id, zeit, anzahl' names no column that is known"),
        ("id,at,Anzahl\n1,2026-11-23,5\n", "name the column that holds a count, `count`"),
        ('{"at": "2026-11-23", "count": [5]}\n', "counts.csv:1:1: '[5]' is no count"),
    ],
)
def test_what_cannot_be_told_for_sure_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FilesWrong) as caught:
        read_series(written(tmp_path, text), "counts.csv")
    assert said in str(caught.value)


def test_a_line_that_is_no_object_is_said(tmp_path: Path) -> None:
    with pytest.raises(FilesWrong, match=r"counts.csv:2:1: it is no JSON object; write it like"):
        read_series(written(tmp_path, '{"at": "2026-11-23", "count": 5}\n[1, 2]\n'), "counts.csv")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "it cannot be read: it is not UTF-8 text"),
        (b"", "it holds no counts"),
        (b"at,count\n", "it holds no counts"),
    ],
)
def test_a_file_without_counts_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(FilesWrong, match=said):
        read_series(written(tmp_path, content))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FilesWrong, match="it cannot be read: No such file"):
        read_series(tmp_path / "none.csv")


def test_a_file_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as large:
        large.truncate(LARGEST + 1)
    with pytest.raises(FilesWrong, match="larger than 64 MiB"):
        read_series(file)


def test_of_megabytes_of_nonsense_the_first_lines_are_told_and_the_rest_is_not_read() -> None:
    for nonsense in ("x\n", "{}\n"):
        with pytest.raises(FilesWrong) as caught:
            parse_series(nonsense * 2**20, "counts.csv")
        assert len(caught.value.problems) == MOST_WRONG


@pytest.mark.parametrize(
    "text",
    [
        '{"at": [], "count": 1}\n',
        '{"at": "2026-11-23", "count": {"a": 1}}\n',
        f'at,count\n"{"x" * 200_000}",3\n',
        '{"at": true, "count": 1}\n',
    ],
)
def test_what_is_neither_time_nor_count_is_no_surprise(text: str) -> None:
    with pytest.raises(FilesWrong):
        parse_series(text, "counts.csv")


def test_what_stands_there_is_shown_only_to_whom_it_belongs() -> None:
    with pytest.raises(FilesWrong, match="'anna@example' is no time"):
        parse_series("anna@example,3\n", "the answer")
    with pytest.raises(FilesWrong) as caught:
        parse_series("anna@example,3\n2026-11-23,anna\n", "the answer", quoting=False)
    assert [problem.what for problem in caught.value.problems] == [
        "what it holds is no time",
        "what it holds is no count",
    ]


@given(st.binary(max_size=200))
def test_whatever_bytes_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(raw)
    with suppress(FilesWrong):
        assert all(0 <= count <= MOST for _, count in read_series(file))
