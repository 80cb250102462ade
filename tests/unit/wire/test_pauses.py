from datetime import datetime, timedelta

import pytest

from scheduler.wire.pauses import again_at
from tests.outgoing import NINE

IN_TEN = NINE + timedelta(minutes=10)
EPOCH = str(int(IN_TEN.timestamp()))


@pytest.mark.parametrize(
    "headers",
    [
        {"retry-after": "600"},
        {"retry-after": "Mon, 23 Nov 2026 09:10:00 GMT"},
        {"x-rate-limit-reset": EPOCH},
        {"x-ratelimit-reset": "2026-11-23T09:10:00.000000Z"},
        {"x-ratelimit-reset": "2026-11-23T10:10:00+01:00"},
        {"x-ratelimit-reset": EPOCH},
        {"ratelimit-reset": EPOCH},
        {"ratelimit-reset": "600"},
        {"ratelimit-reset": "599.5"},
        {"retry-after": "1", "x-ratelimit-reset": EPOCH},
        {"retry-after": "soon", "x-ratelimit-reset": EPOCH},
    ],
)
def test_every_networks_way_to_name_an_instant_is_read_and_the_latest_counts(headers: dict[str, str]) -> None:
    assert again_at(headers, NINE) == IN_TEN


@pytest.mark.parametrize("name", ["retry-after", "x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset"])
@pytest.mark.parametrize(
    "value",
    [
        "",
        "-5",
        "0",
        "soon",
        "nan",
        "inf",
        "-inf",
        "1e400",
        "9" * 400,
        "1000000000",
        "2026-11-23T09:10:00",
        "1e18",
        "2026-11-22T09:10:00Z",
        "2036-11-22T09:10:00Z",
        "0001-01-01T00:00:00+23:00",
        "Mon, 23 Nov 2026 09:10:00",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "Mon, 01 Jan 99999999999999 00:00:00 GMT",
        "Mon, 01 Jan 2001 00:00:00 +99999999999",
        "90001",
    ],
)
def test_what_is_past_far_off_or_nonsense_is_not_believed(name: str, value: str) -> None:
    assert again_at({name: value}, NINE) is None


def test_without_a_word_there_is_none() -> None:
    assert again_at({}, NINE) is None
    assert isinstance(again_at({"retry-after": "90000"}, NINE), datetime)
