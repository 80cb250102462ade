from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.config.composing import compose
from scheduler.config.nodes import Scalar, walk
from scheduler.config.reading import read
from scheduler.model.house import Settings
from scheduler.model.version import Tree
from tests.harbour import ACCOUNTS, CAMPAIGN, FILES, SETTINGS, TEMPLATE, harbour, lines, reading, tree_in

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data"
BAD = sorted((DATA / "bad").iterdir())
SAMPLE = tree_in(DATA / "2019")


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_each_bad_input_gives_exactly_these_lines(folder: Path) -> None:
    found = read(tree_in(folder))

    assert (folder / "expected.txt").read_text(encoding="utf-8").splitlines() == [str(p) for p in found.problems]


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_there_is_a_house_only_where_every_problem_is_a_warning(folder: Path) -> None:
    found = read(tree_in(folder))

    assert found.problems
    assert (found.house is not None) == all(problem.severity == "warning" for problem in found.problems)


def test_a_good_tree_has_no_problems_and_a_house() -> None:
    found = reading()

    assert found.problems == ()
    assert found.house is not None
    assert found.house.settings == Settings()
    assert [account.id for account in found.house.accounts] == ["demo"]
    assert [campaign.id for campaign in found.house.campaigns] == ["harbour"]
    assert [template.file for template in found.house.templates] == [TEMPLATE]
    assert [(schedule.campaign, schedule.id) for schedule in found.house.schedules] == [("harbour", "daily")]


def test_settings_come_from_their_own_file() -> None:
    found = reading(more={SETTINGS: "horizon: 3d\nfreeze: 0s\ngit: ignore\nreader_zone: Asia/Tbilisi\n"})

    expected = Settings(horizon=timedelta(days=3), freeze=timedelta(0), git="ignore", reader_zone="Asia/Tbilisi")
    assert found.house is not None
    assert found.house.settings == expected


def test_the_example_of_2019_is_read_as_it_is_written() -> None:
    found = read(SAMPLE)

    assert found.problems == ()
    assert found.house is not None
    rally = found.house.action("close-the-camps", "london-rally")
    assert rally.opens == datetime(2019, 1, 20, 9, tzinfo=UTC)
    assert rally.until == datetime(2019, 1, 27, 14, tzinfo=UTC)


def test_the_example_campaign_is_read_without_a_problem() -> None:
    found = read(tree_in(ROOT))

    assert found.problems == ()
    assert found.house is not None


def test_reading_the_same_tree_twice_gives_an_equal_house() -> None:
    assert read(SAMPLE).house == read(SAMPLE).house
    assert read(SAMPLE) == read(SAMPLE)


def test_every_problem_of_every_file_comes_at_once_and_in_order() -> None:
    found = lines(
        (ACCOUNTS, "network: paper", "network: papper"),
        (CAMPAIGN, "zone: Europe/London", "zone: Europe/Lodnon"),
        (TEMPLATE, "petition", "petiton"),
        more={SETTINGS: "horizon: long\n"},
    )

    assert [line.split(":")[0] for line in found] == [ACCOUNTS, SETTINGS, CAMPAIGN, TEMPLATE]


def test_a_place_is_found_by_its_path_or_by_what_is_around_it() -> None:
    found = reading()

    assert found.locate(CAMPAIGN, "actions[sign].link.url") == (6, 17)
    assert found.locate(CAMPAIGN, "actions[sign].link") == (6, 11)
    assert found.locate(CAMPAIGN, "actions[sign].link.verified") == (6, 11)
    assert found.locate(CAMPAIGN, "actions[sign].place.en") == (3, 5)
    assert found.locate(CAMPAIGN, "schedules[daily].accounts[1]") == (9, 16)
    assert found.locate(TEMPLATE, "drop") == (3, 7)
    assert found.locate(CAMPAIGN, "nowhere") == (0, 0)
    assert found.locate("no/file.yaml", "actions") == (0, 0)


def test_of_two_equal_paths_the_first_is_the_place() -> None:
    found = reading((ACCOUNTS, "paper\n", "paper\n  - id: demo\n    network: paper\n"))

    assert found.locate(ACCOUNTS, "accounts[demo].id") == (2, 9)


def test_each_campaign_has_its_file_and_the_first_where_two_claim_one_id() -> None:
    found = reading(more={"config/campaigns/port.yaml": FILES[CAMPAIGN]})

    assert found.campaign_files == {"harbour": CAMPAIGN}


def test_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    tree = harbour()
    windows = {file: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n") for file, content in tree.files.items()}

    assert read(tree).house == read(Tree(files=windows)).house


def test_an_empty_tree_says_where_to_begin() -> None:
    found = read(Tree(files={}))

    assert found.house is None
    assert [str(problem).split(";")[0] for problem in found.problems] == [f"{ACCOUNTS}: this file is missing"]


FULL = {
    **FILES,
    SETTINGS: "horizon: 14d\ngit: clean\nreader_zone: Europe/London\n",
    ACCOUNTS: """accounts:
  - id: demo
    network: mastodon
    server: https://mastodon.example
    token: {env: HARBOUR_TOKEN}
    language: en
    limits: {per_day: 6, gap: 2h, quiet: 22:00-08:00}
    accept_risk: [{rule: tag-officials, who: Anna, why: agreed}]
""",
    CAMPAIGN: """id: harbour
language: en
hashtags: {en: [SaveTheHarbour]}
counts_from: 2017-04-01
paused: no
no_repeat: {text: 14d}
targets: [{id: port, name: Port, on: {x: Port}, contact: {phone: "112", email: a@b.example}}]
actions:
  - id: sign
    kind: petition
    ask: Sign.
    link: {url: "https://petition.example/", verified: "2026-05-01 by Anna"}
    when: 2026-05-01 14:00
    opens: 2026-04-01
    zone: Europe/London
    targets: [port]
    share: 2
facts: [{id: fact, text: It was., source: "https://a.example/", date: 2017-04-01, stale_after: 400d}]
schedules:
  - id: daily
    accounts: [demo]
    at: {per_day: 3, between: 08:00-21:00, on: weekdays}
    zone: Europe/London
    kinds: [petition]
    templates: [plain]
    start: 2026-05-01
    end: 2026-05-31
    late: {policy: skip, limit: 2h}
""",
}


def slots() -> list[tuple[str, int, int, str]]:
    """File, line, column and text of every value that can be written."""
    found = []
    for file, text in FULL.items():
        front = text.removeprefix("---\n").partition("---\n")[0]
        root = compose(front, first_line=2 if front != text else 1).root
        assert root is not None
        found += [(file, *node.mark, node.text) for _, node in walk(root) if isinstance(node, Scalar)]
    return found


def test_the_full_house_has_no_problem_so_that_the_next_test_means_something() -> None:
    assert lines(more=FULL) == []
    assert len(slots()) == 54


@pytest.mark.parametrize("canary", ["Hunter2!canary", "canary Hunter 2", "CANARY_hunter/2"])
@pytest.mark.parametrize(("file", "line", "column", "text"), slots())
def test_a_token_pasted_into_any_slot_is_never_repeated(
    file: str, line: int, column: int, text: str, canary: str
) -> None:
    rows = FULL[file].split("\n")
    row = rows[line - 1]
    start = row.index(text, column - 1)
    rows[line - 1] = row[:start] + canary + row[start + len(text) :]

    assert "canary" not in "\n".join(lines(more={**FULL, file: "\n".join(rows)})).casefold()


@st.composite
def damaged(draw: st.DrawFn) -> Tree:
    file = draw(st.sampled_from([*FILES, "config/campaigns/close-the-camps.yaml"]))
    files = {**SAMPLE.files, **{name: text.encode() for name, text in FILES.items()}}
    content = files[file]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 40))
        piece = draw(st.one_of(st.binary(max_size=8), st.sampled_from(AWKWARD)))
        content = content[:start] + piece + content[start + length :]
    if draw(st.booleans()):
        content = content[: draw(st.integers(0, len(content)))]
    return Tree(files={**files, file: content})


AWKWARD = [
    *(b"#", b"@", b"&a ", b"*a ", b"!a ", b"\t", b"[", b"]", b"{", b"}", b"'", b'"', b": ", b"- ", b"? ", b", "),
    *(b"---\n", b"...\n", b"|\n", b">\n", b"%", b"`", b"\r", b"\x00", b"\xff", b"<<: {}\n", b"id: demo\n", b"\xc2\xa0"),
    *("\u200b".encode(), "\u202e".encode(), "\ufeff".encode(), "\u2028".encode(), "\ufffe".encode()),
]


@settings(max_examples=200, deadline=None)
@given(damaged())
def test_whatever_the_bytes_are_there_is_a_house_or_a_problem(tree: Tree) -> None:
    found = read(tree)

    assert read(tree) == found
    assert (found.house is None) == any(problem.severity == "error" for problem in found.problems)
    assert all(problem.what and problem.fix and "\n" not in str(problem) for problem in found.problems)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_no_surprise(content: bytes) -> None:
    found = read(Tree(files=dict.fromkeys((SETTINGS, ACCOUNTS, CAMPAIGN, TEMPLATE), content)))

    assert (found.house is None) == any(problem.severity == "error" for problem in found.problems)
