"""The forms of what a house keeps, and of who is told that it lives."""

from datetime import timedelta
from typing import Annotated

from pydantic import ConfigDict

from scheduler.config.addresses import FilePath
from scheduler.config.forms import Form, key, reads
from scheduler.config.names import Variable
from scheduler.config.times import DURATION_SCHEMA, bounded
from scheduler.model.secret import Secret
from scheduler.model.upkeep import Keep, Ping

_DEFAULT = Keep()
_EVERY = timedelta(minutes=5)

Kept = Annotated[timedelta, reads(bounded("60d", "36500d")), DURATION_SCHEMA]
FilesKept = Annotated[timedelta, reads(bounded("1d", "36500d")), DURATION_SCHEMA]


class KeepForm(Form):
    """How long what only grows is kept. Deliveries and the record are kept for ever."""

    readings: Kept = key(
        "How long the counts of likes, boosts and answers are kept.",
        default=_DEFAULT.readings,
        says="400d",
        example="800d",
    )
    files: FilesKept = key(
        "How long earlier versions of the files are kept, with their pictures; and what was noted about links and "
        "accounts that left the files.",
        default=_DEFAULT.files,
        says="90d",
        example="30d",
    )
    alerts: Kept = key(
        "How long alerts are kept that were told and are over.", default=_DEFAULT.alerts, says="400d", example="90d"
    )

    def build(self) -> Keep:
        return Keep(readings=self.readings, files=self.files, alerts=self.alerts)


class AddressForm(Form):
    """Where the monitor's address is kept: an environment variable or a file, because whoever knows it can keep the
    monitor silent."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    env: Variable | None = key(
        "The name of the environment variable that holds the address.", default=None, example="AWARENESS_PING_URL"
    )
    file: FilePath | None = key(
        "The path of a file that holds the address and nothing else; relative to the folder that holds config/.",
        default=None,
        example="secrets/ping",
    )

    def build(self) -> Secret:
        return Secret(env=self.env, file=self.file)


class PingForm(Form):
    """A monitor that raises the alarm when it is no longer asked: it is asked only while the service is useful."""

    url: AddressForm = key("Where its address is kept.", example="{env: AWARENESS_PING_URL}")
    every: Annotated[timedelta, reads(bounded("1m", "1d")), DURATION_SCHEMA] = key(
        "How often it is asked at most.", default=_EVERY, says="5m", example="10m"
    )

    def build(self) -> Ping:
        return Ping(url=self.url.build(), every=self.every)
