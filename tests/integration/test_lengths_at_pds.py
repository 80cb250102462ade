from bench.lengths.pds import DIFFERENT, Verdict, near_the_limits, verdicts
from scheduler.rendering.lengths import measure
from scheduler.rendering.networks import rule_for
from tests.servers.pds_server import Pds

BLUESKY = rule_for("bluesky")


def asked(pds: Pds, *texts: str) -> list[Verdict]:
    account = pds.account()
    with pds.session(account) as session:
        return list(verdicts(texts, session, account))


def test_texts_around_the_limits_fit_where_the_server_takes_them_and_are_counted_alike(pds: Pds) -> None:
    found = asked(pds, *map(near_the_limits, range(300)))

    assert [verdict for verdict in found if verdict.kind == DIFFERENT] == []
    assert {bool(verdict.error) for verdict in found} == {True, False}
    assert sum(verdict.count is not None for verdict in found) > 50


def test_a_difference_would_be_noticed() -> None:
    fits, too_long = measure("a" * 300, BLUESKY), measure("a" * 301, BLUESKY)

    assert Verdict("a" * 300, fits, "grapheme too big (maximum 300, got 301)").kind == DIFFERENT
    assert Verdict("a" * 301, too_long, "").kind == DIFFERENT
    assert Verdict("a" * 301, too_long, "grapheme too big (maximum 300, got 302)").kind == DIFFERENT


def test_the_server_takes_what_nobody_can_read_and_we_do_not(pds: Pds) -> None:
    found = asked(pds, "", " \u200b", "\ud83d")

    assert [(verdict.error, verdict.ours.fits) for verdict in found] == [("", False)] * 3
