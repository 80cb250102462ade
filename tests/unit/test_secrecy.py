import base64

import pytest

from scheduler.secrecy import LEAST, MARK, MOST, Held
from tests.canaries import canary, forms

SECRET = canary("of the unit test")


@pytest.fixture
def held() -> Held:
    held = Held()
    held.hold(SECRET)
    return held


@pytest.mark.parametrize("form", list(forms(SECRET)))
def test_a_secret_is_hidden_in_every_form_in_which_it_may_come_back(held: Held, form: str) -> None:
    said = held.hidden(f"The server says {form} to that.")

    assert MARK in said
    assert said.startswith("The server says ")
    assert said.endswith(" to that.")


def test_so_is_any_part_of_twelve_letters_and_nothing_beside_it(held: Held) -> None:
    for at in range(len(SECRET) - 11):
        assert held.hidden(f"({SECRET[at : at + 12]})") == f"({MARK})"
    assert held.hidden(f"({SECRET[:11]})") == f"({SECRET[:11]})"


def test_what_is_no_secret_stays_as_it_is(held: Held) -> None:
    picture = base64.b64encode(bytes(range(256))).decode()
    text = f'{{"error": "100% of \\u0430 & {picture}"}}\n\tand İstanbul'

    assert held.hidden(text) == text
    assert Held().hidden(SECRET) == SECRET


def test_letters_that_grow_in_small_do_not_shift_what_is_hidden(held: Held) -> None:
    assert held.hidden(f"İİİß {SECRET.upper()} ß") == f"İİİß {MARK} ß"


def test_a_short_secret_is_hidden_where_it_stands_whole_and_a_word_of_every_day_never(held: Held) -> None:
    held.hold("7402915")
    held.hold("hush!"[: LEAST - 1])

    assert held.hidden("PIN 7402915, not 740291; hush!") == f"PIN {MARK}, not 740291; hush!"


def test_the_number_at_the_beginning_of_a_token_of_x_is_its_users_and_no_secret(held: Held) -> None:
    held.hold(f"1234567890123456789-{SECRET[::-1]}")

    assert held.hidden('{"id": "1234567890123456789"}') == '{"id": "1234567890123456789"}'
    assert MARK in held.hidden(f"1234567890123456789-{SECRET[::-1]}")


def test_only_the_latest_are_remembered(held: Held) -> None:
    for number in range(MOST):
        held.hold(canary(f"number {number}"))

    assert held.hidden(SECRET) == SECRET
    assert held.hidden(canary("number 0")) == MARK
    assert len(held._kept) == MOST
