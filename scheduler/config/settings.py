"""The form of config/awareness.yaml."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from scheduler.config.forms import Form, key, reads
from scheduler.config.times import DURATION_SCHEMA, Duration, Zone, bounded
from scheduler.config.upkeep import KeepForm, PingForm
from scheduler.config.values import any_of, one_of
from scheduler.model.house import Settings


class Git(StrEnum):
    CLEAN = "clean"
    IGNORE = "ignore"


GitWord = Annotated[Git, reads(one_of("way to treat git", Git)), any_of(Git)]
_DEFAULT = Settings()


class SettingsForm(Form):
    """Settings of the whole house. Every key, and the file itself, may be left out."""

    horizon: Annotated[timedelta, reads(bounded("1h", "366d")), DURATION_SCHEMA] = key(
        "How far ahead posts are planned and shown.", default=_DEFAULT.horizon, says="14d", example="14d"
    )
    freeze: Duration = key(
        "Until how long before its time an edit may still rewrite a post.",
        default=_DEFAULT.freeze,
        says="30m",
        example="30m",
    )
    deadline: Annotated[timedelta, reads(bounded("1s", "10m")), DURATION_SCHEMA] = key(
        "How long one request to a network may take.", default=_DEFAULT.deadline, says="60s", example="60s"
    )
    lease: Annotated[timedelta, reads(bounded("1s", "1d")), DURATION_SCHEMA] = key(
        "How long a worker may hold a post before another takes it over.",
        default=_DEFAULT.lease,
        says="5m",
        example="5m",
    )
    git: GitWord = key(
        "In a git checkout: clean takes the files only when all are committed, ignore takes them as they stand.",
        default=Git.CLEAN,
        says="clean",
        example="clean",
    )
    reader_zone: Zone = key(
        "The time zone of those who read the listings; times are shown in it beside the schedule's own.",
        default=_DEFAULT.reader_zone,
        says="UTC",
        example="Europe/London",
    )
    keep: KeepForm = key(
        "How long readings, earlier files and old alerts are kept.",
        default=KeepForm(),
        example="{readings: 400d, files: 90d}",
    )
    ping: PingForm | None = key(
        "A monitor outside that raises the alarm when the service is no longer useful.",
        default=None,
        says="none",
        example="{url: {env: AWARENESS_PING_URL}, every: 5m}",
    )

    def build(self) -> Settings:
        return Settings(
            horizon=self.horizon,
            freeze=self.freeze,
            deadline=self.deadline,
            lease=self.lease,
            reader_zone=self.reader_zone,
            git=str(self.git),
            keep=self.keep.build(),
            ping=self.ping.build() if self.ping else None,
        )
