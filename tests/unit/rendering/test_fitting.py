"""One text for one network: what is dropped, in which order, and what never is."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.model.campaign import Link
from scheduler.model.post import Entity, Post, digest_of
from scheduler.model.template import Template, Variant
from scheduler.model.text_rule import TextRule
from scheduler.rendering.fitting import Unfit, fit
from scheduler.rendering.lengths import measure
from scheduler.rendering.networks import rule_for
from scheduler.rendering.values import Values, values_for
from tests.make import a_campaign, a_fact, a_target, a_template, an_account, an_action

AT = datetime(2026, 11, 22, 9, 5, tzinfo=ZoneInfo("Europe/London"))
URL = "https://a.org/b"


def template(*sources: str, drop: tuple[str, ...] = (), language: str | None = None) -> Template:
    names = ("text", "second", "third", "fourth")
    variants = tuple(Variant(name=name, source=source, line=1) for name, source in zip(names, sources, strict=False))
    return a_template(variants=variants, drop=drop, language=language)


def values(rule: TextRule, *, fact: str | None = "It is so.", language: str = "en", **action: Any) -> Values:
    words = {language: fact} if fact else {}
    return values_for(
        a_campaign(targets=(a_target(),), hashtags={language: ("One", "Two")}, language=language),
        an_action(**{"ask": {language: "Sign."}, "link": Link(url=URL), **action}),
        a_fact(text=words, source="https://b.org") if fact else None,
        account=an_account(language=language),
        rule=rule,
        at=AT,
        tag=True,
    )


def limited(characters: int) -> TextRule:
    """Counts characters, links at their own length."""
    return TextRule(network="x", counting="graphemes", limit=characters)


def made(written: Template, characters: int, **more: Any) -> Post:
    post = fit(written, values(limited(characters), **more), limited(characters))
    assert isinstance(post, Post)
    return post


def reason(written: Template, characters: int = 500, **more: Any) -> str:
    unfit = fit(written, values(limited(characters), **more), limited(characters))
    assert isinstance(unfit, Unfit)
    return unfit.reason


WHOLE = "It is so. Sign. https://a.org/b #One #Two"
WRITTEN = "{{ fact }} {{ action.ask }} {{ action.link }} {{ hashtags }}"


def test_a_text_that_fits_is_said_whole() -> None:
    assert made(template(WRITTEN), len(WHOLE)) == Post(
        text=WHOLE,
        digest=digest_of(WHOLE),
        length=len(WHOLE),
        limit=len(WHOLE),
        variant="text",
        entities=(
            Entity(kind="link", start=16, end=31, value=URL),
            Entity(kind="hashtag", start=32, end=36, value="One"),
            Entity(kind="hashtag", start=37, end=41, value="Two"),
        ),
    )


@pytest.mark.parametrize(
    ("characters", "text", "dropped"),
    [
        (41, "It is so. Sign. https://a.org/b #One #Two", ()),
        (40, "Sign. https://a.org/b #One #Two", ("fact",)),
        (31, "Sign. https://a.org/b #One #Two", ("fact",)),
        (30, "Sign. https://a.org/b", ("fact", "hashtags")),
        (21, "Sign. https://a.org/b", ("fact", "hashtags")),
        (20, "https://a.org/b", ("fact", "hashtags", "action.ask")),
        (15, "https://a.org/b", ("fact", "hashtags", "action.ask")),
    ],
)
def test_values_are_dropped_in_order_until_the_text_just_fits(
    characters: int, text: str, dropped: tuple[str, ...]
) -> None:
    post = made(template(WRITTEN, drop=("fact", "hashtags", "action.ask")), characters)

    assert (post.text, post.dropped, post.length) == (text, dropped, len(text))


def test_a_link_is_never_cut() -> None:
    assert reason(template(WRITTEN, drop=("fact", "hashtags", "action.ask")), 14) == (
        "15 of 14 allowed: 1 too long, even without fact and hashtags and action.ask"
    )


@pytest.mark.parametrize("name", ["action.link", "targets"])
def test_a_link_or_a_target_is_not_dropped_even_if_the_list_says_so(name: str) -> None:
    written = template(f"{{{{ action.ask }}}} {{{{ {name} }}}}", drop=(name,))

    assert "too long" in reason(written, 5, targets=("prosecutor-general",))


def test_a_fact_takes_its_source_and_date_with_it() -> None:
    written = template("{{ action.ask }} {{ fact }} {{ fact.source }} {{ fact.date }}", drop=("fact",))

    assert made(written, 6).text == "Sign."


def test_what_changes_nothing_is_not_called_dropped() -> None:
    written = template(
        "{{ action.ask }} {% if day %}{{ fact }}{% endif %} {{ hashtags }}", drop=("date", "fact", "hashtags")
    )

    assert made(written, 6).dropped == ("hashtags",)


def test_a_dropped_value_is_false_in_a_condition() -> None:
    written = template("{% if fact %}News: {{ fact }}{% else %}{{ action.ask }}{% endif %}", drop=("fact",))

    assert made(written, 6).text == "Sign."


def test_a_value_that_may_be_dropped_may_be_missing() -> None:
    written = template("{{ fact }} {{ action.ask }}", drop=("fact",))

    assert (made(written, 500, fact=None).text, made(written, 500, fact=None).dropped) == ("Sign.", ())
    assert reason(template("{{ fact }} {{ action.ask }}"), fact=None) == "there is no fact to say"


@pytest.mark.parametrize(
    ("characters", "variant", "dropped"),
    [
        (15, "text", ()),
        (14, "text", ("hashtags",)),
        (9, "third", ()),
        (8, "third", ("hashtags",)),
        (5, "third", ("hashtags",)),
        (4, "second", ()),
        (1, "second", ()),
    ],
)
def test_variants_follow_from_long_to_short_each_with_its_drops(
    characters: int, variant: str, dropped: tuple[str, ...]
) -> None:
    written = template(
        "0123456789 {{ hashtags|first }}", "a", "0123{% if hashtags %} {{ hashtags|first }}{% else %}4{% endif %}",
        drop=("hashtags",),
    )  # fmt: skip

    post = made(written, characters)

    assert (post.variant, post.dropped) == (variant, dropped)


def test_the_body_comes_first_even_if_it_is_short() -> None:
    assert made(template("a", "a longer one"), 500).variant == "text"


def test_variants_of_one_length_keep_their_order() -> None:
    assert made(template("0123456789", "ab", "cd"), 2).variant == "second"


def test_length_is_what_the_network_counts() -> None:
    rule = rule_for("x")
    long = "https://a.org/" + "b" * 300
    written = template("{{ action.ask }} {{ action.link }}", "0123456789 0123456789", "{{ action.link }}")
    post = fit(written, values(rule, link=Link(url=long), ask={"en": "a" * 256}), rule)

    assert isinstance(post, Post)
    assert (post.length, post.limit, post.variant) == (280, 280, "text")
    post = fit(written, values(rule, link=Link(url=long), ask={"en": "a" * 257}), rule)
    assert isinstance(post, Post)
    assert (post.length, post.variant) == (23, "third")


def test_a_variant_without_the_missing_value_is_taken() -> None:
    assert made(template("{{ action.place }}", "{{ action.ask }}"), 500).variant == "second"


def test_reasons_are_told_per_variant_where_they_differ() -> None:
    assert reason(template("{{ action.place }}", "0123456789", "{{ action.amount }}"), 9) == (
        "text: the action has no place; second: 10 of 9 allowed: 1 too long; third: the action has no amount"
    )
    assert reason(template("{{ action.place }}", "{{ action.amount }}")) == (
        "text: the action has no place; second: the action has no amount"
    )
    assert reason(template("{{ action.place }}", "a {{ action.place }}")) == "the action has no place"


def test_an_empty_text_is_none() -> None:
    empty = "{% if action.place %}a{% endif %} "

    assert reason(template(empty)) == "nothing is left to say"
    assert reason(template("{{ fact }}", drop=("fact",)), 5) == "9 of 5 allowed: 4 too long"
    assert made(template(empty, "a"), 500).variant == "second"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("#one {{ hashtags }}", "it says #One twice"),
        (
            "{{ action.ask }}{{ action.link }}{{ fact }}",
            f"the link {URL} runs into the text beside it; put a space between them",
        ),
    ],
)
def test_what_must_not_be_said_ends_the_search(source: str, why: str) -> None:
    assert reason(template(source, "a short one", drop=("hashtags",))) == why


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        ("Look {{ fact }}", "it holds {{, as if a value had been forgotten"),
        ("Look https://c.org", "it says https://c.org, a link that no value of the campaign holds"),
        ("Ask @somebody", "it mentions @somebody, which is no target's handle here"),
    ],
)
def test_values_are_looked_at_like_texts(ask: str, why: str) -> None:
    assert reason(template("{{ action.ask }}"), ask={"en": ask}) == why


def test_a_refused_template_says_nothing() -> None:
    assert reason(template("{{ fact() }}")) == ("the template cannot be used: a call cannot stand in a template")


def test_a_template_speaks_its_own_language_only() -> None:
    assert reason(template("{{ action.ask }}", language="ru")) == "it is in Russian, the account speaks English"
    assert made(template("{{ action.ask }}", language="en"), 500).text == "Sign."
    assert made(template("{{ action.ask }}"), 500, language="fa").text == "Sign."


def test_the_targets_whose_handles_are_said_are_known() -> None:
    written = template("{{ targets }}: {{ action.ask }}", "{{ action.ask }}")
    post = made(written, 500, targets=("prosecutor-general",))

    assert (post.text, post.tagged) == ("@Genproc: Sign.", ("prosecutor-general",))
    assert post.entities == (Entity(kind="mention", start=0, end=8, value="Genproc"),)
    assert made(written, 10, targets=("prosecutor-general",)).tagged == ()


def test_a_hashtag_that_is_spelled_like_a_handle_mentions_nobody() -> None:
    assert made(template("#Genproc: {{ action.ask }}"), 500, targets=("prosecutor-general",)).tagged == ()


def test_a_target_said_twice_is_tagged_once() -> None:
    assert made(template("{{ targets }} {{ targets }}"), 500, targets=("prosecutor-general",)).tagged == (
        "prosecutor-general",
    )


@pytest.mark.parametrize(("letters", "dropped"), [(247, ()), (248, ("hashtags",))])
def test_on_x_the_isolates_of_a_right_to_left_text_are_counted(letters: int, dropped: tuple[str, ...]) -> None:
    """A link of 23 with its isolates is 27 and a space 1; a hashtag of 4 letters 5 and a space, not isolated."""
    rule = rule_for("x")
    campaign = a_campaign(hashtags={"fa": ("چچنی",)}, language="fa")
    action = an_action(ask={"fa": "ا" * (letters - 1)}, link=Link(url=URL))
    found = values_for(campaign, action, None, account=an_account(language="fa"), rule=rule, at=AT, tag=False)

    post = fit(template("{{ action.ask }} {{ action.link }} {{ hashtags }}", drop=("hashtags",)), found, rule)

    assert isinstance(post, Post)
    assert post.dropped == dropped
    assert post.length == (280 if not dropped else 275)
    assert post.text[post.entities[0].start - 1 : post.entities[0].end + 1] == f"\u2068{URL}\u2069"


@given(
    st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"], exclude_characters="{}@#＠＃"), max_size=60),
    st.integers(min_value=1, max_value=120),
)
def test_whatever_is_said_fits_and_keeps_its_link(ask: str, characters: int) -> None:
    rule = limited(characters)
    post = fit(template(WRITTEN, "{{ action.link }}", drop=("hashtags", "fact")), values(rule, ask={"en": ask}), rule)

    if isinstance(post, Post):
        assert post.length == measure(post.text, rule).length <= characters
        assert URL in post.links
        assert digest_of(post.text) == post.digest
    else:
        assert post.reason
