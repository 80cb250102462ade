from datetime import timedelta

import pytest

from scheduler.config.upkeep import KeepForm, PingForm
from scheduler.model.secret import Secret
from scheduler.model.upkeep import Keep, Ping
from tests.harbour import SETTINGS, lines


def test_what_is_left_out_is_as_the_house_has_it() -> None:
    assert KeepForm().build() == Keep()
    assert PingForm.model_validate({"url": {"file": "secrets/ping"}}).build() == Ping(url=Secret(file="secrets/ping"))


def test_everything_can_be_given() -> None:
    kept = KeepForm.model_validate({"readings": "60d", "files": "1d", "alerts": "36500d"}).build()
    ping = PingForm.model_validate({"url": {"env": "PING"}, "every": "1m"}).build()

    assert kept == Keep(readings=timedelta(days=60), files=timedelta(days=1), alerts=timedelta(days=36_500))
    assert ping == Ping(url=Secret(env="PING"), every=timedelta(minutes=1))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("keep: {readings: 59d}", "keep.readings: this duration cannot be meant here; write one from 60d to 36500d"),
        ("keep: {files: 23h}", "keep.files: this duration cannot be meant here; write one from 1d to 36500d"),
        (
            "ping: {url: {env: A}, every: 59s}",
            "ping.every: this duration cannot be meant here; write one from 1m to 1d",
        ),
        ("ping: {url: {}}", "ping.url: this does not say where the address is; write {env: NAME} or {file: path}"),
        ("ping: {url: {env: A, file: b}}", "ping.url: the address is in two places; keep one of env and file"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, problem: str) -> None:
    assert [line.split(": ", 1)[1] for line in lines(more={SETTINGS: text})] == [problem]


def test_an_address_that_stands_in_the_file_itself_is_refused_and_not_repeated() -> None:
    found = lines(more={SETTINGS: 'ping: {url: "https://ping.example/0fd5-canary"}'})

    assert len(found) == 1
    assert "ping.url" in found[0]
    assert "canary" not in found[0]
