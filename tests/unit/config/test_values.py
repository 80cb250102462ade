from enum import StrEnum

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from scheduler.config.values import (
    LONGEST_TEXT,
    PLAIN,
    ByLanguage,
    dollars,
    in_languages,
    one_of,
    whole,
    words,
    yes_or_no,
)
from scheduler.model.campaign import Kind


class Fruit(StrEnum):
    APPLE = "apple"
    PEAR = "pear"


def refusal(error: pytest.ExceptionInfo[PydanticCustomError]) -> tuple[str, str]:
    context = error.value.context
    assert context is not None
    return context["what"], context["fix"]


def test_a_text_loses_the_blanks_around_it_and_nothing_else() -> None:
    assert words(" Sign,  now.\n") == "Sign,  now."
    assert words("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT


@pytest.mark.parametrize(("text", "what"), [("", "this text is empty"), (" \n", "this text is empty")])
def test_an_empty_text_is_refused(text: str, what: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        words(text)

    assert refusal(error) == (what, "write it, or leave it out")


def test_a_text_has_a_longest() -> None:
    with pytest.raises(PydanticCustomError) as error:
        words("x" * (LONGEST_TEXT + 1))

    assert refusal(error) == ("this text is too long", "keep it under 5000 characters")


@pytest.mark.parametrize(
    ("text", "meaning"), [("yes", True), ("Yes", True), ("true", True), ("no", False), ("FALSE", False)]
)
def test_yes_and_no_are_words(text: str, meaning: bool) -> None:
    assert yes_or_no(text) is meaning


@pytest.mark.parametrize("text", ["", "on", "1", "y"])
def test_anything_else_is_neither_yes_nor_no(text: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        yes_or_no(text)

    assert refusal(error) == ("this is neither yes nor no", "write yes or no")


def test_a_number_lies_between_its_bounds() -> None:
    assert whole(1, 10)("1") == 1
    assert whole(1, 10)("10") == 10
    assert whole(1, 10)("007") == 7


@pytest.mark.parametrize("text", ["0", "11", "-1", "1.0", "one", "", " 1", "٣", "1" * 30])
def test_another_number_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        whole(1, 10)(text)

    assert refusal(error) == ("this is not a number that can stand here", "write a whole number from 1 to 10")


@pytest.mark.parametrize(("text", "millionths"), [("20", 20_000_000), ("0", 0), ("2.5", 2_500_000), ("0.01", 10_000)])
def test_a_sum_of_dollars_loses_nothing(text: str, millionths: int) -> None:
    assert dollars(text) == millionths


@pytest.mark.parametrize("text", ["", "$20", "20 USD", "-1", "1.005", "1,50", "1e3", "٣"])
def test_another_sum_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        dollars(text)

    assert refusal(error)[0] == "this is not a sum of US dollars"


def test_a_word_out_of_a_list_is_that_word() -> None:
    assert one_of("fruit", Fruit)("pear") is Fruit.PEAR
    assert one_of("kind", Kind)("un") is Kind.UN


def test_a_word_that_is_nearly_one_is_repeated_and_any_other_is_not() -> None:
    with pytest.raises(PydanticCustomError) as error:
        one_of("fruit", Fruit)("aple")
    assert refusal(error) == ("there is no fruit 'aple'", "did you mean 'apple'?")

    with pytest.raises(PydanticCustomError) as error:
        one_of("fruit", Fruit)("hunter")
    assert refusal(error) == ("there is no such fruit", "known: apple, pear")


def test_words_are_one_text_or_one_for_each_language() -> None:
    adapter = TypeAdapter[dict[str, str]](ByLanguage)

    assert adapter.validate_python("Sign.") == {PLAIN: "Sign."}
    assert adapter.validate_python({"en": "Sign.", "ru": " Подпишите. "}) == {"en": "Sign.", "ru": "Подпишите."}


@pytest.mark.parametrize("value", [{}, {"EN": "Sign."}, {"en": ""}, ["Sign."], {"en": ["Sign."]}, None])
def test_other_words_are_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter[dict[str, str]](ByLanguage).validate_python(value)


def test_a_plain_text_is_in_the_campaigns_language() -> None:
    assert in_languages({PLAIN: "Sign."}, "ru") == {"ru": "Sign."}
    assert in_languages({"en": "Sign."}, "ru") == {"en": "Sign."}
    assert in_languages(None, "ru") == {}
