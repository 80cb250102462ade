from datetime import date, timedelta

from scheduler.config.subjects import ContactForm, FactForm, TargetForm
from scheduler.model.campaign import Contact, Fact, Target


def test_a_target_is_an_id_and_a_name() -> None:
    found = TargetForm.model_validate({"id": "ohchr", "name": "UN Human Rights"}).build("en")

    assert found == Target(id="ohchr", name={"en": "UN Human Rights"})


def test_every_key_of_a_target_can_be_given() -> None:
    found = TargetForm.model_validate(
        {
            "id": "embassy",
            "name": {"en": "Embassy", "ru": "Посольство"},
            "on": {"x": "Embassy", "mastodon": "embassy@mastodon.example"},
            "contact": {"phone": "112", "email": "a@b.example", "post": "1 High Street"},
        }
    ).build("ru")

    assert found == Target(
        id="embassy",
        name={"en": "Embassy", "ru": "Посольство"},
        on={"x": "Embassy", "mastodon": "embassy@mastodon.example"},
        contact=Contact(phone="112", email="a@b.example", post="1 High Street"),
    )


def test_a_contact_may_be_empty() -> None:
    assert ContactForm().build() == Contact()


def test_a_fact_has_a_source_and_a_date() -> None:
    written = {"id": "report", "text": "It was reported.", "source": "https://a.example/", "date": "2017-04-01"}

    expected = Fact(id="report", text={"ru": "It was reported."}, source="https://a.example/", date=date(2017, 4, 1))
    assert FactForm.model_validate(written).build("ru") == expected
    stale = FactForm.model_validate({**written, "stale_after": "400d"}).build("ru")
    assert stale.stale_after == timedelta(days=400)
