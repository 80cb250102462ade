"""What a template may name, and what was probably meant by a name that it may not."""

import pytest

from scheduler.rendering.names import GROUPS, NAMES, NEVER_DROPPED, meant, members, nearest, with_members


def test_groups_hold_names_and_are_none_themselves() -> None:
    assert frozenset({"campaign", "action"}) == GROUPS


def test_what_is_never_dropped_can_be_named() -> None:
    assert NAMES.keys() > NEVER_DROPPED


def test_a_group_knows_its_members() -> None:
    assert members("fact") == ["fact.source", "fact.date"]
    assert members("day") == []


def test_a_fact_goes_together_with_its_source_and_date() -> None:
    assert with_members("fact") == {"fact", "fact.source", "fact.date"}
    assert with_members("hashtags") == {"hashtags"}


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        ("action.lnk", "did you mean action.link?"),
        ("fact.sorce", "did you mean fact.source?"),
        ("hashtag", "did you mean hashtags?"),
        ("Hashtags", "did you mean hashtags?"),
        ("link", "did you mean action.link?"),
        ("name", "did you mean campaign.name?"),
        ("source", "did you mean fact.source?"),
        ("dates", "did you mean date?"),
        ("campaign.title", "known: campaign.name"),
    ],
)
def test_the_nearest_name_is_offered(wrong: str, answer: str) -> None:
    assert meant(wrong) == answer


def test_without_a_near_name_all_are_listed() -> None:
    assert meant("zzz") == f"known: {', '.join(NAMES)}"
    assert meant("zzz.yyy") == f"known: {', '.join(NAMES)}"


def test_a_name_of_a_group_is_looked_for_in_that_group() -> None:
    assert meant("fact.name") == "known: fact.source, fact.date"


@pytest.mark.parametrize(("wrong", "answer"), [("uper", "upper"), ("UPPER", "upper"), ("zzz", None)])
def test_the_nearest_word_is_found(wrong: str, answer: str | None) -> None:
    assert nearest(wrong, ["upper", "lower"]) == answer
