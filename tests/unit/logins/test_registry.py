from scheduler.config.accounts import NetworkName
from scheduler.logins.registry import LOGINS
from tests.make import an_account


def test_every_network_but_paper_has_a_login() -> None:
    assert set(LOGINS) == {str(name) for name in NetworkName} - {"paper"}


def test_each_is_made_for_its_account_and_says_what_it_wants() -> None:
    wanted = {name: make(an_account(), 1.0).wanted for name, make in LOGINS.items()}

    assert wanted["mastodon"] == "an access token"
    assert wanted["bluesky"] == "an app password"
    assert wanted["x"].count(":") == 3
