import pytest

from tests.harbour import ACCOUNTS, CAMPAIGN, lines

KEPT = "    token: {env: HARBOUR_TOKEN}\n"
SOME = "    network: mastodon\n    server: https://a.example\n"
PAID = KEPT + "    budget: {posting: 20}\n"
NAMED = KEPT + "    handle: harbour.bsky.example\n"


def of_account(written: str) -> list[str]:
    return [line.removeprefix(f"{ACCOUNTS}:") for line in lines((ACCOUNTS, "    network: paper\n", written))]


def of_action(written: str) -> list[str]:
    found = lines((CAMPAIGN, "    kind: petition\n", f"{written}    kind: petition\n"))
    return [line.removeprefix(f"{CAMPAIGN}:") for line in found]


def of_schedule(written: str) -> list[str]:
    return [line.removeprefix(f"{CAMPAIGN}:") for line in lines((CAMPAIGN, "    zone:", f"{written}    zone:"))]


@pytest.mark.parametrize(
    "written",
    [
        "    network: paper\n    like: mastodon\n",
        "    network: mastodon\n    server: https://mastodon.example\n" + KEPT,
        "    network: mastodon\n    server: https://a.example\n    visibility: unlisted\n    warning: War\n" + KEPT,
        "    network: bluesky\n" + NAMED,
        "    network: bluesky\n    server: https://bsky.example\n    token: {file: t.txt}\n    handle: a.example\n",
        "    network: x\n" + PAID,
        "    network: x\n    server: http://127.0.0.1:4000\n    proxy: socks5h://127.0.0.1:9050\n" + PAID,
    ],
)
def test_these_accounts_make_sense(written: str) -> None:
    assert of_account(written) == []


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (
            "    network: x\n    like: mastodon\n" + PAID,
            "4:11: accounts[demo].like: only an account on paper can be like",
        ),
        (
            "    network: paper\n    server: https://a.example\n",
            "4:13: accounts[demo].server: an account on paper has no server",
        ),
        (
            "    network: paper\n    proxy: http://127.0.0.1:8118\n",
            "4:12: accounts[demo].proxy: an account on paper has no proxy",
        ),
        ("    network: paper\n    handle: demo\n", "4:13: accounts[demo].handle: an account on paper has no handle"),
        ("    network: bluesky\n" + KEPT, "2:5: accounts[demo].handle: an account on bluesky needs its handle"),
        (
            "    network: x\n" + KEPT,
            "2:5: accounts[demo].budget: an account on x needs a budget: each post is paid for",
        ),
        (
            "    network: bluesky\n    budget: {posting: 1}\n" + NAMED,
            "4:13: accounts[demo].budget: nothing is paid for on bluesky",
        ),
        ("    network: x\n    warning: War\n" + PAID, "4:14: accounts[demo].warning: an account on x has no warning"),
        (
            "    network: paper\n    visibility: public\n",
            "4:17: accounts[demo].visibility: an account on paper has no visibility",
        ),
        ("    network: mastodon\n" + KEPT, "2:5: accounts[demo].server: an account on mastodon needs its server"),
        (
            "    network: x\n    budget: {posting: 1}\n",
            "2:5: accounts[demo].token: an account on x needs a token; add `token: {file: secrets/demo}`",
        ),
        (
            "    network: bluesky\n    handle: a.example\n",
            "2:5: accounts[demo].token: an account on bluesky needs a token",
        ),
        (
            "    network: bluesky\n    handle: camps\n" + KEPT,
            "4:13: accounts[demo].handle: a handle on bluesky is a whole name with a dot in it",
        ),
        (f"{SOME}    token: {{}}\n", "5:12: accounts[demo].token: this does not say where the token is"),
        (f"{SOME}    token: {{env: A, file: b}}\n", "5:12: accounts[demo].token: the token is in two places"),
    ],
)
def test_these_accounts_make_none(written: str, problem: str) -> None:
    (found,) = of_account(written)

    assert found.startswith(problem)


@pytest.mark.parametrize(
    "written",
    [
        f"{SOME}    token: {{env: my-token}}\n",
        "    network: mastodon\n    server: mastodon.example\n" + KEPT,
        "    network: twitter\n",
    ],
)
def test_what_is_wrong_already_is_not_missed_as_well(written: str) -> None:
    assert len(of_account(written)) == 1


@pytest.mark.parametrize("kind", ["petition", "donate"])
def test_a_petition_and_a_donation_need_a_link(kind: str) -> None:
    link = '    link: {url: "https://petition.example/"}\n'

    assert lines((CAMPAIGN, "kind: petition", f"kind: {kind}")) == []
    assert lines((CAMPAIGN, "kind: petition", f"kind: {kind}"), (CAMPAIGN, link, "")) == [
        f'{CAMPAIGN}:3:5: actions[sign].link: an action of kind {kind} needs a link; add `link: {{url: "https://…"}}`'
    ]
    assert len(lines((CAMPAIGN, "https://petition.example/", "here"))) == 1


def test_other_kinds_need_no_link() -> None:
    link = '    link: {url: "https://petition.example/"}\n'

    assert lines((CAMPAIGN, "kind: petition", "kind: share"), (CAMPAIGN, link, "")) == []


@pytest.mark.parametrize(
    "written",
    [
        "    opens: 2026-05-01\n    until: 2026-05-01\n",
        '    opens: "2026-05-01 14:00"\n    until: 2026-05-01\n',
        '    opens: "2026-05-01 14:00"\n    when: "2026-05-01 14:01"\n',
        "    opens: 2026-05-01\n",
        "    until: 2026-05-01\n",
        '    opens: 2026-05-02\n    when: "2026-05-01 14:00"\n    until: 2026-05-03\n',
    ],
)
def test_these_actions_can_be_said(written: str) -> None:
    assert of_action(written) == []


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("    opens: 2026-05-02\n    until: 2026-05-01\n", "5:12: actions[sign].until: this is over before `opens`"),
        (
            '    opens: 2026-05-01\n    until: "2026-05-01 00:00"\n',
            "5:12: actions[sign].until: this is over before `opens`",
        ),
        (
            '    when: "2026-05-01 14:00"\n    opens: "2026-05-01 14:00"\n',
            "4:11: actions[sign].when: this is over before `opens`",
        ),
    ],
)
def test_these_actions_are_over_before_they_open(written: str, problem: str) -> None:
    (found,) = of_action(written)

    assert found.startswith(problem)
    assert found.endswith(f"correct {problem.split('.')[1].split(':', maxsplit=1)[0]} or opens")


def test_a_schedule_ends_after_it_starts_or_on_that_day() -> None:
    assert of_schedule("    start: 2026-05-01\n    end: 2026-05-01\n") == []
    assert of_schedule("    start: 2026-05-01\n") == []
    assert of_schedule("    end: 2026-05-01\n") == []
    assert of_schedule("    start: 2026-05-02\n    end: 2026-05-01\n") == [
        "12:10: schedules[daily].end: the end is before the start, 2026-05-02; correct one of the two"
    ]


def test_the_hours_of_a_day_do_not_cross_midnight() -> None:
    cron = '{cron: "0 9 * * *"}'

    assert lines((CAMPAIGN, cron, "{per_day: 3, between: 08:00-21:00}")) == []
    assert lines((CAMPAIGN, cron, "{per_day: 3, between: 21:00-08:00}")) == [
        (
            f"{CAMPAIGN}:10:31: schedules[daily].at.between: this ends before it begins, and a day ends at midnight; "
            "write the earlier time first: 08:00-21:00"
        )
    ]


@pytest.mark.parametrize(
    ("name", "whose"),
    [("surge-2026-11-26", "what is said after a surge"), ("by-hand", "what a person says by hand")],
)
def test_a_name_under_which_the_service_keeps_its_own_posts_is_no_schedule_s(name: str, whose: str) -> None:
    problem = f"{whose} is kept under this name; take another name"
    assert lines((CAMPAIGN, "id: daily", f"id: {name}")) == [f"{CAMPAIGN}:8:9: schedules[{name}].id: {problem}"]
    assert of_schedule(f"    was: {name}\n") == [f"11:10: schedules[daily].was: {problem}"]


def test_other_names_that_speak_of_a_surge_are_free() -> None:
    assert lines((CAMPAIGN, "id: daily", "id: surge-watch")) == []
