from dataclasses import replace

import pytest

from scheduler.model.marker import Whereabouts

HERE = Whereabouts(inode=7, born="1.5", machine="a")


@pytest.mark.parametrize("other", [HERE, replace(HERE, machine="b"), replace(HERE, born="")])
def test_the_same_file_is_not_another(other: Whereabouts) -> None:
    assert not HERE.is_another_file(other)


@pytest.mark.parametrize("other", [replace(HERE, inode=8), replace(HERE, born="1.6")])
def test_a_file_of_another_number_or_birth_is_another(other: Whereabouts) -> None:
    assert HERE.is_another_file(other)


def test_a_machine_counts_where_both_have_a_name() -> None:
    assert HERE.is_elsewhere(replace(HERE, machine="b"))
    assert not HERE.is_elsewhere(replace(HERE, machine=""))
    assert not HERE.is_elsewhere(replace(HERE, inode=8))
