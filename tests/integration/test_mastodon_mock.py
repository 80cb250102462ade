"""What a channel to Mastodon will rely on, tried over HTTP on a server that others wrote."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from mastodon import Mastodon
from mastodon.errors import MastodonAPIError, MastodonError, MastodonInternalServerError, MastodonNetworkError

from scheduler.clock import SystemClock
from tests.patience import soon
from tests.servers import faults
from tests.servers.faults import Fault
from tests.servers.lossy import lossy
from tests.servers.mastodon_client import client
from tests.servers.mastodon_server import PROGRAM, MastodonServer, running_mastodon

PNG = b"\x89PNG\r\n\x1a\n"
STATUSES = "/api/v1/statuses"


@pytest.fixture
def ours(mastodon: MastodonServer) -> Iterator[Mastodon]:
    with client(mastodon.address, mastodon.token) as ours:
        yield ours


def say(address: str, token: str, text: str, key: str) -> str:
    with client(address, token) as ours:
        return str(ours.status_post(text, idempotency_key=key).id)


def test_the_same_key_twice_is_one_status(mastodon: MastodonServer, ours: Mastodon) -> None:
    first = ours.status_post("hello", idempotency_key="k")
    again = ours.status_post("hello", idempotency_key="k")

    assert first.id == again.id
    assert mastodon.texts() == ["hello"]


def test_another_text_under_a_known_key_is_answered_with_the_old_status(
    mastodon: MastodonServer, ours: Mastodon
) -> None:
    first = ours.status_post("hello", idempotency_key="k")
    other = ours.status_post("good-bye", idempotency_key="k")

    assert (other.id, other.content) == (first.id, "<p>hello</p>")
    assert mastodon.texts() == ["hello"]


def test_a_key_is_of_one_account(mastodon: MastodonServer) -> None:
    for token in (mastodon.token, mastodon.second_token):
        say(mastodon.address, token, "hello", "k")

    assert mastodon.texts("campaign") == mastodon.texts("reserve") == ["hello"]


def test_eight_at_once_under_one_key_are_one_status(mastodon: MastodonServer) -> None:
    with ThreadPoolExecutor(8) as crowd:
        ids = list(crowd.map(lambda _: say(mastodon.address, mastodon.token, "hello", "k"), range(8)))

    assert len(set(ids)) == 1
    assert mastodon.texts() == ["hello"]


def test_the_key_of_a_deleted_status_is_not_taken_again(mastodon: MastodonServer) -> None:
    """Mastodon itself answers 404, this server 500; and then it closes the line without saying so."""
    mastodon.delete(say(mastodon.address, mastodon.token, "hello", "k"))

    with client(mastodon.address, mastodon.token) as ours, pytest.raises(MastodonInternalServerError):
        ours.status_post("hello", idempotency_key="k")

    assert mastodon.texts() == []
    say(mastodon.address, mastodon.token, "hello", "another")
    assert mastodon.texts() == ["hello"]


@pytest.mark.parametrize(
    "fault",
    [
        faults.drop,
        faults.reset,
        faults.half,
        faults.cut_status,
        faults.cut_head,
        faults.bad_gateway(),
        faults.server_error(503, retry_after="1"),
        faults.not_json(),
        faults.hang(),
    ],
    ids=str,
)
def test_a_repeat_under_the_same_key_after_a_lost_answer_leaves_one_status(
    mastodon: MastodonServer, fault: Fault
) -> None:
    patience = 0.5 if fault.name == "hang" else 20
    with lossy(mastodon.address) as proxy:
        proxy.lose("POST", STATUSES, fault)
        with client(proxy.address, mastodon.token, timeout=patience) as ours, pytest.raises(MastodonError):
            ours.status_post("hello", idempotency_key="k")
        assert soon(mastodon.texts) == ["hello"]

        repeat = say(proxy.address, mastodon.token, "hello", "k")

    assert [status.id for status in mastodon.statuses()] == [repeat]


def test_what_never_left_was_never_said(mastodon: MastodonServer) -> None:
    with lossy(mastodon.address) as proxy, client(proxy.address, mastodon.token) as ours:
        proxy.lose("POST", STATUSES, faults.refuse)
        with pytest.raises(MastodonNetworkError):
            ours.status_post("hello", idempotency_key="k")

    assert mastodon.texts() == []


def test_no_request_is_made_that_was_not_asked_for(mastodon: MastodonServer) -> None:
    with lossy(mastodon.address) as proxy, client(proxy.address, mastodon.token) as ours:
        picture = ours.media_post(PNG, mime_type="image/png", description="A gate")
        status = ours.status_post("hello", media_ids=[picture], idempotency_key="k")
        ours.account_statuses(ours.account_verify_credentials(), limit=20)
        ours.instance()
        ours.status_delete(status)

        made = [(request.method, request.path.partition("?")[0]) for request in proxy.requests]

    account = str(status.account.id)
    assert made == [
        ("POST", "/api/v2/media"),
        ("POST", STATUSES),
        ("GET", "/api/v1/accounts/verify_credentials"),
        ("GET", f"/api/v1/accounts/{account}/statuses"),
        ("GET", "/api/v2/instance/"),
        ("DELETE", f"{STATUSES}/{status.id}"),
    ]


def test_a_picture_carries_what_is_said_of_it(mastodon: MastodonServer, ours: Mastodon) -> None:
    pictures = [ours.media_post(PNG, mime_type="image/png", description=said) for said in ("A gate", "دروازه")]
    ours.status_post("hello", media_ids=pictures)

    assert mastodon.statuses()[0].media == ("A gate", "دروازه")


def test_visibility_language_and_warning_are_kept(mastodon: MastodonServer, ours: Mastodon) -> None:
    ours.status_post("سلام", visibility="unlisted", language="fa", spoiler_text="violence", sensitive=True)

    said = mastodon.statuses()[0]
    assert (said.visibility, said.language, said.spoiler_text, said.sensitive) == ("unlisted", "fa", "violence", True)


def test_the_world_does_not_see_what_only_followers_may(mastodon: MastodonServer, ours: Mastodon) -> None:
    ours.status_post("to you", visibility="private")

    assert mastodon.texts() == []
    assert [said.text for said in mastodon.statuses(token=mastodon.token)] == ["to you"]


def test_a_text_comes_back_as_paragraphs_links_and_tags(mastodon: MastodonServer, ours: Mastodon) -> None:
    text = "One & <two>\nhttps://example.org/a?b=1&c=2\n\n#FreeThem #آزادی"
    answer = ours.status_post(text)

    said = mastodon.statuses()[0]
    assert said.content == answer.content
    assert said.content == (
        '<p>One &amp; &lt;two&gt;<br /><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener" '
        'target="_blank">https://example.org/a?b=1&amp;c=2</a></p><p>#FreeThem #آزادی</p>'
    )
    assert said.text == text
    assert said.tags == ("freethem", "آزادی")


def test_a_receipt_has_an_id_an_address_and_an_instant(mastodon: MastodonServer, ours: Mastodon) -> None:
    before = SystemClock().now() - timedelta(seconds=1)
    answer = ours.status_post("hello")

    said = mastodon.statuses()[0]
    assert (said.id, said.url) == (str(answer.id), answer.url)
    assert said.url == f"{mastodon.address}/@campaign/{said.id}"
    assert answer.created_at.utcoffset() == timedelta()
    assert before < answer.created_at < before + timedelta(minutes=5)


def test_statuses_are_listed_from_the_newest_over_pages(mastodon: MastodonServer, ours: Mastodon) -> None:
    for number in range(45):
        ours.status_post(str(number))

    page = ours.account_statuses(ours.account_verify_credentials(), limit=20, exclude_reblogs=True)
    assert [status.content for status in page] == [f"<p>{number}</p>" for number in range(44, 24, -1)]
    assert mastodon.texts() == [str(number) for number in range(45)]


def test_an_account_says_whether_it_is_a_bot(ours: Mastodon) -> None:
    assert ours.account_verify_credentials().bot is False

    ours.account_update_credentials(bot=True)

    assert ours.account_verify_credentials().bot is True


def test_an_instance_tells_its_limits_its_version_and_its_rules(mastodon: MastodonServer, ours: Mastodon) -> None:
    instance = ours.instance()
    statuses = instance.configuration.statuses

    assert instance.version == "4.6.0"
    assert (statuses.max_characters, statuses.max_media_attachments, statuses.characters_reserved_per_url) == (
        500,
        4,
        23,
    )
    assert "image/png" in instance.configuration.media_attachments.supported_mime_types
    rules = ["No violence.", "Automated accounts post unlisted."]
    assert [rule.text for rule in instance.rules] == rules
    assert [rule["text"] for rule in get(f"{mastodon.address}/api/v1/instance/rules")] == rules


def test_the_software_is_named_where_nodeinfo_points_to(mastodon: MastodonServer) -> None:
    link = get(f"{mastodon.address}/.well-known/nodeinfo")["links"][0]

    assert link["rel"] == "http://nodeinfo.diaspora.software/ns/schema/2.0"
    assert get(link["href"])["software"] == {"name": "mastodon", "version": "4.6.0"}


def get(address: str) -> Any:
    return requests.get(address, timeout=20).json()


@pytest.mark.parametrize(
    ("method", "path", "token", "data", "status", "error"),
    [
        ("GET", "/api/v1/accounts/verify_credentials", "wrong", {}, 401, "requires an authenticated user"),
        ("POST", STATUSES, "wrong", {"status": "hello"}, 401, "requires an authenticated user"),
        ("GET", f"{STATUSES}/1", "token-of-campaign", {}, 404, "Record not found"),
        ("DELETE", f"{STATUSES}/1", "token-of-campaign", {}, 404, "Record not found"),
        ("POST", STATUSES, "token-of-campaign", {"status": " "}, 422, "Text can't be blank"),
        ("POST", STATUSES, "token-of-campaign", {"status": "x" * 501}, 422, "Text is too long"),
    ],
)
def test_an_error_is_one_sentence_under_its_status(
    mastodon: MastodonServer, method: str, path: str, token: str, data: dict[str, str], status: int, error: str
) -> None:
    answer = requests.request(
        method, mastodon.address + path, data=data, headers={"Authorization": f"Bearer {token}"}, timeout=20
    )

    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert error in answer.json()["error"]


def test_the_status_of_another_account_is_not_ours_to_delete(mastodon: MastodonServer, ours: Mastodon) -> None:
    theirs = say(mastodon.address, mastodon.second_token, "hello", "k")

    with pytest.raises(MastodonAPIError, match="This action is not allowed") as caught:
        ours.status_delete(theirs)

    assert caught.value.args[1] == 403


def test_this_server_counts_an_address_letter_by_letter(ours: Mastodon) -> None:
    """Mastodon counts 23 for it, and the warning with the text: lengths near the limit cannot be tried here."""
    with pytest.raises(MastodonAPIError, match="Text is too long"):
        ours.status_post("https://example.org/" + "x" * 490)
    ours.status_post("x" * 500, spoiler_text="x" * 500)


def test_a_server_ends_with_its_block_and_leaves_nothing() -> None:
    with running_mastodon() as server:
        assert server.statuses() == []

    with pytest.raises(requests.ConnectionError):
        server.reset()


def test_a_server_ends_when_whoever_started_it_is_gone(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-P", PROGRAM],
        cwd=tmp_path,
        env={"TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert b"port" in process.stdout.readline()

        process.stdin.close()

        assert process.wait(60) == 0
