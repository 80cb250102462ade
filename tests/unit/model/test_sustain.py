from scheduler.model.sustain import LATER, ON_TIME, FollowUp, Goal, Mode, Sustain, tossed


def test_nothing_is_done_unless_it_is_asked_for() -> None:
    assert (Sustain().mode, Sustain().learn, Sustain().coin) == (Mode.OFF, False, False)


def test_what_held_in_most_of_the_worlds_is_the_default() -> None:
    assert Sustain().goal is Goal.SUSTAIN
    assert (FollowUp().days, FollowUp().hold, FollowUp().per_day) == (10, 2, 2)


def test_what_a_coin_said_is_read_from_the_first_of_the_reasons() -> None:
    assert [tossed((f"the 09:00: {said}", "first by lot")) for said in (LATER, ON_TIME)] == [LATER, ON_TIME]
    assert tossed(("the 09:00", LATER)) == tossed(()) == ""
