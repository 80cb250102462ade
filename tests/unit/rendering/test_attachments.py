from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from scheduler.model.campaign import Campaign
from scheduler.model.post import Attachment, Post, digest_of
from scheduler.rendering.attachments import attachments
from scheduler.rendering.fitting import Unfit, fit
from scheduler.rendering.networks import rule_for
from scheduler.rendering.terms import Unsaid
from scheduler.rendering.values import values_for
from tests.make import a_campaign, a_campaigns_picture, a_template, an_account, an_action, an_attachment

CAMPAIGN = a_campaign(
    pictures=(
        a_campaigns_picture("banner", alt={"en": "A banner.", "pt": "Uma faixa."}),
        a_campaigns_picture("map", file="config/map.jpg", digest="1" * 64, alt={"en": "A map cafe\u0301."}),
    )
)
MAP = Attachment(file="config/map.jpg", digest="1" * 64, alt="A map café.")


def test_an_action_without_pictures_has_none() -> None:
    assert attachments(CAMPAIGN, an_action(), "en") == ()


def test_pictures_come_in_the_order_of_the_action_with_their_words_composed() -> None:
    action = an_action(pictures=("map", "banner"))
    assert attachments(CAMPAIGN, action, "en") == (MAP, an_attachment(alt="A banner."))


def test_the_words_are_in_the_language_or_in_it_without_its_region() -> None:
    [shown] = attachments(CAMPAIGN, an_action(pictures=("banner",)), "pt-BR")
    assert shown.alt == "Uma faixa."


def test_no_picture_goes_without_its_words() -> None:
    with pytest.raises(Unsaid) as unsaid:
        attachments(CAMPAIGN, an_action(pictures=("banner", "map")), "pt")
    assert unsaid.value.why == "the picture map has no alt text in Portuguese"


def fitted(campaign: Campaign, *pictures: str) -> Post | Unfit:
    rule, at = rule_for("x"), datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("Europe/London"))
    action = an_action(pictures=pictures)
    return fit(
        a_template(), values_for(campaign, action, None, account=an_account(), rule=rule, at=at, tag=False), rule
    )


def test_pictures_go_with_the_text_and_leave_its_length_and_its_digest_alone() -> None:
    shown, bare = fitted(CAMPAIGN, "map"), fitted(CAMPAIGN)

    assert isinstance(shown, Post)
    assert isinstance(bare, Post)
    assert (shown.pictures, bare.pictures) == ((MAP,), ())
    assert (shown.length, shown.digest) == (bare.length, digest_of(bare.text))


def test_a_picture_without_its_words_makes_the_text_impossible() -> None:
    wordless = a_campaign(pictures=(a_campaigns_picture(alt={"ru": "Плакат."}),))
    assert fitted(wordless, "banner") == Unfit(reason="the picture banner has no alt text in English")
