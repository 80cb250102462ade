"""How the fake of X gives a token to an app: OAuth 1.0a with a PIN, as X's page on it describes."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.servers.x_messages import Answer, Asked
from tests.servers.x_signing import Keys, signed

REQUEST, ACCESS = "/oauth/request_token", "/oauth/access_token"


@dataclass
class Granting:
    """`pin` is what X shows to a person who allows the app."""

    pin: str = "7654321"
    token: str = "test-request-token"  # noqa: S105 - not one
    secret: str = "test-request-secret"  # noqa: S105 - not one

    def answer(self, asked: Asked, keys: Keys, bases: Sequence[str]) -> Answer | None:
        """None: this is no request for a token."""
        if asked.method != "POST" or asked.path not in {REQUEST, ACCESS}:
            return None
        before = asked.path == REQUEST
        token, secret = ("", "") if before else (self.token, self.secret)
        if not signed(asked, Keys(keys.consumer_key, keys.consumer_secret, token, secret), bases):
            return Answer(status=401, body="Could not authenticate you.")
        said = asked.headers["authorization"]
        if before:
            wanted = 'oauth_callback="oob"'
            given = {"oauth_token": self.token, "oauth_token_secret": self.secret, "oauth_callback_confirmed": "true"}
        else:
            wanted = f'oauth_verifier="{self.pin}"'
            given = {
                "oauth_token": keys.token,
                "oauth_token_secret": keys.token_secret,
                "screen_name": "awareness_test",
            }
        if wanted not in said:
            return Answer(status=401, body="Error processing your OAuth request: Invalid oauth_verifier parameter")
        return Answer(status=200, body=urlencode(given))
