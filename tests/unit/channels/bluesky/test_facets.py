import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.channels.bluesky.facets import address_of, facets, fits
from scheduler.model.post import Entity
from tests.outgoing import marked

PIECES = st.sampled_from(
    [
        "a",
        "Б",
        "س",
        "\u200c",
        "می‌خواهم",
        "中",
        "e\u0301",
        "🏳️‍🌈",
        "👩‍👩‍👧",
        "\U0001f1e9\U0001f1ea",
        "\u202e",
        " ",
        "\n",
        "\x00",
    ]
)
TEXTS = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=20).map("".join)
VALUES = {"link": "https://example.org/", "hashtag": "Tag", "mention": "crew.example"}
ENTITIES = st.builds(
    lambda kind, start, length: Entity(kind=kind, start=start, end=start + length, value=VALUES[kind]),
    st.sampled_from([*VALUES]),
    st.integers(-3, 40),
    st.integers(-2, 12),
)


def resolve(handle: str) -> str | None:
    return f"did:web:{handle}"


@given(TEXTS, st.lists(ENTITIES, max_size=6))
def test_the_bytes_of_each_mark_are_exactly_the_marked_text(text: str, entities: list[Entity]) -> None:
    raw = text.encode()
    expected = {text[e.start : e.end] for e in entities if 0 <= e.start < e.end <= len(text)}
    behind = 0
    for facet in facets(text, entities, resolve):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        assert behind <= start < end <= len(raw)
        assert raw[start:end].decode() in expected
        behind = end


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_marks_that_do_not_overlap_are_all_there(before: str, one: str, between: str, other: str) -> None:
    text, start = f"{before}#{one}{between}@{other}", len(f"{before}#{one}{between}")
    entities = (
        Entity(kind="mention", start=start, end=len(text), value="crew.example"),
        Entity(kind="hashtag", start=len(before), end=len(before) + 1 + len(one), value="Tag"),
    )
    raw = text.encode()
    found = [raw[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode() for f in facets(text, entities, resolve)]
    assert found == [f"#{one}", f"@{other}"]


def test_each_kind_has_its_own_feature() -> None:
    text = "Sign #می‌خواهم with @crew.example at https://example.org/"
    made = facets(text, marked(text, hashtag="می‌خواهم", mention="crew.example", link="https://example.org/"), resolve)
    assert [facet["features"] for facet in made] == [
        [{"$type": "app.bsky.richtext.facet#tag", "tag": "می‌خواهم"}],
        [{"$type": "app.bsky.richtext.facet#mention", "did": "did:web:crew.example"}],
        [{"$type": "app.bsky.richtext.facet#link", "uri": "https://example.org/"}],
    ]


def test_a_handle_that_leads_to_nobody_stays_plain_text() -> None:
    text = "Ask @nobody.example, #Now"
    made = facets(text, marked(text, mention="nobody.example", hashtag="Now"), lambda _: None)
    assert [facet["features"][0]["$type"] for facet in made] == ["app.bsky.richtext.facet#tag"]


def test_what_is_of_no_known_kind_is_left_alone() -> None:
    assert facets("$CASH", [Entity(kind="cashtag", start=0, end=5, value="CASH")], resolve) == []


@pytest.mark.parametrize(
    ("tag", "fit"),
    [
        ("", False),
        ("a" * 64, True),
        ("a" * 65, False),
        ("e\u0301" * 64, True),
        ("👩‍👩‍👧" * 35, True),
        ("👩‍👩‍👧" * 36, False),
    ],
)
def test_a_tag_has_64_characters_and_640_bytes_at_most(tag: str, fit: bool) -> None:
    assert fits(tag) is fit


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://example.org/a?b#c", "https://example.org/a?b#c"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("example.org/path", "https://example.org/path"),
        ("example.org:8080/path", "https://example.org:8080/path"),
        ("javascript:alert(1)", None),
        ("ftp://example.org", None),
        ("https:///nowhere", None),
        ("https://example.org/a b", None),
        ("", None),
    ],
)
def test_a_link_is_an_address_of_the_web(link: str, address: str | None) -> None:
    assert address_of(link) == address
