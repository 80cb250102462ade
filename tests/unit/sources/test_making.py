from dataclasses import replace
from pathlib import Path

from scheduler.clock import ManualClock
from scheduler.model.account import Account
from scheduler.model.house import House
from scheduler.model.watch import Origin, Watch, Watched
from scheduler.service.accepting import Current
from scheduler.service.attention_ports import Source
from scheduler.sources.kit import Kit
from scheduler.sources.making import Sources
from scheduler.sources.own import OwnSource
from scheduler.store.database import Database
from tests.counting import NOW, UNTIL
from tests.make import CAMPAIGN, a_campaign, a_house, an_account


class Making:
    """The files in force, which a test replaces, and every kit that a source was made with."""

    def __init__(self, folder: Path, house: House) -> None:
        self.current = Current(number=1, accepted_at=NOW, digest="d", house=house)
        self.kits: list[Kit] = []
        store, clock = Database(folder / "awareness.db", create=True), ManualClock(NOW)
        makers = dict.fromkeys(Origin, self._make)
        self.sources = Sources(lambda: self.current, folder, folder, store, clock, self._token, makers)

    def _make(self, watched: Watched, kit: Kit) -> Source:

        self.kits.append(kit)
        return OwnSource(watched, kit)

    def _token(self, watched: Watched, account: Account | None) -> str:
        return f"{watched.id} {account.id if account else 'nobody'}"


def a_watched_house(*sources: Watched) -> House:
    account = an_account("fedi", network="mastodon", server="https://social.example", handle="camps")
    return a_house(campaigns=(a_campaign(watch=Watch(sources=sources)),), accounts=(account,))


def test_a_source_is_made_once_for_each_version_of_the_files(tmp_path: Path) -> None:
    made = Making(tmp_path, a_watched_house(Watched(id="talk", origin=Origin.OWN)))
    first = made.sources(CAMPAIGN, "talk")
    assert first is made.sources(CAMPAIGN, "talk")
    made.current = replace(made.current, number=2)
    assert made.sources(CAMPAIGN, "talk") is not first
    assert len(made.kits) == 2


def test_a_source_that_no_file_names_is_none(tmp_path: Path) -> None:
    made = Making(tmp_path, a_watched_house())
    assert made.sources(CAMPAIGN, "talk") is None
    assert made.sources("another", "talk") is None


def test_its_kit_has_what_the_files_say(tmp_path: Path) -> None:
    made = Making(tmp_path, a_watched_house(Watched(id="talk", origin=Origin.MASTODON, account="fedi")))
    assert made.sources(CAMPAIGN, "talk")
    [kit] = made.kits
    assert kit.hashtags == ("CloseTheCamps", "Chechnya")
    assert kit.account
    assert kit.token() == "talk fedi"
    assert kit.ours().handles == {"camps", "camps@social.example"}
    assert not kit.echo(UNTIL, UNTIL)
