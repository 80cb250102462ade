"""OAuth 1.0a as X demands it: every request is signed with the keys of the app and of the account."""

from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest
from typing import Literal, cast
from urllib.parse import urlsplit

from oauthlib.oauth1.rfc5849 import Client, signature

from tests.servers.x_messages import Asked

Method = Literal["GET", "POST", "DELETE"]


@dataclass(frozen=True)
class Keys:
    """No secrets: strings that stand in for them in tests."""

    consumer_key: str = "test-consumer-key"
    consumer_secret: str = "test-consumer-secret"  # noqa: S105 - not one
    token: str = "17-test-access-token"  # noqa: S105 - not one
    token_secret: str = "test-access-token-secret"  # noqa: S105 - not one


def signed(asked: Asked, keys: Keys, bases: Sequence[str]) -> bool:
    """Whether the Authorization header signs this request at one of the base addresses. Clients sign the address that
    they meant, and reach the fake at another. Neither JSON nor multipart bodies are part of a signature."""
    header = asked.headers.get("authorization", "")
    if not header.startswith("OAuth "):
        return False
    try:
        every = dict(
            signature.collect_parameters(
                headers={"Authorization": header}, exclude_oauth_signature=False, with_realm=False
            )
        )
        params = signature.collect_parameters(urlsplit(asked.at).query, headers={"Authorization": header})
    except ValueError:
        return False
    known = (every.get("oauth_consumer_key"), every.get("oauth_token", ""), every.get("oauth_signature_method"))
    if known != (keys.consumer_key, keys.token, "HMAC-SHA1") or not every.get("oauth_nonce"):
        return False
    given = every.get("oauth_signature", "")
    return any(compare_digest(given, _sign(asked, base, params, keys)) for base in bases)


def _sign(asked: Asked, base: str, params: list[tuple[str, str]], keys: Keys) -> str:
    uri = signature.base_string_uri(base + asked.path)
    listed = signature.normalize_parameters(params)  # type: ignore[arg-type]  # its stubs say dict; it takes pairs
    text = signature.signature_base_string(cast("Method", asked.method), uri, listed)
    client = Client(keys.consumer_key, keys.consumer_secret, keys.token, keys.token_secret)
    return str(signature.sign_hmac_sha1_with_client(text, client))
