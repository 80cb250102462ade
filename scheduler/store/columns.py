"""What lies in a column that SQL has no type for: instants, words from outside, structures."""

import json
from datetime import UTC, datetime

from sqlalchemy import Dialect, String, Text, TypeDecorator

from scheduler.model.sealing import instant_text


class Unreadable(ValueError):
    """A cell holds what this program never wrote."""


class Instant(TypeDecorator[datetime]):
    """An aware instant as text of one length, so that the order of the text is the order of time."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002  SQLAlchemy's
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's
        try:
            return None if value is None else datetime.fromisoformat(value).astimezone(UTC)
        except ValueError as error:
            raise Unreadable(f"{value!r} is no instant") from error


class Words(TypeDecorator[str]):
    """Text that may come from outside: half a surrogate pair, which JSON can carry and UTF-8 cannot, becomes `?`, so
    that no answer of a network is too odd to be kept."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  SQLAlchemy's
        return None if value is None else value.encode(errors="replace").decode()


class Structure(TypeDecorator[object]):
    """Lists and mappings of words, as JSON that people can read."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str:  # noqa: ARG002  SQLAlchemy's
        return json.dumps(value, ensure_ascii=False).encode(errors="replace").decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:  # noqa: ARG002  SQLAlchemy's
        try:
            return json.loads(value or "")
        except ValueError as error:
            raise Unreadable(f"{value!r} is no JSON") from error
