from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulation.sequences import Sequences

SHORT = settings(
    max_examples=4, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def test_whatever_happens_to_a_delivery_no_promise_is_broken() -> None:
    run_state_machine_as_test(Sequences, settings=SHORT)
