from datetime import date, timedelta

from scheduler.config.campaigns import CampaignForm, WindowsForm
from scheduler.model.campaign import Campaign, Windows

BANNER = "templates/close-the-camps/banner.png"


def campaign(**written: object) -> Campaign:
    return CampaignForm.model_validate({"id": "close-the-camps", **written}).build({BANNER: b"pixels"})


def test_a_campaign_is_an_id_and_gets_its_name_from_it() -> None:
    assert campaign() == Campaign(id="close-the-camps", name={"en": "Close the camps"})
    assert campaign(language="ru").name == {"ru": "Close the camps"}


def test_every_key_of_a_campaign_can_be_given() -> None:
    found = campaign(
        name="Лагеря",
        language="ru",
        hashtags={"en": ["CloseTheCamps", "Chechnya"], "ru": ["Чечня"]},
        counts_from="2017-04-01",
        paused="yes",
        no_repeat={"template": "1d", "action": "2d", "text": "3d"},
        never_say=["death camp"],
        targets=[{"id": "ohchr", "name": "UN"}],
        actions=[{"id": "loud", "kind": "share", "ask": "Stay loud."}],
        facts=[{"id": "report", "text": "It was.", "source": "https://a.example/", "date": "2017-04-01"}],
        pictures=[{"id": "banner", "file": BANNER, "alt": "Плакат."}],
        schedules=[{"id": "daily", "accounts": ["demo"], "zone": "UTC", "at": {"cron": "0 9 * * *"}}],
    )

    assert found.name == {"ru": "Лагеря"}
    assert found.hashtags == {"en": ("CloseTheCamps", "Chechnya"), "ru": ("Чечня",)}
    assert found.counts_from == date(2017, 4, 1)
    assert found.paused
    assert found.no_repeat == Windows(template=timedelta(days=1), action=timedelta(days=2), text=timedelta(days=3))
    assert found.never_say == ("death camp",)
    assert [target.name for target in found.targets] == [{"ru": "UN"}]
    assert [action.ask for action in found.actions] == [{"ru": "Stay loud."}]
    assert [fact.text for fact in found.facts] == [{"ru": "It was."}]
    assert [(picture.file, picture.alt) for picture in found.pictures] == [(BANNER, {"ru": "Плакат."})]


def test_windows_that_are_left_out_are_as_the_house_has_them() -> None:
    assert WindowsForm().build() == Windows()
