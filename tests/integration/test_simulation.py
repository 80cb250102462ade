import pytest

from tests.simulation.known_bad import PUBLISHERS
from tests.simulation.running import seeds_until_found, simulate, to_repeat


@pytest.mark.parametrize("seed", ["one", "two", "three"])
def test_a_day_in_which_everything_goes_wrong_breaks_no_promise(seed: str) -> None:
    lived = simulate(seed, 1)

    assert lived.problems == (), to_repeat(seed, 1)
    assert lived.posts > 0


def test_the_same_seed_is_the_same_life_and_another_is_another() -> None:
    assert simulate("one", 1).trace == simulate("one", 1).trace != simulate("two", 1).trace


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_a_publisher_that_is_wrong_is_found(publisher: str) -> None:
    assert seeds_until_found(publisher, "bad", days=7, most=1)[0] == 1
