from datetime import time, timedelta

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from scheduler.config.sustaining import SustainForm, times_usual
from scheduler.model.sustain import FollowUp, Goal, Mode, Sustain


def test_a_campaign_that_says_nothing_of_it_does_nothing() -> None:
    assert SustainForm().build() == Sustain()


def test_every_key_can_be_given() -> None:
    follow_up = {"days": "7", "hold": "1", "per_day": "3", "between": "09:00-20:00", "gap": "2h", "most": "6"}
    form = {"mode": "auto", "goal": "reach", "floor": "1.5", "follow_up": follow_up, "learn": "yes", "coin": "yes"}
    assert SustainForm.model_validate(form).build() == Sustain(
        mode=Mode.AUTO,
        goal=Goal.REACH,
        floor=1.5,
        follow_up=FollowUp(days=7, hold=1, per_day=3, start=time(9), end=time(20), gap=timedelta(hours=2), most=6),
        learn=True,
        coin=True,
    )


@pytest.mark.parametrize("written", [{"mode": "on"}, {"goal": "all"}, {"follow_up": {"per_day": "7"}}, {"floor": "1"}])
def test_what_cannot_be_meant_is_refused(written: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SustainForm.model_validate(written)


@pytest.mark.parametrize("text", ["1", "0", "nan", "inf", "101", "twice"])
def test_a_floor_lies_above_the_usual(text: str) -> None:
    with pytest.raises(PydanticCustomError, match="not a number of times"):
        times_usual(text)
