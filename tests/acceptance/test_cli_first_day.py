"""The first day of a campaign: made, begun, watched, stopped and resumed, by the command alone."""

import json
import signal
from pathlib import Path

from tests.command import awareness, started


def test_a_new_folder_says_something_within_ten_seconds_and_can_be_stopped(tmp_path: Path) -> None:
    made = awareness("init", "mine", folder=tmp_path)
    folder = tmp_path / "mine"
    assert (made.returncode, made.stdout) == (0, "")

    running = started("run", folder=folder)
    try:
        assert running.stdout is not None
        said = next(line for line in running.stdout if "  said  " in line)
        assert "paper: " in said

        queue = json.loads(awareness("queue", "--json", folder=folder).stdout)
        record = json.loads(awareness("record", "--json", folder=folder).stdout)
        began = next(e["at"] for e in record if e["event"] == "engine.started")
        posted = next(e["at"] for e in record if e["event"] == "delivery.posted")
        assert (int(posted[17:19]) - int(began[17:19])) % 60 <= 10
        assert len(queue) > 25

        assert awareness("stop", "--why", "look first", folder=folder).returncode == 0
        stopped = awareness("status", folder=folder)
        assert stopped.returncode == 1
        assert "stopped: all, by user:" in stopped.stdout
        assert awareness("resume", folder=folder).returncode == 0
    finally:
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=60)

    assert running.returncode == 0
    assert "Ended cleanly" in out
    assert "Traceback" not in err
