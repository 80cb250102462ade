from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

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
    heard = replace(month, watched=(replace(month.watched[0], heard=True),))
    assert words.phase(heard, ZONE) == (
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
    assert words.own_posts(empty) == "No post went out in this time."


def test_hours_above_the_floor_stand_beside_those_of_earlier_surges(empty: Report) -> None:
    earlier = [surged(60, 60), surged(45, 130), surged(30, 87)]
    one = replace(empty, surges=(surged(20, 90),))
    assert words.above_the_floor(one, ZONE) == (
        "After the surge of Tue 3 Nov 2026, 90 of 240 hours lay at 2 times the usual or more. No earlier surge is "
        "there to compare."
    )
    several = words.above_the_floor(replace(empty, surges=(*earlier, surged(20, 90))), ZONE)
    assert several.endswith("; after 3 earlier surges it was 60 to 130, in the middle 87.")
    two = words.above_the_floor(replace(empty, surges=(earlier[0], surged(20, 90))), ZONE)
    assert two.endswith("; after 1 earlier surge it was 60.")


def test_ten_days_that_are_not_over_or_not_all_counted_say_so(empty: Report) -> None:
    assert words.hours_above(surged(3, 50, known=72), empty) == "50 of 72 counted hours so far"
    assert words.hours_above(surged(30, 50, known=200), empty) == "50 of 200 counted hours"
    uncounted = words.above_the_floor(replace(empty, surges=(surged(30, 0, known=0),)), ZONE)
    assert uncounted.startswith("Of the ten days after the surge of Sat 24 Oct 2026 no hour was counted.")


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


def test_what_went_out_on_paper_draws_nothing_and_what_was_not_read_says_nothing_yet(tmp_path: Path) -> None:
    past = Hindsight(tmp_path)
    past.post(NOON - timedelta(hours=3), likes=None)
    said = past.report()
    assert words.own_posts(said) == (
        "Nothing to count: 1 post went out on paper alone, where nobody can like, boost or answer."
    )
    networked = replace(said, said=tuple(replace(one, network="mastodon") for one in said.said))
    assert words.own_posts(networked) == "Nothing can be said yet: of 1 post none was read a day after it went out."


def test_what_a_surge_added_names_who_decided(month: Report) -> None:
    assert words.followed(month.surges[-1]) == "1 extra post: taken by user:anna; 1 went out"
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
    past.count(bins=[Bin(one.at, 100) for one in counts()[:-24] if one.at.hour == 0])
    said = words.phase(past.report(), ZONE)
    assert "quiet: 100 mentions on Sun 22 Nov 2026, a day of UTC, 1.0 times the usual" in said, "not 24 times an hour"


def test_a_source_that_is_no_longer_watched_says_so(month: Report) -> None:
    gone = replace(month, watched=(replace(month.watched[0], heard=False),))
    assert words.phase(gone, ZONE).endswith("That source is silent, or no longer watched.")


@pytest.mark.parametrize(
    ("names", "said"),
    [({"en": "Camps", "ru": "Лагеря"}, "Camps"), ({"ru": "Лагеря"}, "Лагеря"), ({}, "close-the-camps")],
)
def test_a_campaign_without_an_english_name_has_its_own(empty: Report, names: dict[str, str], said: str) -> None:
    campaign = replace(empty.campaign, name=names, language="ru")
    assert words.named(replace(empty, campaign=campaign)) == said


def test_what_attention_may_change_is_a_sentence(empty: Report) -> None:
    assert words.aims(empty) == (
        "With mode off nothing is added after a surge. The goal (sustain) is that attention lasts; the floor, below "
        "which attention counts as lost, is 2 times the usual."
    )
