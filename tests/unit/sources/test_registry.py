from pathlib import Path

import pytest

from scheduler.model.watch import Origin
from scheduler.sources.registry import SOURCES
from tests.counting import a_source


def test_every_origin_has_its_source() -> None:
    assert set(SOURCES) == set(Origin)


@pytest.mark.parametrize("origin", [*Origin])
def test_a_source_is_made_without_asking_anything(tmp_path: Path, origin: Origin) -> None:
    assert a_source(tmp_path, origin).id == "talk"
