"""What every channel promises, as behaviours; test_channels.py runs them over every network that declares them."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scheduler.errors import ChannelTrouble, FenceClosed
from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Found,
    NotSent,
    Posted,
    Prepared,
    Reading,
    Receipt,
    Refused,
    Unknown,
)
from scheduler.service.ports import Channel
from tests.contract.networks import Network
from tests.outgoing import HOSTILE, KEY, NINE, an_outgoing, opened
from tests.servers import faults
from tests.servers.faults import Fault
from tests.servers.lossy import lossy

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Site:
    """A network that is up, and where it stands."""

    network: Network
    address: str

    def channel(self) -> Channel:
        """A new connection, as after a restart."""
        return self.network.connect(self.address)

    def behind(self, proxy: str) -> Channel:
        """The same, but for the way there."""
        address = urlsplit(self.address)._replace(netloc=urlsplit(proxy).netloc)
        return self.network.connect(address.geturl())

    def texts(self) -> list[str]:
        return self.network.texts(self.address)


def posted(channel: Channel, prepared: Prepared) -> Receipt:
    outcome = channel.send(prepared, opened)
    assert isinstance(outcome, Posted), outcome
    return outcome.receipt


def killed_sender(site: Site, text: str, microseconds: int) -> int:
    command = [sys.executable, "-m", "tests.contract.sender", site.network.name, site.address, text, str(microseconds)]
    return subprocess.run(command, cwd=ROOT, check=False, stderr=subprocess.PIPE).returncode


class EveryChannel:
    def test_it_declares_what_it_can_do(self, site: Site) -> None:
        assert site.network.capabilities == site.channel().capabilities

    def test_a_post_appears_with_a_receipt(self, site: Site) -> None:
        channel = site.channel()
        receipt = posted(channel, channel.prepare(an_outgoing("Sign.")))
        assert site.texts() == ["Sign."]
        assert receipt.remote_id
        assert receipt.url
        assert receipt.at.utcoffset() is not None

    def test_preparing_publishes_nothing_and_can_be_repeated(self, site: Site) -> None:
        outgoing = an_outgoing("Sign.")
        prepared = site.channel().prepare(outgoing)
        assert site.texts() == []
        assert prepared == site.channel().prepare(outgoing)
        assert (prepared.key, prepared.account) == (KEY, "demo")

    def test_the_fence_is_passed_once_before_anything_appears(self, site: Site) -> None:
        seen: list[list[str]] = []
        channel = site.channel()
        channel.send(channel.prepare(an_outgoing("Sign.")), lambda: seen.append(site.texts()))
        assert seen == [[]]

    def test_nothing_passes_a_closed_fence(self, site: Site) -> None:
        def closed() -> None:
            raise FenceClosed("stopped")

        channel = site.channel()
        prepared = channel.prepare(an_outgoing("Sign."))
        with pytest.raises(FenceClosed, match="stopped"):
            channel.send(prepared, closed)
        assert site.texts() == []
        assert isinstance(channel.find(prepared), Absent)
        posted(channel, prepared)
        assert site.texts() == ["Sign."]

    def test_it_finds_what_is_there_and_only_that(self, site: Site) -> None:
        channel = site.channel()
        texts = ("Sign.", "Sign!") if site.network.finds_by_text else ("Sign.", "Sign.")
        here, elsewhere = (channel.prepare(an_outgoing(text, key=f"{KEY}{n}")) for n, text in enumerate(texts))
        receipt = posted(channel, here)
        for witness in channel, site.channel():
            found = witness.find(here)
            assert isinstance(found, Found)
            assert receipt == found.receipt
            assert isinstance(witness.find(elsewhere), Absent)

    def test_it_recalls_what_another_house_said_in_its_name(self, site: Site) -> None:
        texts = ("Sign.", "Sign!") if site.network.finds_by_text else ("Sign.", "Sign.")
        said, unsaid = (an_outgoing(text, key=f"{KEY}{n}") for n, text in enumerate(texts))
        channel = site.channel()
        receipt = posted(channel, channel.prepare(said))
        witness = site.channel()
        missing, found = witness.recall([unsaid, said], NINE)
        assert isinstance(missing, Absent)
        assert isinstance(found, Found)
        assert found.receipt.remote_id == receipt.remote_id
        assert witness.recall([], NINE) == []

    def test_what_it_recalls_to_be_surely_nowhere_can_be_said_once(self, site: Site) -> None:
        """A network that would take it again never says so of what was taken down."""
        channel, outgoing = site.channel(), an_outgoing("Sign.")
        channel.delete(posted(channel, channel.prepare(outgoing)))
        [seen] = site.channel().recall([outgoing], NINE)
        assert not isinstance(seen, Found)
        if isinstance(seen, Absent) and seen.never:
            assert not isinstance(channel.send(channel.prepare(outgoing), opened), Posted)
        assert site.texts() == []

    def test_a_text_that_does_not_fit_is_refused(self, site: Site) -> None:
        channel = site.channel()
        prepared = channel.prepare(an_outgoing("x" * (channel.limits.limit + 1)))
        assert isinstance(channel.send(prepared, opened), Refused)
        assert site.texts() == []

    @pytest.mark.parametrize("text", HOSTILE)
    def test_it_carries_hostile_texts_unharmed(self, site: Site, text: str) -> None:
        channel = site.channel()
        prepared = channel.prepare(an_outgoing(text))
        posted(channel, prepared)
        assert [site.network.shows(text)] == site.texts()
        assert isinstance(site.channel().find(prepared), Found)

    def test_a_sender_killed_in_its_fence_left_nothing(self, site: Site) -> None:
        assert killed_sender(site, "Sign.", -1) == -9
        assert site.texts() == []
        channel = site.channel()
        assert isinstance(channel.find(channel.prepare(an_outgoing("Sign."))), Absent)

    @pytest.mark.parametrize("microseconds", [1, 100, 300, 1_000, 3_000, 10_000])
    def test_after_a_killed_sender_it_finds_the_truth(self, site: Site, microseconds: int) -> None:
        assert killed_sender(site, "Sign.", microseconds) in {0, -14}
        channel = site.channel()
        before = site.texts()
        finding = channel.find(channel.prepare(an_outgoing("Sign.")))
        after = site.texts()  # what the dead had sent may arrive while we look
        assert type(finding) in {{0: Absent, 1: Found}[len(texts)] for texts in (before, after)}


class ChannelsThatKeepKeys:
    def test_a_repeat_adds_nothing_and_gives_the_first_receipt(self, site: Site) -> None:
        channel = site.channel()
        prepared = channel.prepare(an_outgoing("Sign."))
        first = posted(channel, prepared)
        assert channel.resend_safe(prepared, NINE, NINE)
        assert [first, first] == [posted(again, prepared) for again in (channel, site.channel())]
        assert site.texts() == ["Sign."]

    def test_a_repeat_passes_the_fence_as_well(self, site: Site) -> None:
        channel = site.channel()
        prepared = channel.prepare(an_outgoing("Sign."))
        posted(channel, prepared)
        passed: list[str] = []
        channel.send(prepared, lambda: passed.append("once"))
        assert passed == ["once"]

    @pytest.mark.parametrize("microseconds", [-1, 1, 300, 3_000])
    def test_repeating_after_a_killed_sender_makes_exactly_one(self, site: Site, microseconds: int) -> None:
        killed_sender(site, "Sign.", microseconds)
        channel = site.channel()
        posted(channel, channel.prepare(an_outgoing("Sign.")))
        assert site.texts() == ["Sign."]


class ChannelsThatKeepNoKeys:
    def test_a_repeat_is_never_safe(self, site: Site) -> None:
        channel = site.channel()
        prepared = channel.prepare(an_outgoing("Sign."))
        assert not channel.resend_safe(prepared, NINE, NINE)
        posted(channel, prepared)
        assert not channel.resend_safe(prepared, NINE, NINE)


class ChannelsThatGuardKeys:
    def test_other_bytes_under_a_known_key_are_refused(self, site: Site) -> None:
        channel = site.channel()
        posted(channel, channel.prepare(an_outgoing("Sign.")))
        other = channel.prepare(an_outgoing("Sign, please."))
        assert isinstance(channel.send(other, opened), Refused)
        assert not isinstance(channel.find(other), Found)
        assert site.texts() == ["Sign."]


class ChannelsWhoseAnswersGetLost:
    @pytest.mark.parametrize(
        "fault", [faults.drop, faults.reset, faults.half, faults.bad_gateway(), faults.not_json()], ids=str
    )
    def test_what_was_taken_is_in_doubt_and_then_found(self, site: Site, fault: Fault) -> None:
        with lossy(site.address) as proxy:
            proxy.lose(*(site.network.creates or ("", "")), fault)
            channel = site.behind(proxy.address)
            prepared = channel.prepare(an_outgoing("Sign."))
            assert isinstance(channel.send(prepared, opened), Unknown)
            found = channel.find(prepared)
            assert isinstance(found, Found)
            if channel.resend_safe(prepared, NINE, NINE):
                assert posted(channel, prepared) == found.receipt
        assert site.texts() == ["Sign."]

    def test_what_never_arrived_is_in_doubt_and_then_absent(self, site: Site) -> None:
        with lossy(site.address) as proxy:
            proxy.lose(*(site.network.creates or ("", "")), faults.refuse)
            channel = site.behind(proxy.address)
            prepared = channel.prepare(an_outgoing("Sign."))
            assert isinstance(channel.send(prepared, opened), Unknown)
            assert isinstance(channel.find(prepared), Absent)
        assert site.texts() == []

    def test_nothing_is_sent_where_nobody_listens(self, site: Site) -> None:
        with lossy(site.address) as proxy:
            gone = proxy.address
            prepared = site.behind(gone).prepare(an_outgoing("Sign."))
        channel = site.behind(gone)
        assert isinstance(channel.send(prepared, opened), NotSent)
        assert isinstance(channel.find(prepared), CannotTell)


class ChannelsThatCount:
    def test_a_post_that_nobody_answered_yet_has_counts_of_nothing(self, site: Site) -> None:
        channel = site.channel()
        reading = channel.read(posted(channel, channel.prepare(an_outgoing())))
        assert isinstance(reading, Reading)
        assert reading.counts
        assert set(reading.counts.values()) == {0}


class ChannelsThatRead:
    def test_a_post_that_is_gone_is_absent(self, site: Site) -> None:
        channel = site.channel()
        receipt = posted(channel, channel.prepare(an_outgoing()))
        channel.delete(receipt)
        assert isinstance(channel.read(receipt), Absent)


class ChannelsThatDelete:
    def test_a_deleted_post_is_gone_and_deleting_it_again_is_no_error(self, site: Site) -> None:
        channel = site.channel()
        prepared, kept = (channel.prepare(an_outgoing(text, key=KEY + text)) for text in ("Out.", "Kept."))
        receipt = posted(channel, prepared)
        posted(channel, kept)
        for again in channel, channel, site.channel():
            again.delete(receipt)
            assert site.texts() == ["Kept."]
            assert isinstance(again.find(prepared), Absent)
        assert isinstance(channel.find(kept), Found)

    def test_a_post_that_was_never_there_may_be_deleted(self, site: Site) -> None:
        channel = site.channel()
        receipt = posted(channel, channel.prepare(an_outgoing("Kept.")))
        never = receipt.remote_id[:-4] + ("3333" if receipt.remote_id.endswith("2222") else "2222")
        channel.delete(Receipt(remote_id=never, url="", at=NINE))
        assert site.texts() == ["Kept."]


class ChannelsThatKeepGraves:
    def test_the_key_of_a_deleted_post_is_never_taken_again(self, site: Site) -> None:
        channel = site.channel()
        prepared = channel.prepare(an_outgoing("Out."))
        channel.delete(posted(channel, prepared))
        for again in channel, site.channel():
            for bytes_ in prepared, again.prepare(an_outgoing("Back.")):
                assert isinstance(again.send(bytes_, opened), Refused)
        assert site.texts() == []


class ChannelsThatDoNotRead:
    def test_reading_says_that_there_is_nothing_to_read(self, site: Site) -> None:
        channel = site.channel()
        receipt = posted(channel, channel.prepare(an_outgoing()))
        with pytest.raises(ChannelTrouble):
            channel.read(receipt)
