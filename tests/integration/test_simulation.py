import pytest

from tests.simulation.known_bad import PUBLISHERS
from tests.simulation.running import Lived, seeds_until_found, simulate, to_repeat


@pytest.fixture(scope="module")
def one() -> Lived:
    return simulate("one", 1)


@pytest.mark.parametrize("seed", ["two", "three"])
def test_a_day_in_which_everything_goes_wrong_breaks_no_promise(seed: str, one: Lived) -> None:
    lived = simulate(seed, 1)

    assert (lived.problems, one.problems) == ((), ()), to_repeat(seed, 1)
    assert lived.posts > 0
    assert lived.trace != one.trace


def test_the_same_seed_is_the_same_life(one: Lived) -> None:
    assert simulate("one", 1) == one


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_a_publisher_that_is_wrong_is_found(publisher: str) -> None:
    assert seeds_until_found(publisher, "bad", days=7, most=1)[0] == 1
