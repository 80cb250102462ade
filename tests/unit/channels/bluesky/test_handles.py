from datetime import timedelta

import pytest

from scheduler.channels.bluesky.handles import Handles
from scheduler.errors import ChannelBusy, ChannelTrouble
from tests.blueskies import Sky, said, told

RESOLVE = "com.atproto.identity.resolveHandle"


def handles(sky: Sky) -> Handles:
    return Handles(sky.sessions(), sky.xrpc(), sky.clock)


def test_a_handle_leads_to_its_account_and_is_asked_once_an_hour(sky: Sky) -> None:
    known = handles(sky)
    for minutes, asked in (0, 1), (59, 1), (1, 2):
        sky.clock.advance(timedelta(minutes=minutes))
        assert known.did_of(sky.login.handle) == sky.login.did
        assert sky.asked(RESOLVE) == asked


@pytest.mark.parametrize("handle", ["nobody.test", "no handle at all", "Genproc"])
def test_a_handle_that_nobody_has_leads_nowhere_and_is_not_asked_again(sky: Sky, handle: str) -> None:
    known = handles(sky)
    assert [known.did_of(handle), known.did_of(handle)] == [None, None]
    assert sky.asked(RESOLVE) == 1


def test_trouble_is_no_answer_and_is_not_remembered(sky: Sky) -> None:
    known = handles(sky)
    sky.answers(RESOLVE, said(502), said(429), told({"did": 1}), told([]))
    for raised in ChannelTrouble, ChannelBusy, ChannelTrouble, ChannelTrouble:
        with pytest.raises(raised):
            known.did_of(sky.login.handle)
    assert known.did_of(sky.login.handle) == sky.login.did
