from scheduler.config.flaws import Flaw, Mark


def test_marks_are_in_the_order_of_the_text() -> None:
    assert sorted([Mark(2, 1), Mark(1, 9), Mark(1, 2)]) == [Mark(1, 2), Mark(1, 9), Mark(2, 1)]


def test_a_flaw_has_no_path_until_somebody_gives_it_one() -> None:
    assert Flaw(Mark(1, 1), "what", "fix").path is None
