from datetime import datetime

from scheduler.model.account import AcceptedRisk
from scheduler.model.ledger import Ledger
from scheduler.model.post import Verdict
from scheduler.rules.tags import may_tag
from tests.make import a_delivery, a_post, a_text_rule, an_account, local

X = a_text_rule("x", public=True, may_tag=False)
MASTODON = a_text_rule("mastodon", public=True, may_tag=True)
CAREFUL = an_account(network="x")
BOLD = an_account(network="x", accepted=(AcceptedRisk(rule="tag-officials", who="Anna", why="The law allows it."),))
AT = local("2026-11-23 09:00", "America/New_York")
ONE = a_post("Dear @Genproc", tagged=("prosecutor-general",))
TWO = a_post("Dear @Genproc and @sledcom_rf", tagged=("prosecutor-general", "investigators"))


def tagged_at(at: datetime) -> Ledger:
    return Ledger.of([a_delivery(due_at=at, post=ONE)])


def test_where_a_network_allows_it_targets_are_tagged() -> None:
    assert may_tag(TWO, AT, CAREFUL, "America/New_York", tagged_at(AT), MASTODON).allowed


def test_a_post_that_tags_nobody_is_allowed_everywhere() -> None:
    assert may_tag(a_post(), AT, CAREFUL, "America/New_York", tagged_at(AT), X).allowed


def test_where_a_network_forbids_it_nobody_is_tagged() -> None:
    assert may_tag(ONE, AT, CAREFUL, "America/New_York", Ledger(), X) == Verdict(
        allowed=False,
        rule="tag-officials",
        reason="it tags prosecutor-general, which x forbids automated posts; accept_risk may allow tag-officials",
        about="text",
    )


def test_an_accepted_risk_allows_one_a_post() -> None:
    assert may_tag(ONE, AT, BOLD, "America/New_York", Ledger(), X).allowed
    assert may_tag(TWO, AT, BOLD, "America/New_York", Ledger(), X) == Verdict(
        allowed=False,
        rule="tag-officials",
        reason="it tags prosecutor-general, investigators; the accepted risk is one a post",
        about="text",
    )


def test_an_accepted_risk_allows_one_a_day() -> None:
    late_that_day = local("2026-11-23 23:59", "America/New_York")
    assert may_tag(ONE, AT, BOLD, "America/New_York", tagged_at(late_that_day), X) == Verdict(
        allowed=False,
        rule="tag-officials",
        reason="a post on Mon 23 Nov tags an official already; the accepted risk is one a day",
        about="text",
    )


def test_the_days_around_it_do_not_count() -> None:
    for other_day in ("2026-11-22 23:59", "2026-11-24 00:00"):
        ledger = tagged_at(local(other_day, "America/New_York"))
        assert may_tag(ONE, AT, BOLD, "America/New_York", ledger, X).allowed


def test_posts_without_tags_on_that_day_do_not_count() -> None:
    ledger = Ledger.of([a_delivery(due_at=AT)])
    assert may_tag(ONE, AT, BOLD, "America/New_York", ledger, X).allowed


def test_a_day_is_that_of_the_schedule_s_zone() -> None:
    evening = local("2026-11-23 21:00", "America/New_York")
    assert not may_tag(ONE, evening, BOLD, "America/New_York", tagged_at(AT), X).allowed
    assert may_tag(ONE, evening, BOLD, "UTC", tagged_at(AT), X).allowed
