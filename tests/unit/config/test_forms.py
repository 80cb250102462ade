from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from scheduler.config.forms import WRONG, Form, Written, is_tag, key, reads, tag, wrong


class Boat(Form):
    """Floats."""

    name: str = key("Its name.", example="Ada")
    oars: str = key("How many.", default="2", says="2", example="4")
    from_: str = key("Where it comes from.", default="", alias="from", example="London")


def test_a_form_knows_where_it_was_written() -> None:
    written = Written(("boats", 0))
    written["name"] = "Ada"

    assert Boat.model_validate(written).trail == ("boats", 0)
    assert Boat.model_validate({"name": "Ada"}).trail == ()


def test_a_form_takes_no_key_that_it_does_not_know() -> None:
    with pytest.raises(ValidationError) as error:
        Boat.model_validate({"name": "Ada", "sails": "1"})

    assert [(e["type"], e["loc"]) for e in error.value.errors()] == [("extra_forbidden", ("sails",))]


@pytest.mark.parametrize("name", ["name", "oars"])
def test_a_form_is_frozen(name: str) -> None:
    boat = Boat.model_validate({"name": "Ada"})

    with pytest.raises(ValidationError, match="frozen"):
        setattr(boat, name, "Eve")


def test_an_error_never_shows_what_was_written() -> None:
    with pytest.raises(ValidationError) as error:
        Boat.model_validate({"name": ["hunter"]})

    assert "hunter" not in str(error.value)


def test_a_key_says_its_default_in_words_and_keeps_its_example() -> None:
    properties = Boat.model_json_schema()["properties"]

    assert properties["name"]["description"] == "Its name."
    assert properties["oars"]["description"] == "How many. Default: 2."
    assert properties["oars"]["examples"] == ["4"]
    assert "from" in properties


def test_a_value_is_one_text() -> None:
    loud = TypeAdapter[str](Annotated[str, reads(str.upper)])

    assert loud.validate_python("ada") == "ADA"
    for value in (["ada"], {"ada": "eve"}, None):
        with pytest.raises(ValidationError) as error:
            loud.validate_python(value)
        (details,) = error.value.errors()
        assert details["type"] == WRONG
        assert details["ctx"]["what"] == "one value belongs here, not a list or a group"


def test_what_is_wrong_carries_what_and_what_to_do() -> None:
    error = wrong("it leaks", "caulk it")

    assert error.type == WRONG
    assert error.context == {"what": "it leaks", "fix": "caulk it"}
    assert error.message() == "it leaks"


def test_a_tag_is_told_from_a_key() -> None:
    assert is_tag(tag("cron"))
    assert not is_tag("cron")
    assert not is_tag("<cron")
    assert not is_tag("cron>")
    assert not is_tag(0)
