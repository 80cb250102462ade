from pathlib import Path

from scheduler.model.count import Bin
from scheduler.model.watch import Origin
from tests.counting import SINCE, UNTIL, a_kit, a_source, counted


def test_it_tells_what_became_of_our_own_posts(tmp_path: Path) -> None:
    kit = a_kit(tmp_path, echo=lambda since, _: [Bin(since, 4)])
    assert counted(a_source(tmp_path, Origin.OWN, kit=kit).count(SINCE, UNTIL)) == {"00:00": 4}
