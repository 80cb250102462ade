import pytest

from scheduler.channels.identity import must_be_own
from scheduler.errors import ChannelLocked
from tests.make import an_account


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (None, "anna@example.org"),
        ("anna", "anna@example.org"),
        ("anna@example.org", "anna@example.org"),
        ("Anna@Example.org", "anna@example.ORG"),
        ("anna.example.org", "@anna.example.org"),
        ("anna@example.org", "anna"),
    ],
)
def test_a_handle_is_the_same_whatever_its_case_and_with_or_without_its_server(ours: str | None, theirs: str) -> None:
    must_be_own(an_account(handle=ours), theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("anna", "bob"),
        ("anna@example.org", "anna@example.com"),
        ("anna.example.org", "anna.example.com"),
        ("ann", "anna"),
    ],
)
def test_a_token_of_another_account_locks_it(ours: str, theirs: str) -> None:
    with pytest.raises(ChannelLocked) as caught:
        must_be_own(an_account(handle=ours), theirs)
    said = f"the token belongs to @{theirs}, and the files say @{ours}; log in as that one, or change `handle:`"
    assert str(caught.value) == said
