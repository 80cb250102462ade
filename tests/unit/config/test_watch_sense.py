import pytest

from scheduler.config.reading import read
from scheduler.config.watch_sense import EVERY_KEY, TAKES
from scheduler.model.version import Tree
from scheduler.model.watch import Origin
from tests.harbour import ACCOUNTS, CAMPAIGN, FILES

ACCOUNT_LINES = """\
  - {id: main-x, network: x, token: {env: X}, budget: {posting: 20, reading: 2}}
  - {id: mean-x, network: x, token: {env: X}, budget: {posting: 20}}
  - {id: fedi, network: mastodon, server: "https://mastodon.example", token: {env: M}}
"""


def problems(*sources: str, tell: str = "") -> list[str]:
    """Everything that is wrong with these sources, without the place and the advice."""
    files = dict(FILES)
    files[ACCOUNTS] = files[ACCOUNTS].rstrip("\n") + "\n" + ACCOUNT_LINES
    watch = "watch:\n  sources:\n" + "".join(f"    - {{id: s{n}, {source}}}\n" for n, source in enumerate(sources))
    files[CAMPAIGN] = files[CAMPAIGN].rstrip("\n") + "\n" + watch + (f"  tell: {tell}\n" if tell else "")
    tree = Tree(files={name: text.encode() for name, text in files.items()})
    found = [problem for problem in read(tree).problems if "watch" in problem.path]
    assert all(problem.file == CAMPAIGN and problem.line for problem in found)
    return [problem.what for problem in found]


def test_sources_that_can_be_meant_are_taken() -> None:
    assert not problems(
        'from: mastodon, server: "https://mastodon.example", hashtags: [A]',
        "from: mastodon, account: fedi, hashtags: [A]",
        "from: bluesky, hashtags: [A]",
        "from: x, account: main-x, hashtags: [A]",
        "from: wikipedia, article: Chechnya",
        "from: own",
        "from: file, file: counts/topic.csv",
        'from: url, address: "https://counts.example/a", token: {env: COUNTS}',
        tell="[{env: ALLY}]",
    )


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("from: mastodon, hashtags: [A]", "a source from mastodon needs the server that it asks"),
        ("from: x, hashtags: [A]", "a source from x needs its account"),
        ("from: x, account: main-y, hashtags: [A]", "there is no account 'main-y'"),
        ("from: x, account: fedi, hashtags: [A]", "this account is on mastodon, and the source on x"),
        (
            "from: x, account: mean-x, hashtags: [A]",
            "counting on x is paid for, and this account may spend nothing on reading",
        ),
        (
            'from: mastodon, account: fedi, server: "https://else.example", hashtags: [A]',
            "this is not the server of the account, whose token is for no other",
        ),
        ("from: wikipedia", "a source from wikipedia needs its article"),
        ("from: file", "a source from file needs its file"),
        ("from: file, file: ../a.csv", "this leads out of the folder"),
        ("from: url", "a source from url needs its address"),
        ("from: own, hashtags: [A]", "a source from own has no hashtags"),
        (
            'from: url, address: "https://counts.example/a", token: {env: A, file: b}',
            "this does not say where the token is, or says it twice",
        ),
    ],
)
def test_what_cannot_be_meant_is_said_with_its_line(source: str, what: str) -> None:
    assert problems(source) == [what]


def test_an_ally_is_kept_in_one_place() -> None:
    assert problems("from: own", tell="[{env: A, file: b}]") == [
        "this does not say where the address is, or says it twice"
    ]


def test_two_sources_of_a_campaign_do_not_share_an_id() -> None:
    assert problems("from: own", "from: own, every: 1h, id: s0")[:1] != []


def test_every_key_of_a_source_belongs_to_some_kind() -> None:
    assert set(TAKES) == set(Origin)
    assert {
        "account", "server", "hashtags", "history", "project", "article", "file", "address", "token", "daily",
    } == EVERY_KEY  # fmt: skip


def test_more_hashtags_than_x_takes_in_one_question_are_said_before_they_are_paid_for() -> None:
    many = ", ".join(f"AHashtagOfSomeLength{n:02}" for n in range(20))
    [said] = problems(f"from: x, account: main-x, hashtags: [{many}]")
    assert said == "the question for 20 hashtags has 538 characters, and X takes no more than 512"
    assert not problems(f"from: bluesky, hashtags: [{many}]")
