from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.attention.evidence import Card, Verdict
from scheduler.attention.meter import Measure, State
from scheduler.model.surge import Extra, Followed, KeptSurge, Surge
from scheduler.model.sustain import Mode
from scheduler.model.watch import Origin, Watched
from scheduler.service.attending import Attention, SourceStands
from scheduler.words.attention import carded, followed, measured, source_words, standing_words
from tests.make import utc
from tests.surging import a_kept_surge

HOUR = timedelta(hours=1)
AT = utc("2026-11-23 09:00")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Measure(at=AT, count=1293, expected=168.9, state=State.RISING),
            "1,293 mentions where about 169 are usual at this hour: rising.",
        ),
        (
            Measure(at=AT, count=88, expected=1.2, state=State.FADING, share=0.22, since_peak=timedelta(hours=6)),
            "88 mentions where about 1 is usual at this hour: fading, at 22% of its peak 6 h ago.",
        ),
        (Measure(at=AT, count=1, state=State.LEARNING), "1 mention; too little is known yet to say what is usual."),
        (Measure(at=AT, count=None, state=State.QUIET), "Nothing is known of this time."),
    ],
)
def test_a_measure_is_a_sentence(found: Measure, said: str) -> None:
    assert measured(found, HOUR) == said


def test_of_a_bin_of_a_day_no_hour_is_said() -> None:
    found = Measure(at=AT, count=5, expected=4, state=State.QUIET)
    assert measured(found, timedelta(days=1)) == "5 mentions where about 4 are usual on a day: quiet."


def a_card(verdict: Verdict, difference: float = 0.8) -> Card:
    later = 14 if verdict is Verdict.TOO_EARLY else 26
    return Card(on_time=30, later=later, difference=difference, p=0.012, verdict=verdict)


def test_only_one_card_says_because() -> None:
    said = {verdict: carded(a_card(verdict), coin=True) for verdict in Verdict}
    assert said == {
        Verdict.TOO_EARLY: "Too early to say whether posts make people speak: 30 posts on time and 14 four hours "
        "later, where 24 of each are needed.",
        Verdict.NO_DIFFERENCE: "No difference that could not be chance: 30 posts on time and 26 four hours later; "
        "chance alone gives as much in 1.2% of tries.",
        Verdict.BECAUSE: "More is said of the topic in the four hours after a post because it goes out then: by 0.8 "
        "times the usual ups and downs, 30 posts on time and 26 four hours later; chance alone gives as much in 1.2% "
        "of tries.",
    }


def test_less_is_said_to_be_less() -> None:
    assert carded(a_card(Verdict.BECAUSE, -0.8), coin=False).startswith("Less is said of the topic in the four hours")


def test_without_a_toss_the_coin_makes_the_difference() -> None:
    assert carded(None, coin=True).startswith(
        "Too early to say whether posts make people speak: no posts on time and no"
    )
    assert carded(None, coin=False).startswith("It cannot be told whether posts make people speak, for no coin is toss")


@pytest.mark.parametrize(
    ("become", "said"),
    [
        (Followed.TAKEN, "taken by user:anna"),
        (Followed.DECLINED, "declined by user:anna"),
        (Followed.SUGGESTED, "suggested; `--take` says them, `--decline` does not"),
        (Followed.NONE, "left out, because sustain.mode was off; `--take` says them"),
    ],
)
def test_what_became_of_a_surge_is_a_sentence(become: Followed, said: str) -> None:
    kept = a_kept_surge(followed=become, who="user:anna")
    assert followed(kept) == f"close-the-camps, the surge of 23 November: no more posts on none, {said}."


def test_where_the_mode_is_off_now_that_is_said() -> None:
    off = "sustain.mode is off, so nothing is said of it."
    taken = a_kept_surge(followed=Followed.TAKEN, who="user:anna")
    assert followed(taken, Mode.OFF).endswith(f"taken by user:anna; {off}")
    assert followed(a_kept_surge(followed=Followed.SUGGESTED), Mode.OFF).endswith(f"left out; {off}")


TALK = Watched(id="talk", origin=Origin.MASTODON)
RISING = SourceStands(
    watched=TALK,
    measure=Measure(at=AT, count=1293, expected=168.9, state=State.RISING),
    newest=AT,
    since=AT - 2 * HOUR,
)


def test_what_is_not_watched_or_not_known_says_so_and_that_the_plan_stays() -> None:
    [nothing] = standing_words(Attention(campaign="camps", at=AT))
    assert nothing.startswith("Nothing is watched: what is planned is the schedules' alone")
    [silent] = standing_words(Attention(campaign="camps", at=AT, sources=(SourceStands(watched=TALK),)))
    assert silent == "Nothing is known of attention now: the plan is the schedules' alone."


def test_where_nothing_is_known_what_was_taken_stays_planned() -> None:
    kept = a_kept_surge(extras=EXTRAS, followed=Followed.TAKEN, who="user:anna")
    found = Attention(campaign=kept.campaign, at=AT, sources=(SourceStands(watched=TALK),), surge=kept, day=1)
    assert next(standing_words(found)) == "Nothing is known of attention now: the plan stays as it was planned."
    assert next(standing_words(found, Mode.OFF)).endswith("the plan is the schedules' alone.")


def test_after_a_surge_its_day_and_what_is_left_are_said() -> None:
    surge = KeptSurge(
        campaign="camps", source="talk", surge=Surge(onset=AT - 49 * HOUR, usual=100, peak=900, peak_at=AT - 40 * HOUR)
    )
    found = Attention(campaign="camps", at=AT + HOUR, sources=(RISING,), loudest=RISING, surge=surge, day=3, share=0.22)
    assert list(standing_words(found)) == [
        "1,293 mentions where about 169 are usual at this hour: rising. It has been so for 3 h.",
        "Day 3 after the surge of 21 November; 22% of what it brought at its peak is left.",
        "No post is added after it; `awareness record` says why, where the surge begins.",
    ]


EXTRAS = tuple(
    Extra(ordinal=n, account="demo", schedule="daily", wall=datetime(2026, 11, 25, 21) + n * 24 * HOUR, why="")  # noqa: DTZ001
    for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("become", "mode", "said"),
    [
        (
            Followed.SUGGESTED,
            Mode.SUGGEST,
            (
                "A person is asked: suggested are up to 8 more posts, 26 November to 3 December; `awareness attention "
                "follow-up close-the-camps` shows them, and takes or declines them."
            ),
        ),
        (
            Followed.TAKEN,
            Mode.SUGGEST,
            (
                "It is followed by up to 8 more posts, 26 November to 3 December, taken by user:anna; `awareness "
                "attention follow-up close-the-camps` shows them."
            ),
        ),
        (Followed.DECLINED, Mode.AUTO, "What could follow it was declined by user:anna."),
        (Followed.TAKEN, Mode.OFF, "No post is added after it: sustain.mode is off."),
        (
            Followed.NONE,
            Mode.AUTO,
            (
                "It could be followed by up to 8 more posts, 26 November to 3 December, but sustain.mode was off then; "
                "`awareness attention follow-up close-the-camps` shows them, and takes them."
            ),
        ),
    ],
)
def test_what_follows_a_surge_is_said_until_it_is_over(become: Followed, mode: Mode, said: str) -> None:
    kept = a_kept_surge(extras=EXTRAS, followed=become, who="user:anna")
    found = Attention(campaign=kept.campaign, at=AT + 24 * HOUR, sources=(RISING,), loudest=RISING, surge=kept, day=2)
    assert list(standing_words(found, mode))[-1] == said
    over = replace(found, at=utc("2026-12-04 21:00"), day=11)
    assert list(standing_words(over, mode))[-1] == "Day 11 after the surge of 23 November."


def test_where_nobody_decided_but_the_files_it_is_the_service() -> None:
    kept = a_kept_surge(followed=Followed.TAKEN, who="beat:watch")
    assert followed(kept).endswith(", taken by the service, as sustain.mode was auto.")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (SourceStands(watched=TALK), "talk (mastodon) has told nothing yet"),
        (RISING, "talk (mastodon) told last of the hour that ended 2 h ago"),
        (
            SourceStands(watched=TALK, silent=True, trouble="it answered 500"),
            "talk (mastodon) is silent: it has told nothing yet: it answered 500",
        ),
        (
            SourceStands(watched=Watched(id="wiki", origin=Origin.WIKIPEDIA, daily=True), newest=AT - 24 * HOUR),
            "wiki (wikipedia) told last of the day that ended 3 h ago",
        ),
    ],
)
def test_a_source_has_one_line(source: SourceStands, said: str) -> None:
    assert source_words(source, AT + 3 * HOUR) == said
