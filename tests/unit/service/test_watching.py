from datetime import timedelta
from pathlib import Path

from scheduler.errors import ChannelBusy, ChannelTrouble
from scheduler.model.account import Budget
from scheduler.model.count import Bin
from scheduler.model.money import Purpose
from scheduler.model.record import Scope, Stop
from scheduler.model.watch import DAY, Origin, Watched
from scheduler.service.tidying import tidy
from scheduler.service.watching import REACH, believable
from tests.make import CAMPAIGN, an_account
from tests.unit.attention.series import HOUR, START, days, hours
from tests.watchtower import Topic, Watchtower

NAME = f"{CAMPAIGN}/talk"
PAID = Watched(id="talk", origin=Origin.X, account="main-x")


def test_each_hour_is_asked_for_once_it_has_ended_and_two_before_it_once_more(tmp_path: Path) -> None:
    topic = Topic(days(2))
    tower = Watchtower(tmp_path, {"talk": topic})
    tower.pass_hours(5)
    assert tower.counts() == hours([20, 16, 12, 12, 14])
    assert topic.asked[0] == (START + HOUR - REACH[False], START + HOUR)
    assert topic.asked[-1] == (START + HOUR, START + 5 * HOUR)


def test_within_the_hour_there_is_nothing_to_ask(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic(days(1))})
    tower.pass_hours(2)
    tower.clock.advance(timedelta(minutes=50))
    assert not tower.watching.due()
    tower.clock.advance(timedelta(minutes=10))
    assert tower.watching.due() == [NAME]


def test_what_a_source_does_not_know_yet_is_asked_for_again_a_quarter_of_an_hour_later(tmp_path: Path) -> None:
    topic = Topic([20, None])
    tower = Watchtower(tmp_path, {"talk": topic})
    tower.pass_hours(2)
    assert not tower.watching.due()
    tower.clock.advance(timedelta(minutes=15))
    assert tower.watching.due() == [NAME]


def test_nothing_lives_in_memory_alone(tmp_path: Path) -> None:
    counts = [*days(10), *days(2, 6), *days(2)]
    for name in ("steady", "restarted"):
        (tmp_path / name).mkdir()
    steady, restarted = (Watchtower(tmp_path / name, {"talk": Topic(counts)}) for name in ("steady", "restarted"))

    def restart() -> None:
        restarted.watching = restarted.again()

    for tower in (steady, restarted):
        tower.clock.advance(10 * DAY)
        tower.look()
    steady.pass_hours(72, 4)
    restarted.pass_hours(72, 4, restart)
    assert restarted.alerts() == steady.alerts() != []
    assert restarted.kept() == steady.kept() != []
    assert restarted.stands() == steady.stands()


def test_trouble_makes_pauses_that_grow_and_end_with_the_first_answer(tmp_path: Path) -> None:
    topic = Topic(days(1))
    tower = Watchtower(tmp_path, {"talk": topic})
    topic.trouble = ChannelTrouble("it answered 500")
    tower.pass_hours(1)
    waited = []
    for _ in range(6):
        before = tower.clock.now()
        while not tower.watching.due():
            tower.clock.advance(timedelta(seconds=10))
        waited.append(tower.clock.now() - before)
        assert not tower.watching.watch(NAME)
    assert waited == sorted(waited)
    assert timedelta(minutes=10) < waited[-1] < timedelta(minutes=40)
    assert tower.stands().sources[0].trouble == "it answered 500"
    topic.trouble = None
    tower.clock.advance(HOUR)
    tower.look()
    assert tower.stands().sources[0].trouble == ""


def test_a_pause_that_is_asked_for_is_kept(tmp_path: Path) -> None:
    topic = Topic(days(1))
    tower = Watchtower(tmp_path, {"talk": topic})
    topic.trouble = ChannelBusy("it asks to be left alone", START + 5 * HOUR)
    tower.pass_hours(8)
    asked = [until for _, until in topic.asked]
    assert asked[:2] == [START + HOUR, START + 5 * HOUR]


def test_a_defect_of_a_source_is_trouble_of_that_source(tmp_path: Path) -> None:
    topic = Topic(days(1))
    topic.trouble = KeyError("what")
    tower = Watchtower(tmp_path, {"talk": topic})
    tower.pass_hours(1)
    assert tower.stands().sources[0].trouble == "the source failed: KeyError"


def test_a_day_of_silence_is_told_once_and_is_over_with_the_next_count(tmp_path: Path) -> None:
    topic = Topic(days(4))
    tower = Watchtower(tmp_path, {"talk": topic})
    tower.pass_hours(3)
    topic.trouble = ChannelTrouble("it answered 500")
    tower.pass_hours(23, 23)
    assert not tower.alerts()
    tower.pass_hours(10, 5)
    [(kind, text)] = tower.alerts(open_only=True)
    assert kind == "source"
    assert text == (
        "close-the-camps: nothing was heard from the source talk since 2026-01-05 03:00 UTC: it answered 500; "
        "posts go out as planned"
    )
    topic.trouble = None
    tower.pass_hours(1)
    assert not tower.alerts(open_only=True)
    assert len(tower.alerts()) == 1


def test_a_source_that_answers_and_says_nothing_is_silent_too(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic([20, 20])})
    tower.pass_hours(30, 3)
    assert [kind for kind, _ in tower.alerts()] == ["source"]
    assert tower.stands().sources[0].silent


def test_one_that_hangs_for_longer_than_a_pass_from_cron_waits_is_told_of_too(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic(days(9))})
    tower.pass_hours(2)
    tower.clock.advance(7 * DAY)
    for number in range(30):
        tower.clock.advance(HOUR)
        assert tower.watching.due() == [NAME]
        tower.watching.watch(NAME, lambda: True)
        assert tower.kinds() == (["source"] if number else [])
    assert "it gives no answer; posts go out as planned" in tower.alerts()[0][1]


def test_once_the_service_ends_an_answer_is_left_for_the_next_start(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic(days(1))})
    tower.clock.advance(HOUR)
    tower.watching.watch(NAME, lambda: True)
    assert not tower.counts()


def test_a_request_is_paid_for_before_it_is_made_and_not_beyond_the_budget(tmp_path: Path) -> None:
    topic = Topic(days(1), price=5_000)
    account = an_account("main-x", network="x", budget=Budget(posting=0, reading=12_000))
    tower = Watchtower(tmp_path, {"talk": topic}, PAID, accounts=(account,))
    tower.pass_hours(8)
    assert len(topic.asked) == 2
    with tower.store.look() as looking:
        assert looking.spent(Purpose.READING, since="2026-01") == {("main-x", "2026-01"): 10_000}
    assert tower.stands().sources[0].trouble == "the month's money for readings is used up"
    tower.clock.advance(timedelta(days=28))
    tower.look()
    assert len(topic.asked) == 3


def test_what_is_paid_for_is_asked_for_no_oftener_where_it_fails(tmp_path: Path) -> None:
    topic = Topic(days(9), price=5_000)
    topic.trouble = ChannelTrouble("it answered 500")
    account = an_account("main-x", network="x", budget=Budget(posting=0, reading=5_000_000))
    tower = Watchtower(tmp_path, {"talk": topic}, PAID, accounts=(account,))
    for _ in range(24 * 60):
        tower.clock.advance(timedelta(minutes=1))
        tower.look()
    assert 20 <= len(topic.asked) <= 24


def test_x_is_not_asked_for_an_hour_that_has_only_just_ended(tmp_path: Path) -> None:
    topic = Topic(days(9), price=5_000)
    account = an_account("main-x", network="x", budget=Budget(posting=0, reading=5_000_000))
    tower = Watchtower(tmp_path, {"talk": topic}, PAID, accounts=(account,))
    tower.clock.advance(HOUR + timedelta(minutes=2))
    tower.look()
    for _ in range(6 * 240):
        tower.clock.advance(timedelta(seconds=15))
        tower.look()
        assert not topic.asked or tower.clock.now() - topic.asked[-1][1] >= timedelta(seconds=30)
    assert len(topic.asked) == 7


def test_an_account_that_is_stopped_is_not_used_and_other_sources_are_asked(tmp_path: Path) -> None:
    topic = Topic(days(1))
    account = an_account("main-x", network="x", budget=Budget(posting=0, reading=12_000))
    free = Watched(id="free", origin=Origin.URL)
    tower = Watchtower(tmp_path, {"talk": topic, "free": Topic(days(1))}, PAID, free, accounts=(account,))
    with tower.store.write() as writing:
        writing.stop(Stop(scope=Scope.ACCOUNT, subject="main-x", at=START, who="user:anna", why="rest"))
    tower.pass_hours(2)
    assert not topic.asked
    assert len(tower.counts("free")) == 2


def test_lies_are_not_kept(tmp_path: Path) -> None:
    topic = Topic([20, 20, 20])
    topic.lies = [
        Bin(START, -4),
        Bin(START + timedelta(minutes=30), 4),
        Bin(START + 400 * HOUR, 4),
        Bin(START - 4000 * HOUR, 4),
        Bin(START + HOUR, 10**30),
        Bin(START + 2 * HOUR, 21),
    ]
    tower = Watchtower(tmp_path, {"talk": topic})
    tower.pass_hours(3)
    assert tower.counts() == [Bin(START + 2 * HOUR, 21)]


def test_of_two_counts_of_an_hour_the_last_is_believed() -> None:
    said = [Bin(START, 4), Bin(START, 5), Bin(START, None)]
    assert believable(said, HOUR, START, START + HOUR) == [Bin(START, 5)]


def test_a_clock_that_leapt_ahead_makes_nobody_count_what_has_not_been(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic(days(120))})
    tower.pass_hours(2)
    tidy(tower.desk, tower.house)
    tower.clock.advance(100 * DAY)
    assert not tower.watching.due()
    tidy(tower.desk, tower.house)
    assert not tower.watching.due()
    tower.clock.advance(-100 * DAY)
    tower.pass_hours(2)
    assert len(tower.counts()) == 4


def test_a_source_that_left_the_files_is_asked_nothing(tmp_path: Path) -> None:
    tower = Watchtower(tmp_path, {"talk": Topic(days(1))})
    tower.pass_hours(1)
    tower.set(watch=type(tower.campaign.watch)())
    tower.clock.advance(DAY)
    assert not tower.watching.due()
    assert not tower.watching.watch(NAME)
