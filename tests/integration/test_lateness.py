from pathlib import Path

from tests.lateness import InTheLane, measured


def test_posts_go_out_on_time_whatever_sources_do(tmp_path: Path) -> None:
    found = measured(tmp_path, posts=8, apart=0.5, sources=1, deadline=1)
    assert len(found.posts) == 8
    assert found.asked >= 15
    assert found.p99 <= 5


def test_a_service_that_counts_before_it_posts_is_caught(tmp_path: Path) -> None:
    found = measured(tmp_path, posts=2, apart=0.1, sources=1, deadline=1, work=InTheLane)
    assert found.p99 >= 1
