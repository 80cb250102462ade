from scheduler.model.surge import Followed, KeptSurge, Surge, names_a_surge
from tests.make import utc


def test_a_surge_is_named_by_the_day_of_its_onset() -> None:
    surge = Surge(onset=utc("2026-11-23 17:00"), usual=10, peak=90, peak_at=utc("2026-11-23 18:00"))
    kept = KeptSurge(campaign="camps", source="fediverse", surge=surge)
    assert kept.id == "surge-2026-11-23"
    assert kept.followed is Followed.NONE
    assert names_a_surge(kept.id)
    assert not any(map(names_a_surge, ("daily", "surge-watch", "surge-2026-11-23-b")))
