import subprocess
import sys

import pytest


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_the_module_is_the_command_and_a_letter_that_a_terminal_lacks_is_no_defect(encoding: str) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "scheduler", "measure", "--network", "лагеря"],
        env={"PYTHONIOENCODING": encoding},
        capture_output=True,
        input=b"",
        check=False,
    )

    assert found.returncode == 6
    assert found.stderr.startswith(b"error: no network is called '")
    assert b"Traceback" not in found.stderr
