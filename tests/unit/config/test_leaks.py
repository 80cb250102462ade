import pytest

from scheduler.config.composing import compose
from scheduler.config.leaks import known_tokens, leaks, looks_secret

# None of these was ever valid: each repeats itself, or says what it is.
KNOWN = [
    "ghp_" + "notarealtoken000" * 2,
    "github_pat_" + "notarealtoken000",
    "glpat-" + "not-a-real-token",
    "xoxb-not-a-real-token",
    "AKIA" + "NOTAREALTOKEN000",
    "eyJub3RyZWFs.eyJub3RyZWFs",
    "AAAA" + "notarealtoken" * 2,
    "Bearer notarealtoken000",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY",
]
BY_CHANCE = [
    "q7Bz0KfX2mWp9Lr4Tn8Vc1Yd6Hs3",
    "0f9e8d7c6b5a4938271605f4e3d2c1b0",
    "k3x2-q7aa-bb22-zz77",
    "https://petition.example/?token=q7bz0kfx",
    "https://petition.example/sign#access_token=q7bz0kfx",
]
ORDINARY = [
    "",
    "close-the-camps",
    "StopTheCampsInChechnya2019Now",
    "Sign Amnesty's petition: stop the abductions and torture, keep people safe.",
    "https://www.amnesty.org/en/latest/news/2019/01/russia-Xy7Qk2Lm9Zt4Bv8Np3Rw6Hs1/",
    "https://petition.example/?utm_source=mail&token=",
    "did:plc:z72i7hdynmk6r22z27h6tvur",
    "camp-free-this-week",
    "AWARENESS_MAIN_MASTODON_TOKEN",
    "kavkaz@lgbtnet.org",
    "+44 (0)20 7229 6412",
    "Donaudampfschifffahrtsgesellschaft",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "123456789012345678901234",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345",
]


@pytest.mark.parametrize("text", KNOWN + BY_CHANCE)
def test_a_token_is_known_by_its_look(text: str) -> None:
    assert looks_secret(text)
    assert looks_secret(f"see {text} here")


@pytest.mark.parametrize("text", ORDINARY)
def test_what_people_write_is_no_token(text: str) -> None:
    assert not looks_secret(text)


def found(text: str) -> list[str]:
    root = compose(text).root
    assert root is not None
    return [".".join(map(str, trail)) for trail, _ in leaks(root)]


@pytest.mark.parametrize(
    "key",
    [
        "token",
        "access_token",
        "ACCESS-TOKEN",
        "apiKey",
        "api_secret",
        "client_secret",
        "consumer_key",
        "password",
        "passwd",
        "app_password",
        "secret",
        "secret_key",
        "credentials",
        "private_key",
        "authorization",
        "bearer_token",
    ],
)
def test_a_value_below_a_secret_key_is_a_secret_whatever_it_looks_like(key: str) -> None:
    assert found(f"accounts: [{{{key}: hunter}}]") == [f"accounts.0.{key}"]
    assert found(f"{key}: {{value: [hunter]}}") == [f"{key}.value.0"]


@pytest.mark.parametrize("key", ["id", "keys", "tokens_per_day", "passport", "compass", "secretary", "keyword"])
def test_other_keys_hide_no_secret(key: str) -> None:
    assert found(f"{key}: hunter") == []


@pytest.mark.parametrize(
    "place", ["{env: HARBOUR_TOKEN}", "{file: token.txt}", "HARBOUR_TOKEN", "${HARBOUR_TOKEN}", '""']
)
def test_where_a_token_is_kept_is_no_secret(place: str) -> None:
    assert found(f"token: {place}") == []


def test_a_token_in_the_place_of_a_name_is_a_secret() -> None:
    assert found("token: {env: xoxb-not-a-real-token}") == ["token.env"]


def test_what_was_complained_about_is_not_told_again() -> None:
    assert found("token: @hunter\n") == []


def test_known_tokens_are_found_in_comments_one_a_line() -> None:
    text = (
        "a: b\n  # xoxb-not-a-real-token xoxb-not-a-real-token\n# q7Bz0KfX2mWp9Lr4Tn8Vc1Yd6Hs3\nxoxb-not-a-real-token"
    )

    assert list(known_tokens(text)) == [(2, 5), (4, 1)]


def test_a_token_does_not_begin_within_a_word() -> None:
    assert list(known_tokens("foxoxb-not-a-real-token")) == []
