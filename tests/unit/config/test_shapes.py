import pytest

from scheduler.config.accounts import AccountForm, AccountsForm, LimitsForm, RiskForm, TokenForm
from scheduler.config.actions import ActionForm, LinkForm
from scheduler.config.campaigns import CampaignForm, WindowsForm
from scheduler.config.composing import compose
from scheduler.config.fitting import fit
from scheduler.config.forms import Form
from scheduler.config.nodes import Group
from scheduler.config.schedules import CronAt, DemonstrationAt, EveryAt, LateForm, PerDayAt, ScheduleForm
from scheduler.config.settings import SettingsForm
from scheduler.config.shapes import example_of, keys_at, schema_of
from scheduler.config.subjects import ContactForm, FactForm, TargetForm
from scheduler.config.templates import TemplateForm


def test_the_keys_of_the_root_are_those_of_its_form() -> None:
    assert set(keys_at(SettingsForm, ())) == {
        "horizon",
        "freeze",
        "deadline",
        "lease",
        "git",
        "reader_zone",
        "keep",
        "ping",
    }


def test_keys_are_found_through_lists_and_references() -> None:
    assert set(keys_at(AccountsForm, ("accounts", 3, "token"))) == {"env", "file"}
    assert set(keys_at(CampaignForm, ("actions", 0, "link"))) == {"url", "verified"}


def test_where_several_forms_can_stand_the_keys_of_all_are_known() -> None:
    keys = set(keys_at(CampaignForm, ("schedules", 0, "at")))

    assert keys == {"cron", "per_day", "between", "on", "every", "from", "demonstration"}


def test_where_no_keys_belong_none_are_known() -> None:
    assert keys_at(CampaignForm, ("hashtags", "en")) == {}
    assert keys_at(CampaignForm, ("colour",)) == {}
    assert keys_at(CampaignForm, ("id", "colour")) == {}


def test_an_example_shows_the_last_key_of_a_trail() -> None:
    assert example_of(CampaignForm, ("schedules", 0, "zone")) == "zone: Europe/London"
    assert example_of(CampaignForm, ("schedules", 0, "accounts", 1)) == "accounts: [demo, main-mastodon]"
    assert example_of(CampaignForm, ("colour",)) == "colour: …"
    assert example_of(CampaignForm, ()) == "key: value"


def test_a_schema_holds_nothing_that_people_do_not_write() -> None:
    text = str(schema_of(CampaignForm))

    assert "'null'" not in text
    assert "'default'" not in text
    assert "P14D" not in text


FORMS = [
    *(SettingsForm, AccountsForm, AccountForm, TokenForm, LimitsForm, RiskForm),
    *(CampaignForm, WindowsForm, TargetForm, ContactForm, FactForm, ActionForm, LinkForm),
    *(ScheduleForm, CronAt, PerDayAt, EveryAt, DemonstrationAt, LateForm, TemplateForm),
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_example_can_be_written_as_it_stands(form: type[Form]) -> None:
    for name in keys_at(form, ()):
        root, flaws = compose(example_of(form, (name,)))
        assert flaws == ()
        assert isinstance(root, Group)
        assert [misfit for misfit in fit(form, root).misfits if misfit.trail[0] == name] == []
