from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.attention.evidence import Card, Verdict
from scheduler.attention.retelling import Course
from scheduler.model.count import Bin
from scheduler.model.surge import Followed, Surge
from scheduler.service.report import Matter, Report, Surged
from scheduler.words import report as words
from tests.hindsight import Hindsight, a_month, counts
from tests.rig import NOON

ZONE = "Europe/London"


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return a_month(tmp_path_factory.mktemp("month")).report()


@pytest.fixture
def empty(tmp_path: Path) -> Report:
    return Hindsight(tmp_path).report()


def surged(onset_days_ago: int, above: int, *, known: int = 240, tenth: timedelta | None = None) -> Surged:
    onset = NOON - timedelta(days=onset_days_ago)
    surge = Surge(onset=onset, usual=100, peak=1000, peak_at=onset, half=timedelta(days=1), tenth=tenth)
    course = Course(surge=surge, shares=(), above=above, known=known)
    return Surged(source="tags", course=course, followed=Followed.NONE, who="", whys=())


def test_the_phase_names_the_source_the_usual_and_the_share_of_the_peak(month: Report) -> None:
    assert words.phase(month, ZONE) == (
        "Attention is quiet: 111 mentions in the hour from Mon 23 Nov 11:00 GMT, 1.4 times the usual of that time "
        "(tags)."
    )
    watched = month.watched[0]
    fading = replace(watched, newest=watched.measures[-48])
    said = words.phase(replace(month, watched=(fading,)), ZONE)
    assert said.startswith("Attention is fading: ")
    assert "of the peak 3 days before (tags). This is 2 days old: nothing newer is known." in said


def test_where_nothing_is_known_the_numbers_say_so(empty: Report) -> None:
    assert words.phase(empty, ZONE).startswith("Nothing was ever counted")
    assert words.above_the_floor(empty, ZONE).startswith("No surge is known yet")
    assert list(words.spans(empty)) == []
    assert words.own_posts(empty).startswith("Of no posts none was read")
    assert words.evidence(None).startswith("No coin was tossed")


def test_hours_above_the_floor_stand_beside_those_of_earlier_surges(empty: Report) -> None:
    earlier = [surged(60, 60), surged(45, 130), surged(30, 87)]
    one = replace(empty, surges=(surged(20, 90),))
    assert words.above_the_floor(one, ZONE) == (
        "After the surge of Tue 3 Nov 2026 90 of 240 hours lay at 2 times the usual or more. No earlier surge is "
        "there to compare."
    )
    several = words.above_the_floor(replace(empty, surges=(*earlier, surged(20, 90))), ZONE)
    assert several.endswith("; after 3 earlier surges 60 to 130, in the middle 87.")
    two = words.above_the_floor(replace(empty, surges=(earlier[0], surged(20, 90))), ZONE)
    assert two.endswith("; after 1 earlier surge 60.")


def test_ten_days_that_are_not_over_or_not_all_counted_say_so(empty: Report) -> None:
    assert words.hours_above(surged(3, 50, known=72), empty) == "50 of 72 counted hours so far"
    assert words.hours_above(surged(30, 50, known=200), empty) == "50 of 200 counted hours"


def test_times_to_fade_are_held_against_earlier_surges_and_no_date_is_given(empty: Report) -> None:
    tenth = timedelta(days=5)
    latest = surged(3, 50)
    alone = list(words.spans(replace(empty, surges=(latest,))))
    assert alone[0] == ("50%", "1 day after the peak", "no earlier surge is known")
    earlier = (surged(60, 1, tenth=tenth), surged(45, 1, tenth=tenth), surged(30, 1))
    known = list(words.spans(replace(empty, surges=(*earlier, latest))))
    assert known[2] == ("10%", "not yet, 3 days on", "5 days in the middle of 3 surges")
    assert known[1] == ("25%", "not yet, 3 days on", "0 of 3 surges came so far")


def test_own_posts_are_told_by_their_median_with_n(month: Report) -> None:
    assert words.own_posts(month) == (
        "A day after it went out, a post had drawn 1.00 times the usual for its hour: the median of n = 29 of 29 "
        "posts, counting likes, boosts, answers and quotes."
    )


SIDES = "30 slots on time, 26 four hours later"
FIGURES = f"({SIDES}; a difference of {{}} spreads, p = 0.031)."
AFTER = "was said of the topic in the four hours after a slot because a post went out on time"


@pytest.mark.parametrize(
    ("verdict", "difference", "said"),
    [
        (Verdict.TOO_EARLY, 0.4, f"Too early to say: {SIDES}; 24 on each side are needed."),
        (Verdict.BECAUSE, 0.4, f"More {AFTER} {FIGURES.format('+0.40')}"),
        (Verdict.BECAUSE, -0.4, f"Less {AFTER} {FIGURES.format('-0.40')}"),
        (Verdict.NO_DIFFERENCE, 0.4, f"No difference that could not be chance {FIGURES.format('+0.40')}"),
    ],
)
def test_only_the_card_says_because(verdict: Verdict, difference: float, said: str) -> None:
    card = Card(on_time=30, later=26, difference=difference, p=0.031, verdict=verdict)
    assert words.evidence(card) == said


def test_what_a_surge_added_names_who_decided(month: Report) -> None:
    assert words.followed(month.surges[-1]) == "1 extra post: in the plan, by user:anna; 1 went out"
    assert words.followed(month.surges[0]) == "no extra posts: none were added"


def test_events_are_named_as_people_name_them() -> None:
    matter = Matter(at=NOON, what="delivery.held", about="1", account="demo", why="", who="")
    assert words.what(matter) == "held"
    assert words.what(replace(matter, what="stop.set")) == "stop set"


def test_what_was_said_is_told_by_four_ways_the_most_first(month: Report) -> None:
    found = words.tallies(month)
    assert list(found) == ["action", "template", "language", "network"]
    assert found["language"] == [("en", 28), ("ar", 1)]
    assert all(sum(number for _, number in numbers) == 29 for numbers in found.values())


def test_a_source_that_counts_by_days_is_spoken_of_by_days(tmp_path: Path) -> None:
    past = Hindsight(tmp_path)
    past.count(bins=[Bin(one.at, 240) for one in counts()[:-24] if one.at.hour == 0])
    said = words.phase(past.report(), ZONE)
    assert (
        "quiet: 240 mentions on the day that ends with the hour from Sun 22 Nov 23:00 GMT, 1.0 times the usual" in said
    )
