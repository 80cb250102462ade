"""The installed command as a service: it speaks, takes edits, ends cleanly, and outlives being killed. The paper feed
is the judge."""

import json
import signal
from functools import partial
from pathlib import Path

import pytest

from tests.patience import soon
from tests.running import CAMPAIGN, WORDS, CampaignFolder


@pytest.fixture
def campaign(tmp_path: Path) -> CampaignFolder:
    return CampaignFolder(tmp_path)


def nothing_twice_nothing_lost(campaign: CampaignFolder, posts: int) -> None:
    assert posts == len(campaign.keys()) == len(set(campaign.keys()))
    assert campaign.call("record", "verify").returncode == 0


def test_it_speaks_soon_says_what_and_why_logs_no_text_and_ends_cleanly(campaign: CampaignFolder) -> None:
    with campaign.running() as service:
        soon(lambda: len(campaign.keys()) == 4)
        service.says("nothing is planned")
        ended = service.end(signal.SIGTERM)

    assert ended.code == 0
    assert "Ended cleanly" in ended.out
    assert "Traceback" not in ended.out + ended.err
    first = ended.out.index("said  demo: ")
    assert first < ended.out.index("Sign the petition, please. https://a.example")
    assert ended.out.count("said  demo: ") == 4
    assert "because 2 s after the first start in Europe/London" in ended.out
    assert "because action share: not said yet, the least of 2" in ended.out
    nothing_twice_nothing_lost(campaign, 4)

    # The log is JSON lines that hold no text.
    posted = [line for line in service.log() if line["event"] == "delivery.posted"]
    assert campaign.keys() == [line["key"] for line in posted]
    assert {(line["level"], line["before"], line["after"]) for line in posted} == {("info", "sending", "posted")}
    assert [word for word in WORDS if word in service.err()] == []
    assert service.log()[-1]["event"] == "engine.stopped"


def test_a_second_start_repeats_nothing_and_ctrl_c_ends_it(campaign: CampaignFolder) -> None:
    campaign.speak("1s", "2s")
    with campaign.running() as service:
        soon(lambda: len(campaign.keys()) == 2)
        service.end()

    with campaign.running() as again:
        again.says("nothing is planned")
        ended = again.end(signal.SIGINT)
    assert ended.code == 0
    assert "Ended cleanly" in ended.out
    assert "Traceback" not in ended.out + ended.err
    nothing_twice_nothing_lost(campaign, 2)


def test_one_engine_has_the_store_and_cron_leaves_the_work_to_it(campaign: CampaignFolder) -> None:
    with campaign.running() as service:
        service.logs("engine.started")
        second, once = campaign.call("run"), campaign.call("once")
        service.end()

    assert second.returncode == 75
    assert "an engine is running on this store already" in second.stderr
    assert "Traceback" not in second.stderr
    assert (once.returncode, once.stdout) == (0, "")
    assert "An engine is running on this store and does the work" in once.stderr


def test_killed_in_the_middle_again_and_again_it_says_everything_once(campaign: CampaignFolder) -> None:
    campaign.speak("1s", "2s", "3s", "4s", "5s", "6s")
    for said in (1, 2, 4):
        with campaign.running() as service:
            soon(partial(campaign.has_said, said))
            assert service.end(signal.SIGKILL).code == -signal.SIGKILL

    with campaign.running() as service:
        soon(lambda: len(campaign.keys()) >= 6)
        service.says("nothing is planned")
        assert service.end().code == 0
    nothing_twice_nothing_lost(campaign, 6)
    assert campaign.call("status").returncode == 0


def test_a_second_ctrl_c_ends_it_at_once_though_a_network_hangs_and_loses_nothing(campaign: CampaignFolder) -> None:
    campaign.speak("1s", "2s")
    with campaign.hanging_network(), campaign.running() as service:
        service.logs("delivery.claimed")
        service.process.send_signal(signal.SIGINT)
        service.says("Ending: ")
        assert service.end(signal.SIGINT).code == 130

    with campaign.running() as again:
        soon(lambda: len(campaign.keys()) == 2)
        assert again.end().code == 0
    nothing_twice_nothing_lost(campaign, 2)


def test_after_stop_has_returned_nothing_goes_out_until_resume(campaign: CampaignFolder) -> None:
    campaign.speak("1s", "7s", "8s")
    with campaign.running() as service:
        soon(campaign.keys)
        stop = campaign.call("stop", "--why", "a wrong address")
        said = campaign.keys()
        assert stop.returncode == 0

        service.lives_past(service.planned()[-1])
        assert campaign.keys() == said
        status = campaign.call("status")
        assert status.returncode == 1
        assert "a wrong address" in status.stdout

        assert campaign.call("resume", "--why", "mended").returncode == 0
        soon(lambda: len(campaign.keys()) == 3)
        assert service.end().code == 0
    nothing_twice_nothing_lost(campaign, 3)


def test_a_stop_file_keeps_it_silent_and_its_removal_lets_it_speak(campaign: CampaignFolder) -> None:
    campaign.speak("1s", "2s")
    (campaign.path / "STOP").touch()
    with campaign.running() as service:
        service.logs("engine.started")
        service.lives_past(service.planned()[-1])
        assert campaign.keys() == []
        status = campaign.call("status")
        assert status.returncode == 1
        assert "a STOP file lies beside the configuration" in status.stdout

        (campaign.path / "STOP").unlink()
        soon(lambda: len(campaign.keys()) == 2)
        assert service.end().code == 0
    nothing_twice_nothing_lost(campaign, 2)


def test_a_bad_edit_is_said_at_once_and_takes_nothing_down_and_a_good_one_shows_what_it_changed(
    campaign: CampaignFolder,
) -> None:
    campaign.speak("1s", "20s")
    with campaign.running() as service:
        service.logs("engine.started")
        campaign.edit(CAMPAIGN, "Europe/London", "Europe/Lodnon")
        assert f"{CAMPAIGN}:11:" in service.logs("files.refused")["why"]
        bad = campaign.call("status")
        assert bad.returncode == 1
        assert "Europe/Lodnon" in bad.stdout

        campaign.edit(CAMPAIGN, "Europe/Lodnon", "Europe/London")
        service.logs("files.mended")
        assert campaign.call("status").returncode == 0

        campaign.edit(CAMPAIGN, "schedules:", "schedules:\n" + DAILY)
        assert "added" in service.logs("plan.changed", version="2")["why"]
        good = json.loads(campaign.call("status", "--json").stdout)
        assert good["files"]["version"] == 2
        assert good["files"]["last_edit"][0].startswith("added camps/daily/")
        soon(lambda: len(campaign.keys()) >= 2)
        ended = service.end()

    assert ended.code == 0
    assert "files  " in ended.out
    assert "Traceback" not in ended.out + ended.err


DAILY = '  - {id: daily, accounts: [demo], at: {cron: "0 * * * *"}, zone: Europe/London}\n'
