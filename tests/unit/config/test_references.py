from scheduler.config.papers import read_papers
from scheduler.config.references import campaign_id
from tests.harbour import ACCOUNTS, CAMPAIGN, FILES, TEMPLATE, harbour, lines

PUBLIC = "    network: bluesky\n    handle: a.bsky.example\n    token: {env: HARBOUR_TOKEN}\n"


def test_an_account_must_be_there() -> None:
    assert lines((CAMPAIGN, "[demo]", "[demo, demmo, other]")) == [
        f"{CAMPAIGN}:9:22: schedules[daily].accounts[2]: there is no account 'demmo'; did you mean 'demo'?",
        f"{CAMPAIGN}:9:29: schedules[daily].accounts[3]: there is no such account; known: demo",
    ]


def test_an_account_that_is_written_wrongly_is_there_all_the_same() -> None:
    (found,) = lines((ACCOUNTS, "network: paper", "network: papper"))

    assert found.startswith(f"{ACCOUNTS}:3:14: accounts[demo].network")


def test_where_the_accounts_cannot_be_read_none_is_missed() -> None:
    assert len(lines(more={ACCOUNTS: "accounts: demo\n"})) == 1
    assert len(lines(more={ACCOUNTS: "'\n"})) == 1


def test_nothing_is_named_twice() -> None:
    assert lines((CAMPAIGN, "[demo]", "[demo, demo]")) == [
        f"{CAMPAIGN}:9:22: schedules[daily].accounts[2]: this account is named twice; name it once"
    ]


def test_a_target_must_be_there() -> None:
    with_targets = (CAMPAIGN, "actions:\n", "targets:\n  - {id: ohchr, name: UN}\nactions:\n")
    naming = (CAMPAIGN, "    kind: petition", "    targets: [ohchr, cpt]\n    kind: petition")

    assert lines(with_targets, naming) == [
        f"{CAMPAIGN}:6:22: actions[sign].targets[2]: there is no such target; known: ohchr"
    ]


def test_a_template_must_be_there_and_in_this_campaign() -> None:
    found = lines(
        (CAMPAIGN, "    zone:", "    templates: [plain, other]\n    zone:"),
        more={
            "config/campaigns/port.yaml": "id: port\npaused: yes\n",
            "templates/port/other.txt": "text",
        },
    )

    assert found == [f"{CAMPAIGN}:11:24: schedules[daily].templates[2]: there is no such template; known: plain"]


def test_a_template_that_is_written_wrongly_is_there_all_the_same() -> None:
    found = lines((CAMPAIGN, "    zone:", "    templates: [plain]\n    zone:"), (TEMPLATE, "drop", "dropp"))

    assert [line.split(":")[0] for line in found] == [TEMPLATE]


def test_where_the_campaigns_id_cannot_be_read_no_template_is_missed() -> None:
    found = lines((CAMPAIGN, "id: harbour\n", ""), (CAMPAIGN, "    zone:", "    templates: [other]\n    zone:"))

    assert [line.partition(": ")[2] for line in found] == ["id: this is missing; add `id: close-the-camps`"]


def test_a_campaign_goes_by_the_id_that_is_written() -> None:
    papers = [read_papers(harbour((CAMPAIGN, "id: harbour", f"id: {name}"))) for name in ("a", "[a]", "A", "@a")]

    assert [campaign_id(found.campaigns[0]) for found in papers] == ["a", None, None, None]
    assert campaign_id(read_papers(harbour(more={CAMPAIGN: "["})).campaigns[0]) is None


def test_a_demonstration_is_for_paper_only() -> None:
    demonstration = (CAMPAIGN, '{cron: "0 9 * * *"}', "{demonstration: [5s]}")

    assert lines(demonstration) == []
    assert lines(demonstration, (ACCOUNTS, "    network: paper\n", PUBLIC)) == [
        (
            f"{CAMPAIGN}:9:16: schedules[daily].accounts[1]: a demonstration is for paper only, and this account is "
            "public; name an account whose network is paper"
        )
    ]
    assert lines((ACCOUNTS, "    network: paper\n", PUBLIC)) == []


def test_a_demonstration_counts_only_the_accounts_that_it_names() -> None:
    other = "  - id: public\n" + PUBLIC

    assert (
        lines((CAMPAIGN, '{cron: "0 9 * * *"}', "{demonstration: [5s]}"), (ACCOUNTS, "paper\n", f"paper\n{other}"))
        == []
    )


def test_a_folder_of_templates_belongs_to_a_campaign() -> None:
    found = lines(more={"templates/harbor/a.txt": "a", "templates/harbor/b.txt": "b", "templates/quay/a.txt": "a"})

    assert found == [
        "templates/harbor: no campaign has this id; did you mean 'harbour'?",
        "templates/quay: no campaign has this id; name the folder after its campaign's id, or add the campaign",
    ]


def test_a_folder_may_belong_to_a_campaign_that_cannot_be_read() -> None:
    found = lines(more={"templates/port/a.txt": "a", "config/campaigns/port.yaml": "["})

    assert [line.split(":")[0] for line in found] == ["config/campaigns/port.yaml"]


def test_a_campaign_without_schedules_is_a_warning_unless_it_is_paused() -> None:
    silent = FILES[CAMPAIGN].partition("schedules:")[0]

    assert lines(more={CAMPAIGN: silent}) == [
        (
            f"{CAMPAIGN}:1:1: warning: this campaign has no schedules, so it stays silent; "
            "add `schedules:`, or write `paused: yes`"
        )
    ]
    assert lines(more={CAMPAIGN: f"{silent}paused: yes\n"}) == []
    assert len(lines(more={CAMPAIGN: f"{silent}schedles: []\n"})) == 1
