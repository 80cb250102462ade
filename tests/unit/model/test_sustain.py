from scheduler.model.sustain import FollowUp, Goal, Mode, Sustain


def test_nothing_is_done_unless_it_is_asked_for() -> None:
    assert (Sustain().mode, Sustain().learn, Sustain().coin) == (Mode.OFF, False, False)


def test_what_held_in_most_of_the_worlds_is_the_default() -> None:
    assert Sustain().goal is Goal.SUSTAIN
    assert (FollowUp().days, FollowUp().hold, FollowUp().per_day) == (10, 2, 2)
