"""A week of the example campaign on three networks at once: what was shown is what was sent, and what readers read."""

from collections import Counter
from pathlib import Path

from scheduler.model.delivery import OUT, State
from tests.week import the_week


def test_what_was_shown_before_the_week_is_what_was_sent_and_what_the_world_reads(tmp_path: Path) -> None:
    with the_week(tmp_path) as week:
        week.pass_by()
        rows = [row for row in week.rows() if row.account != "demo"]
        out = [row for row in rows if row.state in OUT]

        assert {row.state for row in rows} <= {State.POSTED, State.VERIFIED}
        for name, station in week.places.items():
            texts = [row.post.text for row in out if row.account == name]
            assert len(texts) >= 20, name
            assert Counter(station.sent()) == Counter(texts)
            assert Counter(post.text for post in station.shown()) == Counter(texts)
            pictures = [tuple(p.alt for p in row.post.pictures) for row in out if row.account == name]
            assert Counter(post.alts for post in station.shown()) == Counter(pictures)

        assert {str(row.key): row.post.text for row in out} == {
            key: text for key, text in week.planned.items() if key in {str(row.key) for row in out}
        }
        assert [str(row.key) for row in out if week.previewed(row) != {row.post.text}] == []
        assert any(row.post.pictures for row in out)
