"""Logging in and out at a server that says back all secrets, with every row of the error tables at every step."""

import stat
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler.cli.main import awareness
from scheduler.cli.session import Session
from scheduler.clock import ManualClock
from scheduler.errors import ChannelTrouble
from scheduler.logins.registry import LOGINS
from scheduler.model.account import Granted
from scheduler.secrecy import hold
from scheduler.service.logging_in import Login
from tests.canaries import Noise, Search, app_password, canary
from tests.connecting import Connecting
from tests.make import an_account
from tests.outgoing import NINE
from tests.parrots import PARROTED, Parroted
from tests.people import Typed
from tests.servers.parrot import Parrot, parroting

STEPS = {
    "mastodon": ("/api/v1/apps", "/oauth/token", "/oauth/revoke"),
    "bluesky": ("deleteSession",),
    "x": ("/oauth/request_token", "/oauth/access_token"),
}
OWN = {"mastodon": "", "bluesky": ", handle: campaign.example.org", "x": ", budget: {posting: 100}"}
WRONG = {
    "a line more": f"{canary('line')}\n{canary('more')}",
    "a space": f"{canary('one')} {canary('two')}",
    "a null byte": f"{canary('null')}\x00{canary('byte')}",
    "a bell": f"{canary('bell')}\x07",
    "no ASCII": f"ключ{canary('letters')}",
}


def every_secret(here: Parroted) -> dict[str, str]:
    return here.secrets | here.asked


def typed(here: Parroted) -> list[str]:
    secrets = every_secret(here)
    slots = {"mastodon": ["code"], "bluesky": ["password"], "x": ["consumer key", "consumer secret", "PIN"]}
    return [secrets[slot] for slot in slots[here.name]]


def remembered(here: Parroted, parrot: Parrot) -> dict[str, str]:
    client = {"client_id": "the-app-7", "client_secret": here.asked.get("client secret", "")}
    return {**client, "server": parrot.address, "refresh": here.secrets.get("refresh", "")}


@pytest.mark.parametrize("name", PARROTED)
def test_no_step_of_a_login_says_what_was_typed_or_given(name: str) -> None:
    here = PARROTED[name]()
    here.noise = Noise(every_secret(here).values())
    seen: list[object] = []
    troubled = 0

    def see(call: Callable[[], object]) -> None:
        nonlocal troubled
        try:
            seen.append(call())
        except ChannelTrouble as trouble:
            troubled += 1
            seen.extend([trouble, trouble.args, "".join(traceback.format_exception(trouble))])

    with parroting(here.answer, here.noise) as parrot:
        account = an_account(network=name, server=parrot.address)
        granted = Granted(token=here.token, remembered=remembered(here, parrot))

        def login() -> Login:
            made = LOGINS[account.network](account, 5.0)
            assert made is not None
            return made

        for secret in every_secret(here).values():
            hold(secret)  # as the terminal does with what is typed
        for at in STEPS[name]:
            for row in [None, *here.rows]:
                parrot.row, parrot.at = row, at
                person = Typed(typed(here))
                see(lambda: login().obtain(person))  # noqa: B023
                see(lambda: login().revoke(granted))
                seen += person.asked_for
                seen += [line for line in person.told if "oauth_token=" not in line]
    assert troubled > len(here.rows) / 3
    assert Search(every_secret(here).values()).within("\n".join(f"{one!r} {one!s}" for one in seen)) == []


@pytest.mark.parametrize("name", PARROTED)
def test_a_token_that_is_handed_over_and_taken_back_is_in_its_file_alone_and_then_nowhere(
    name: str, tmp_path: Path
) -> None:
    here = PARROTED[name]()
    shown: list[str] = []
    home = Connecting(tmp_path)

    def run(*words: str, stdin: str = "") -> int:
        found = CliRunner().invoke(
            awareness, list(words), input=stdin, obj=Session(clock=ManualClock(NINE), folder=tmp_path)
        )
        shown.extend((found.stdout, found.stderr))
        return found.exit_code

    with parroting(here.answer, here.noise) as parrot:
        home.at_server(parrot.address)
        home.edit("config/accounts.yaml", "network: mastodon", f"network: {name}{OWN[name]}")
        assert run("login", "far", "--token-stdin", stdin=here.token) == 0
        for row in here.rows:
            parrot.row = row
            run("login", "far", "--token-stdin", stdin=here.token)
        parrot.row = None
        for wrong in WRONG.values():
            assert run("login", "far", "--token-stdin", stdin=wrong) != 0
        assert home.token_file.read_text().strip() == here.token
        assert stat.S_IMODE(home.token_file.stat().st_mode) == 0o600
        assert run("accounts", "--json") in {0, 1}
        search = Search([*every_secret(here).values(), *WRONG.values(), *_pieces()])
        kept = [home.token_file, tmp_path / "data" / "sessions" / "far.json"]
        assert search.among(tmp_path, but=kept) == []
        for row in here.rows[:3]:
            parrot.row = row
            assert run("logout", "far", "--yes") == 0
        assert search.among(tmp_path) == []
    assert search.within("\n".join(shown)) == []


def _pieces() -> list[str]:
    return [canary(slot) for slot in ("line", "more", "one", "two", "null", "byte", "bell", "letters")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("handle", canary("handle")),
        ("handle", app_password("handle")),
        ("server", f"https://{canary('server')}@mastodon.example"),
        ("server", f"https://anna:{canary('server')}@mastodon.example"),
        ("server", f"https://mastodon.example/?access_token={canary('server')}"),
        ("server", canary("server")),
        ("proxy", f"socks5h://anna:{canary('proxy')}@127.0.0.1:9050"),
        ("proxy", canary("proxy")),
        ("env", canary("env")),
        ("env", app_password("env")),
        ("file", canary("file")),
    ],
)
@pytest.mark.parametrize("verb", [("check",), ("accounts", "--json"), ("login", "far", "--token-stdin")])
def test_a_secret_in_the_wrong_key_is_refused_and_not_shown(
    tmp_path: Path, key: str, value: str, verb: tuple[str, ...]
) -> None:
    home = Connecting(tmp_path)
    if key in {"env", "file"}:
        home.edit("config/accounts.yaml", "{env: AWARENESS_FAR_TOKEN}", f"{{{key}: '{value}'}}")
    elif key == "server":
        home.edit("config/accounts.yaml", '"https://mastodon.example"', f"'{value}'")
    else:
        home.edit("config/accounts.yaml", "network: mastodon", f"network: mastodon, {key}: '{value}'")
    found = home.run(*verb, stdin=canary("token"))

    assert found.code == 3
    search = Search([canary(slot) for slot in ("handle", "server", "proxy", "env", "file", "token")])
    assert search.within(found.out + found.err) == []
    assert app_password(key) not in found.out + found.err
    data = tmp_path / "data"
    assert search.among(data) == []
