"""Thousands of sequences of edits, lived through while posts go out: `python -m bench.edits [SEQUENCES]`.

Nothing may be said twice; tests/edits.py says what else must hold after each step."""

import sys
from time import process_time

from hypothesis import HealthCheck, given, settings

from tests.added import FOURTEEN, Planner, changed, changed_of_fresh_plans
from tests.edits import Office, Step, live_through, sequences
from tests.memory import Memory

NAMES = 40


def main(count: int) -> None:
    steps_taken: list[int] = []
    said: list[int] = []

    @settings(
        max_examples=count, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(sequences)
    def no_sequence_says_twice(steps: list[Step]) -> None:
        office = Office(Memory())
        live_through(office, steps)
        steps_taken.append(len(steps))
        said.append(len(office.said))

    began = process_time()
    no_sequence_says_twice()
    took = process_time() - began
    print(f"{len(said):,} sequences of {sum(steps_taken) / len(said):.1f} steps, {sum(said):,} posts: none said twice")
    print(f"  {took:.0f} s of processor time, {1000 * took / sum(steps_taken):.0f} ms a step")
    report_added()


def report_added() -> None:
    planner = Planner()
    before = planner.plan(*FOURTEEN)
    stored = changed(before, planner.plan(*FOURTEEN, "added"))
    fresh = sorted(changed_of_fresh_plans(NAMES))
    mean = sum(fresh) / len(fresh)
    print(f"one template added to fourteen: of 60 choices {stored} change where they are stored; in fresh plans")
    print(f"  {mean:.1f} on average over {NAMES} names, {fresh[len(fresh) // 2]} in the middle, {fresh[-1]} at most")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
