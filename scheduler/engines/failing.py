"""What is logged and told of a beat or a lane that failed."""

import logging

from scheduler.errors import StoreTrouble

log = logging.getLogger(__name__)


def log_failure(beat: str, error: Exception) -> str:
    """What a person is told. A store that cannot be written to is no defect: its words say what to do, and a trace of
    every try would only fill the disk further."""
    if isinstance(error, StoreTrouble):
        log.error("beat.failed", extra={"about": {"beat": beat, "error": str(error)}})
        return str(error)
    log.error("beat.failed", extra={"about": {"beat": beat}}, exc_info=error)
    return type(error).__name__
