import logging

import pytest

from scheduler.wire.door import Door, Wire
from scheduler.wire.quiet import NOISY, SPILLING, hush
from tests.servers.raw import Raw, says


@pytest.mark.parametrize("name", SPILLING)
def test_what_spills_keys_stays_quiet_although_somebody_asks_it_by_name(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    hush()
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger=name):
        logging.getLogger(name).debug("canary")
        logging.getLogger(name).warning("a warning")
    assert caplog.messages == ["a warning"]


@pytest.mark.parametrize("name", NOISY)
def test_a_root_that_hears_everything_hears_no_details_of_a_library(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    hush()
    with caplog.at_level(logging.DEBUG):
        logging.getLogger(f"{name}.within").info("canary")
    assert caplog.messages == []


def test_a_token_said_back_in_broken_headers_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), Raw([says(b"HTTP/1.1 200 So\r\nX-A: 1\r\nBearer canary\r\n\r\n{}")]) as raw:
        way = Door(Wire(deadline=5))
        way.ask(lambda: way.session.get(f"{raw.address}/?token=canary"))

    assert "canary" not in caplog.text
