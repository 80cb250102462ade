import pytest

from tests.harbour import ACCOUNTS, CAMPAIGN, lines

RUSSIAN = (ACCOUNTS, "paper\n", "paper\n    language: ru\n")


def before_actions(written: str) -> tuple[str, str, str]:
    return CAMPAIGN, "actions:\n", f"{written}\nactions:\n"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("name: {en: A}", "2:7: warning: name"),
        ("hashtags: {en: [A]}", "2:11: warning: hashtags"),
        ("targets: [{id: a, name: {en: A}}]", "2:25: warning: targets[a].name"),
        (
            "facts: [{id: a, text: {en: A}, source: 'https://a.example/', date: 2017-04-01}]",
            "2:23: warning: facts[a].text",
        ),
    ],
)
def test_a_text_that_was_translated_but_not_for_all_is_a_warning(written: str, place: str) -> None:
    assert lines(RUSSIAN, before_actions(written)) == [
        f"{CAMPAIGN}:{place}: this is not written in ru, which an account of this campaign speaks; add `ru: …`"
    ]
    assert lines(before_actions(written)) == []


@pytest.mark.parametrize("key", ["ask", "name", "place", "amount"])
def test_the_texts_of_an_action_are_looked_at(key: str) -> None:
    ask = (CAMPAIGN, "ask: Sign the petition.", "ask: {en: A, ru: B}" if key != "ask" else "ask: {en: A}")
    more = (CAMPAIGN, "    kind:", "    kind:" if key == "ask" else f"    {key}: {{en: A}}\n    kind:")

    (found,) = lines(RUSSIAN, ask, more)

    assert f": warning: actions[sign].{key}: this is not written in ru" in found


def test_one_plain_text_is_no_translation_that_was_begun() -> None:
    assert lines(RUSSIAN, before_actions("name: Harbour")) == []


def test_all_the_languages_that_are_missing_are_named_and_the_first_is_asked_for() -> None:
    accounts = "".join(f"  - {{id: {code}, network: paper, language: {code}}}\n" for code in ("ru", "fr", "en"))
    (found,) = lines(
        before_actions("hashtags: {en: [A]}"),
        (CAMPAIGN, "[demo]", "[ru, fr, en]"),
        more={ACCOUNTS: f"accounts:\n{accounts}"},
    )

    assert "this is not written in fr, ru, which" in found
    assert found.endswith("add `fr: …`")


def test_an_account_that_this_campaign_does_not_use_asks_for_nothing() -> None:
    other = (ACCOUNTS, "paper\n", "paper\n  - {id: other, network: paper, language: ru}\n")

    assert lines(other, before_actions("hashtags: {en: [A]}")) == []
