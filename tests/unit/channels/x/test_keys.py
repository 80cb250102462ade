import pytest

from scheduler.channels.x.keys import Keys, keys_in
from scheduler.errors import ChannelLocked


def test_a_token_is_four_parts_in_one_line() -> None:
    assert keys_in("app:hush:17-user:still\n", "demo") == Keys("app", "hush", "17-user", "still")


@pytest.mark.parametrize(
    "token",
    ["", "canary", "a:b:canary", "a:b:c:d:canary", "a::c:canary", "a:b:c:canary d", "a:b:c:canäry", "a:b\x00:c:canary"],
)
def test_any_other_shape_is_locked_in_words_that_show_nothing_of_it(token: str) -> None:
    with pytest.raises(ChannelLocked, match="demo is none for X") as locked:
        keys_in(token, "demo")

    assert "consumer-key:consumer-secret:access-token:access-token-secret" in str(locked.value)
    assert "can" not in str(locked.value)


def test_keys_are_never_shown() -> None:
    assert repr(keys_in("canary:canary:canary:canary", "demo")) == "Keys()"
