import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.model.campaign import Link
from scheduler.rendering.foreign import foreign_links
from scheduler.rendering.networks import rule_for
from tests.make import a_post, an_action
from tests.outgoing import marked

OWN = "https://petition.example/sign"
ACTION = an_action(link=Link(url=OWN))


def foreign(text: str, *links: str, network: str = "mastodon") -> tuple[str, ...]:
    entities = tuple(entity for link in links for entity in marked(text, link=link))
    return foreign_links(a_post(text, entities=entities), ACTION, rule_for(network))


def test_the_action_s_own_link_is_not_foreign() -> None:
    assert foreign(f"Sign {OWN} now", OWN) == ()


def test_another_value_s_link_is() -> None:
    assert foreign(f"{OWN} https://paper.example/", OWN, "https://paper.example/") == ("https://paper.example/",)


def test_so_is_the_own_link_as_it_was_before_an_edit() -> None:
    assert foreign("Sign https://old.example/", "https://old.example/") == ("https://old.example/",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://swapped.com/a.", "https://swapped.com/a"),
        ("See HTTP://swapped.com", "HTTP://swapped.com"),
        ("See gemini://swapped.com", "gemini://swapped.com"),
        ("See magnet:?xt=urn", "magnet:?xt=urn"),
        ("See https://localhost/", "https://localhost/"),
    ],
)
@pytest.mark.parametrize("network", ["x", "mastodon", "bluesky"])
def test_an_address_in_the_text_is_foreign_everywhere(text: str, found: str, network: str) -> None:
    assert foreign(text, network=network)[0].startswith(found.rstrip("."))


@pytest.mark.parametrize(("network", "found"), [("x", ("amnesty.org",)), ("mastodon", ()), ("bluesky", ())])
def test_a_bare_domain_is_foreign_where_the_network_makes_a_link_of_it(network: str, found: tuple[str, ...]) -> None:
    assert foreign("See amnesty.org for more.", network=network) == found


def test_a_sentence_without_its_space_can_be_a_link() -> None:
    assert foreign("This is the end.It goes on.", network="x") == ("end.It",)


def test_an_action_without_a_link_has_none_of_its_own() -> None:
    post = a_post(OWN, entities=marked(OWN, link=OWN))

    assert foreign_links(post, an_action(link=None), rule_for("x")) == (OWN,)


@given(st.text(max_size=40), st.sampled_from(["https://swapped.com/", "swapped.com", "http://a.swapped.com/x"]))
def test_no_words_around_the_own_link_hide_another(words: str, other: str) -> None:
    text = f"{words} {OWN} {other} {words}"
    start = len(words) + 1
    entities = tuple(e for e in marked(text, link=OWN) if e.start == start)

    assert any(
        "swapped.com" in found for found in foreign_links(a_post(text, entities=entities), ACTION, rule_for("x"))
    )
