import json
from pathlib import Path

from scheduler.cli.report_documents import report
from tests.hindsight import HOSTILE, Hindsight, a_month


def test_everything_that_the_report_tells_is_in_the_document(tmp_path: Path) -> None:
    found = json.loads(json.dumps(report(a_month(tmp_path).report(), "Europe/London")))
    assert (found["campaign"], found["since"], found["at"]) == (
        "close-the-camps",
        "2026-10-26T12:00:00Z",
        "2026-11-23T12:00:00Z",
    )
    assert list(found["numbers"]) == ["phase", "above_the_floor", "spans", "own_posts", "evidence"]
    assert [(one["source"], len(one["hours"])) for one in found["sources"]] == [("tags", 672), ("wikipedia", 456)]
    assert found["sources"][0]["hours"][0]["at"] == "2026-10-26T12:00:00Z"
    assert [one["followed"] for one in found["surges"]] == ["none", "taken"]
    assert found["surges"][0]["hours_to_half"] == 25
    assert found["surges"][1]["extras"] == ["2026-11-23 12:00, demo: day 3 of the follow-up"]
    assert sum(one["extra"] for one in found["said"]) == 1
    assert found["tallies"]["language"] == {"en": 28, "ar": 1}
    assert [one["judged"] for one in found["templates"]] == [one["uses"] >= 5 for one in found["templates"]]
    [slopes] = found["slopes"]
    assert (slopes["account"], list(slopes["fatigue"])) == ("demo", ["uses", "slope", "low", "high"])
    assert found["evidence"]["verdict"] == "too early to say"
    assert found["allowances"] == [{"account": "demo", "today": 0, "per_day": 6, "this_week": 0, "per_week": 42}]
    assert [one["what"] for one in found["unsaid"]] == ["delivery.refused", "delivery.held", "delivery.expired"]
    assert found["unsaid"][0]["why"] == f"the network said: {HOSTILE}"
    assert [one["what"] for one in found["stopping"]] == ["stop.set", "stop.lifted"]
    assert [one["scope"] for one in found["stops"]] == ["campaign"]
    assert found["costs"] == [{"account": "demo", "month": "2026-11", "purpose": "posting", "dollars": 0.2}]


def test_what_is_not_known_is_null_and_not_nought(tmp_path: Path) -> None:
    past = Hindsight(tmp_path)
    past.post(past.clock.now().replace(hour=9), likes=None)
    found = json.loads(json.dumps(report(past.report(), "UTC")))
    assert found["evidence"] is None
    assert found["surges"] == []
    [said] = found["said"]
    assert (said["engagement"], said["times_usual"]) == (None, None)
