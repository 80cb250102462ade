import pytest

from scheduler.errors import ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.logins.answers import asked, must_be_good
from scheduler.wire.crossing import Answer, WireTrouble
from scheduler.wire.door import Door, Wire
from tests.servers.raw import Manner, Raw, answers, closes

CANARY = "canary-7f3a"


def ask(manner: Manner) -> Answer:
    door = Door(Wire(deadline=5))
    with Raw([manner]) as network:
        return asked(door, lambda: door.session.post(network.address + "/oauth/token", data={"code": CANARY}))


@pytest.mark.parametrize("status", [200, 400, 401, 500])
def test_any_whole_answer_is_given_with_its_body(status: int) -> None:
    answer = ask(answers(status, b'{"error": "invalid_grant"}'))

    assert (answer.status, answer.group) == (status, {"error": "invalid_grant"})


@pytest.mark.parametrize("manner", [closes, answers(302, b"", Location="https://elsewhere.example/")])
def test_where_none_came_or_one_that_leads_elsewhere_it_is_trouble(manner: Manner) -> None:
    with pytest.raises(WireTrouble) as raised:
        ask(manner)

    assert CANARY not in str(raised.value)


@pytest.mark.parametrize("status", [200, 201])
def test_a_good_answer_passes(status: int) -> None:
    must_be_good(Answer(status, {}, b""), "no")


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, ChannelRefused), (401, ChannelLocked), (403, ChannelLocked), (422, ChannelRefused), (500, ChannelTrouble)],
)
def test_any_other_says_what_failed_with_the_number_and_the_errors_name(
    status: int, error: type[ChannelTrouble]
) -> None:
    with pytest.raises(error) as raised:
        must_be_good(Answer(status, {}, b'{"error": "invalid_grant"}'), "the code does not work")

    assert str(raised.value) == f"the code does not work ({status}: invalid_grant)"


@pytest.mark.parametrize("body", [b"", b"[]", b'{"error": 1}', f'{{"error": "no such code: {CANARY}"}}'.encode()])
def test_a_sentence_of_the_servers_is_not_repeated_for_it_could_quote_what_was_typed(body: bytes) -> None:
    with pytest.raises(ChannelRefused, match=r"^the code does not work \(400\)$"):
        must_be_good(Answer(400, {}, body), "the code does not work")
