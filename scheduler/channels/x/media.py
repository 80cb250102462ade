"""Pictures go up to X before the post that shows them: by calls of our own, since tweepy has none to API v2."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from requests_oauthlib import OAuth1

from scheduler.channels.x.answers import ask
from scheduler.channels.x.keys import Keys
from scheduler.clock import Clock
from scheduler.errors import ChannelRefused, ChannelTrouble
from scheduler.model.receipt import nothing_against_it
from scheduler.wire.crossing import Answer
from scheduler.wire.door import Door

LONGEST_ALT = 1000
NUMBER = re.compile("[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Uploads:
    """`address`: where the API is, without a slash at its end."""

    door: Door
    clock: Clock
    address: str
    keys: Keys

    def upload(self, content: bytes, kind: str, alt: str, go_on: Callable[[], None] = nothing_against_it) -> str:
        """X's id of a picture, which it keeps for a day; `kind` is its media type. Raises ChannelTrouble."""
        if len(alt.encode("utf-16-le")) // 2 > LONGEST_ALT:
            raise ChannelRefused(f"X takes at most {LONGEST_ALT} characters that say what a picture shows")
        go_on()
        category = "tweet_gif" if kind == "image/gif" else "tweet_image"
        files = {"media": ("picture", content, kind)}
        media_id = id_in(self._post("/2/media/upload", data={"media_category": category}, files=files))
        if media_id is None:
            raise ChannelTrouble("X's answer to a picture cannot be read")
        if alt:
            go_on()
            self._post("/2/media/metadata", json={"id": media_id, "metadata": {"alt_text": {"text": alt}}})
        return media_id

    def _post(self, path: str, **body: Any) -> Answer:
        keys = self.keys
        signing = OAuth1(keys.consumer_key, keys.consumer_secret, keys.access_token, keys.access_token_secret)
        post = partial(self.door.session.post, f"{self.address}{path}", auth=signing, **body)
        return ask(self.door, self.clock, keys, post)


def id_in(answer: Answer) -> str | None:
    """The id of what an answer is about; None: it gives none."""
    data = answer.group.get("data")
    found = data.get("id") if isinstance(data, dict) else None
    return found if isinstance(found, str) and NUMBER.fullmatch(found) else None
