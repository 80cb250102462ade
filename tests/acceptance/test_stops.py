from functools import partial
from pathlib import Path

import pytest

from scheduler.model.record import Scope
from tests.patience import soon
from tests.running import CampaignFolder
from tests.sinks.dialects import Dialect
from tests.stops.ground import DEADLINE
from tests.stops.running import quantile, stop_again_and_again
from tests.stops.trials import FILE

PROMPT = DEADLINE.total_seconds() + 1


@pytest.mark.parametrize("dialect", Dialect)
def test_after_stop_has_returned_nothing_of_its_scope_goes_out_and_after_resume_nothing_is_lost(
    dialect: Dialect,
) -> None:
    toll = stop_again_and_again(30, "short", dialect)

    assert (toll.leaks, toll.wrong, toll.unanswered) == ([], [], 0)
    assert toll.share_on_the_wire >= 0.3
    assert set(toll.scopes) == {*Scope, FILE}
    assert quantile(toll.returns, 0.99) <= PROMPT


@pytest.mark.parametrize("publisher", ["fence without stops", "check, then send"])
def test_a_service_that_does_not_read_the_stop_with_its_fence_is_caught(publisher: str) -> None:
    assert stop_again_and_again(250, "short", Dialect.FOREVER, publisher).leaks


def test_the_installed_command_stops_a_running_service(tmp_path: Path) -> None:
    campaign = CampaignFolder(tmp_path)
    campaign.speak(*(f"{second}s" for second in range(1, 60, 2)))
    with campaign.running() as service:
        for scope in ((), ("--account", "demo")):
            soon(partial(campaign.has_said, len(campaign.keys()) + 1))
            assert campaign.call("stop", *scope).returncode == 0
            said = campaign.keys()

            service.lives_past(service.planned()[len(said)])
            assert campaign.keys() == said
            assert campaign.call("resume", *scope).returncode == 0
            soon(partial(campaign.has_said, len(said) + 1))
        assert service.end().code == 0
    assert len(set(campaign.keys())) == len(campaign.keys())
