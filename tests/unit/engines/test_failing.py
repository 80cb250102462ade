import logging

import pytest

from scheduler.engines.failing import log_failure
from scheduler.errors import StoreReadOnly


def test_a_defect_is_told_by_its_kind_and_leaves_its_trace_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    assert log_failure("plan", KeyError("a secret")) == "KeyError"

    (record,) = caplog.records
    assert (record.levelno, record.getMessage()) == (logging.ERROR, "beat.failed")
    assert record.exc_info is not None


def test_a_store_in_trouble_is_told_in_its_own_words_without_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    assert log_failure("plan", StoreReadOnly("the disk is full")) == "the disk is full"

    (record,) = caplog.records
    assert record.exc_info is None
    assert record.about == {"beat": "plan", "error": "the disk is full"}  # type: ignore[attr-defined]  # what `extra` adds
