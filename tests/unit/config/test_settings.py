from datetime import timedelta

import pytest

from scheduler.config.settings import SettingsForm
from scheduler.model.house import Settings
from tests.harbour import SETTINGS, lines


def test_what_is_left_out_is_as_the_house_has_it() -> None:
    assert SettingsForm().build() == Settings()


def test_every_setting_can_be_given() -> None:
    written = {
        "horizon": "7d",
        "freeze": "1h",
        "deadline": "30s",
        "lease": "10m",
        "git": "ignore",
        "reader_zone": "Asia/Tbilisi",
    }

    assert SettingsForm.model_validate(written).build() == Settings(
        horizon=timedelta(days=7),
        freeze=timedelta(hours=1),
        deadline=timedelta(seconds=30),
        lease=timedelta(minutes=10),
        git="ignore",
        reader_zone="Asia/Tbilisi",
    )


@pytest.mark.parametrize(
    "text", ["horizon: 1h", "horizon: 366d", "freeze: 0s", "deadline: 1s", "deadline: 10m", "lease: 1d"]
)
def test_a_setting_may_be_as_small_and_as_large_as_this(text: str) -> None:
    assert lines(more={SETTINGS: text}) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("horizon: 59m", "horizon: this duration cannot be meant here; write one from 1h to 366d"),
        ("horizon: 367d", "horizon: this duration cannot be meant here; write one from 1h to 366d"),
        ("deadline: 0s", "deadline: this duration cannot be meant here; write one from 1s to 10m"),
        ("deadline: 11m", "deadline: this duration cannot be meant here; write one from 1s to 10m"),
        ("lease: 0s", "lease: this duration cannot be meant here; write one from 1s to 1d"),
        ("lease: 2d", "lease: this duration cannot be meant here; write one from 1s to 1d"),
        ("git: cleen", "git: there is no way to treat git 'cleen'; did you mean 'clean'?"),
        ("reader_zone: Lodnon", "reader_zone: there is no time zone 'Lodnon'; did you mean 'Europe/London'?"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(text: str, problem: str) -> None:
    assert [line.split(": ", 1)[1] for line in lines(more={SETTINGS: text})] == [problem]
