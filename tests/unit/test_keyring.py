import json
import stat
from pathlib import Path

import pytest

from scheduler.errors import ChannelLocked, FilesWrong, NotAllowed
from scheduler.keyring import Keyring, address_of_ally, token_of, token_of_source
from scheduler.model.account import Account, Granted
from scheduler.model.secret import Secret
from scheduler.model.watch import Origin, Watched
from scheduler.place import Place
from tests.make import an_account

CANARY = "canary-7f3a"
APP = {"client_id": "a", "client_secret": "canary-8b1c"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(folder=tmp_path / "campaign", data=tmp_path / "data")


@pytest.fixture
def ring(place: Place) -> Keyring:
    place.folder.mkdir()
    return Keyring(place)


IN_A_FILE = Secret(file="secrets/main")


def in_a_file(token: Secret | None = IN_A_FILE) -> Account:
    return an_account(token=token)


def files(place: Place) -> dict[str, int]:
    found = [path for path in place.folder.parent.rglob("*") if path.is_file()]
    return {str(path.relative_to(place.folder.parent)): stat.S_IMODE(path.stat().st_mode) for path in found}


def test_what_is_kept_is_found_again_and_only_we_can_read_it(ring: Keyring, place: Place) -> None:
    granted = Granted(token=CANARY, remembered=APP)
    ring.keep(in_a_file(), granted)

    assert ring.kept(in_a_file()) == granted
    assert token_of(in_a_file(), place.folder) == CANARY
    assert files(place) == {"campaign/secrets/main": 0o600, "data/logins/demo.json": 0o600}


def test_a_token_from_elsewhere_leaves_nothing_of_the_login_before_it(ring: Keyring) -> None:
    ring.keep(in_a_file(), Granted(token=CANARY, remembered=APP))
    ring.keep(in_a_file(), Granted(token="other"))  # noqa: S106 - not one

    assert ring.kept(in_a_file()) == Granted(token="other")  # noqa: S106 - not one


def test_what_a_channel_remembers_goes_with_it_when_it_is_taken_back(ring: Keyring, place: Place) -> None:
    ring.keep(in_a_file(), Granted(token=CANARY))
    session = place.data / "sessions" / "demo.json"
    session.parent.mkdir(parents=True)
    session.write_text(json.dumps({"server": "https://pds.example", "refresh": "r", "doubted": False}))

    kept = ring.kept(in_a_file())
    assert kept is not None
    assert kept.remembered == {"server": "https://pds.example", "refresh": "r"}


@pytest.mark.parametrize("content", ["", "[]", "\xff"])
def test_what_cannot_be_read_is_not_remembered(ring: Keyring, place: Place, content: str) -> None:
    ring.keep(in_a_file(), Granted(token=CANARY, remembered=APP))
    (place.data / "logins" / "demo.json").write_text(content, encoding="latin-1")

    assert ring.kept(in_a_file()) == Granted(token=CANARY)


def test_before_the_first_login_it_says_what_to_do(ring: Keyring, place: Place) -> None:
    assert ring.kept(in_a_file()) is None
    with pytest.raises(
        ChannelLocked, match="demo is not logged in: there is no file secrets/main; run `awareness login"
    ):
        token_of(in_a_file(), place.folder)


def test_forgotten_nothing_of_it_is_left(ring: Keyring, place: Place) -> None:
    ring.keep(in_a_file(), Granted(token=CANARY, remembered=APP))
    (place.data / "sessions").mkdir()
    (place.data / "sessions" / "demo.json").write_text("{}")

    assert ring.forget(in_a_file()) == ""
    assert files(place) == {}
    assert ring.kept(in_a_file()) is None
    assert ring.forget(in_a_file()) == ""


def test_an_account_whose_token_has_no_place_is_told_to_name_one(ring: Keyring) -> None:
    for call in (ring.may_keep, ring.forget):
        with pytest.raises(NotAllowed, match=r"add `token: \{file: secrets/demo\}`"):
            call(in_a_file(token=None))
    assert ring.kept(in_a_file(token=None)) is None


def test_where_no_new_token_could_be_kept_the_old_one_stays(ring: Keyring, place: Place) -> None:
    ring.keep(in_a_file(), Granted(token=CANARY))
    (place.data / "logins").mkdir(parents=True)
    (place.data / "logins" / "demo.json").symlink_to("elsewhere")
    with pytest.raises(NotAllowed, match="is a link"):
        ring.keep(in_a_file(), Granted(token="other", remembered=APP))  # noqa: S106 - not one

    assert token_of(in_a_file(), place.folder) == CANARY


@pytest.mark.parametrize("secret", [None, Secret(env="HARBOUR_TOKEN"), Secret(file="none")])
def test_without_a_token_an_account_is_locked_and_told_how_to_log_in(tmp_path: Path, secret: Secret | None) -> None:
    with pytest.raises(ChannelLocked, match="awareness login demo"):
        token_of(in_a_file(token=secret), tmp_path)


def test_what_was_left_half_written_goes_too_when_it_is_forgotten(ring: Keyring, place: Place) -> None:
    ring.keep(in_a_file(), Granted(token=CANARY))
    sessions = place.data / "sessions"
    sessions.mkdir(parents=True)
    for name in (
        "demo.json",
        ".demo.json.k3j9",
        "demo.search.json",
        ".demo.search.json.x8",
        "other.json",
        ".other.json.x81a",
    ):
        (sessions / name).write_text(CANARY)
    ring.forget(in_a_file())

    assert sorted(path.name for path in sessions.iterdir()) == [".other.json.x81a", "other.json"]


def test_a_source_speaks_with_its_own_token_or_its_accounts(
    tmp_path: Path, ring: Keyring, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTS", "token-of-counts")
    ring.keep(in_a_file(), Granted(token=CANARY))
    own = Watched(id="talk", origin=Origin.URL, token=Secret(env="COUNTS"))
    assert token_of_source(own, None, tmp_path) == "token-of-counts"
    assert token_of_source(Watched(id="talk", origin=Origin.X), in_a_file(), place.folder) == CANARY


@pytest.mark.parametrize("secret", [None, Secret(env="NOT_SET")])
def test_a_source_without_a_token_is_locked(tmp_path: Path, secret: Secret | None) -> None:
    with pytest.raises(ChannelLocked):
        token_of_source(Watched(id="talk", origin=Origin.URL, token=secret), None, tmp_path)


def test_the_address_of_an_ally_is_named_by_its_place_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLY", "https://ally.example/hook-of-an-ally")
    assert address_of_ally(Secret(env="ALLY"), "camps", tmp_path) == "https://ally.example/hook-of-an-ally"
    monkeypatch.setenv("ALLY", "http://ally.example/hook-of-an-ally")
    with pytest.raises(FilesWrong, match=r"the file of camps: watch\.tell: what is kept there is no address") as caught:
        address_of_ally(Secret(env="ALLY"), "camps", tmp_path)
    assert "hook-of-an-ally" not in str(caught.value)
