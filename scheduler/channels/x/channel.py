"""X, spoken to by tweepy; its API keeps no key of ours, so what may be out is looked up and never sent again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import tweepy
from requests import Response

from scheduler.channels.doors import door_for
from scheduler.channels.identity import must_be_own
from scheduler.channels.kit import Kit
from scheduler.channels.pictures import encode
from scheduler.channels.x.answers import Twin, ask, left_of, outcome_of
from scheduler.channels.x.keys import Keys, keys_in
from scheduler.channels.x.looking import beginning, finding_in, paged
from scheduler.channels.x.media import NUMBER, Uploads, id_in
from scheduler.channels.x.posts import Page, page_of
from scheduler.channels.x.wire import Wire, prepared_from, wire_for, wire_of
from scheduler.errors import ChannelLocked, ChannelRefused, ChannelTrouble, StoreTrouble
from scheduler.model.account import Account, Profile
from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Capabilities,
    Finding,
    Found,
    Locked,
    NotSent,
    Outcome,
    Outgoing,
    Posted,
    Prepared,
    Reading,
    Receipt,
    Refused,
    Unknown,
)
from scheduler.service.ports import Fence
from scheduler.wire.crossing import Answer

HOME = "https://api.x.com"
HARD_CODED = "https://api.twitter.com"
"""Where tweepy goes, whatever it is told."""

LAG = timedelta(minutes=10)
"""X does not say how far a timeline may be behind."""

PAGE = 100
SHORT = 280
FIELDS = ("created_at", "text", "entities", "referenced_tweets", "attachments")
"""What a look-up needs to see; of an account that may write longer than SHORT, the whole text as well."""

COUNTS = {
    "like_count": "likes",
    "retweet_count": "boosts",
    "repost_count": "boosts",
    "reply_count": "replies",
    "quote_count": "quotes",
    "bookmark_count": "bookmarks",
    "impression_count": "impressions",
}
"""X's names, the older and the newer, and ours."""


class X:
    """The channel of one account at X.

    Whether readers are told that nobody types there is a label that a person sets by hand in X's settings; the API
    neither sets nor shows it, so a profile says None of it. Two texts are one to `find` where they differ in white
    space alone, or in how an address is written."""

    capabilities = Capabilities(public=True, deletes=True, reads=True, appears_within=LAG)

    def __init__(self, account: Account, kit: Kit) -> None:
        self.limits = kit.limits
        self._account = account
        self._kit = kit
        self._address = (account.server or HOME).rstrip("/")
        self._create = f"{urlsplit(self._address).path}/2/tweets"
        self._door = door_for(account, kit, (HARD_CODED, self._address))
        self._left: dict[str, str] = {}

    def prepare(self, post: Outgoing) -> Prepared:
        """The same bytes for the same post at the same instant, but for the ids of its pictures: those are uploaded
        anew, and X keeps them for a day."""
        return prepared_from(post, self._uploaded(post))

    def _uploaded(self, post: Outgoing) -> tuple[str, ...]:
        if not post.pictures:
            return ()
        uploads = Uploads(self._door, self._kit.clock, self._address, self._keys())
        drawn = [(encode(picture.content, self.limits.pictures), picture.alt) for picture in post.pictures]
        return tuple(uploads.upload(picture.content, picture.media_type, alt, post.go_on) for picture, alt in drawn)

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        wire = self._read(prepared)
        if wire is None:
            return Refused(reason=f"these bytes are no post of {self._account.id} to X")
        try:
            keys = self._keys()
        except ChannelLocked as locked:
            return Locked(reason=str(locked))
        client = self._client(keys)
        call = partial(client.create_tweet, text=wire.body.text or None, media_ids=wire.body.media_ids or None)
        passed = self._door.create("POST", self._create, fence, call)
        if not passed.sent:
            return NotSent(reason=passed.trouble)
        if passed.answer is None:
            return Unknown(reason=passed.trouble)
        return self._outcome(passed.answer, prepared, keys)

    def _outcome(self, answer: Answer, prepared: Prepared, keys: Keys) -> Outcome:
        now = self._kit.clock.now()
        self._left = left_of(answer, now)
        if 200 <= answer.status < 300:
            if post_id := id_in(answer):
                return Posted(receipt=self._receipt(post_id, now))
            return Unknown(reason=f"X took it ({answer.status}), and its answer cannot be read")
        outcome = outcome_of(answer, now, keys)
        return self._twin(prepared, outcome) if isinstance(outcome, Twin) else outcome

    def _twin(self, prepared: Prepared, twin: Twin) -> Outcome:
        """An equal text is there: this one, of an earlier try, or one from long before, which is another post."""
        finding = self.find(prepared)
        if isinstance(finding, Found):
            return Posted(receipt=finding.receipt, evidence=finding.evidence, looked_at=finding.looked_at)
        seen = finding.evidence if isinstance(finding, Absent) else finding.reason
        return Unknown(reason=f"{twin.reason}, and it does not show yet: {seen}", looked_at=finding.looked_at)

    def find(self, prepared: Prepared) -> Finding:
        wire = self._read(prepared)
        if wire is None:
            return CannotTell(reason=f"these bytes are no post of {self._account.id} to X")
        return finding_in(self._pages(wire), wire, self._receipt)

    def _pages(self, wire: Wire) -> Iterator[Page]:
        client, profile = self._client(), self._profile()
        user = profile.remote_id if profile else self.introduce().remote_id
        more = ("note_tweet",) if self.limits.limit > SHORT else ()
        look = partial(
            client.get_users_tweets,
            user,
            start_time=beginning(wire),
            max_results=PAGE,
            exclude=["retweets"],  # not answers: X may count a text as one because it begins with a name
            tweet_fields=[*FIELDS, *more],
            user_auth=True,
        )

        def turn(token: str | None) -> Page:
            page = page_of(self._ask(partial(look, pagination_token=token)))
            if page is None:
                raise ChannelTrouble("X's answer is no page of a timeline")
            return page

        yield from paged(turn)

    def recall(self, posts: Sequence[Outgoing], since: datetime) -> list[Finding]:
        """By what they say, in one look: X charges for every post that it shows."""
        wires = [wire_for(post, tuple("?" for _ in post.post.pictures), since) for post in posts]
        if not wires:
            return []
        shown, trouble = self._shown(wires[0])
        findings = [finding_in(shown, wire, self._receipt, trouble) for wire in wires]
        return [finding if n == 0 else replace(finding, looked_at=0) for n, finding in enumerate(findings)]

    def _shown(self, wire: Wire) -> tuple[list[Page], str]:
        """Trouble after the first page has cost money already."""
        pages = list[Page]()
        try:
            for page in self._pages(wire):
                pages.append(page)
        except ChannelTrouble as trouble:
            if not pages:
                raise
            return pages, str(trouble)
        return pages, ""

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:  # noqa: ARG002 - never
        return False

    def read(self, receipt: Receipt) -> Reading | Absent:
        look = partial(self._client().get_tweets, [receipt.remote_id], tweet_fields=["public_metrics"], user_auth=True)
        answer = self._ask(look)
        for post in groups(answer, "data"):
            if post.get("id") == receipt.remote_id and isinstance(metrics := post.get("public_metrics"), dict):
                counted = {ours: metrics.get(theirs) for theirs, ours in COUNTS.items() if theirs in metrics}
                counts = {name: count for name, count in counted.items() if isinstance(count, int)}
                return Reading(at=self._kit.clock.now(), counts=counts)
        if any(str(error.get("type")).endswith("/resource-not-found") for error in groups(answer, "errors")):
            return Absent(evidence=f"X has no post {receipt.remote_id}")
        raise ChannelTrouble(f"X does not say how often {receipt.remote_id} was seen")

    def delete(self, receipt: Receipt) -> None:
        if not NUMBER.fullmatch(receipt.remote_id):
            raise ChannelRefused("X names posts by numbers, and this is none")
        answer = self._ask(partial(self._client().delete_tweet, receipt.remote_id, user_auth=True), gone=404)
        data = answer.group.get("data")
        if answer.status != 404 and not (isinstance(data, dict) and isinstance(data.get("deleted"), bool)):
            raise ChannelTrouble(f"X does not say whether {receipt.remote_id} was taken down")

    def introduce(self) -> Profile:
        answer = self._ask(partial(self._client().get_me, user_auth=True))
        user, remote_id = answer.group.get("data"), id_in(answer)
        handle = user.get("username") if isinstance(user, dict) else None
        if remote_id is None or not isinstance(handle, str):
            raise ChannelTrouble("X does not say whose keys these are")
        must_be_own(self._account, handle)
        now = self._kit.clock.now()
        level = answer.headers.get("x-access-level")
        return Profile(
            at=now,
            remote_id=remote_id,
            handle=handle,
            url=f"https://x.com/{handle}",
            scopes=(level,) if level else (),
            limits={"characters": SHORT, "pictures": 4},
            left=self._left | left_of(answer, now),
        )

    def _ask(self, call: Callable[[], object], *, gone: int | None = None) -> Answer:
        """`gone`: the status that is no trouble. Raises ChannelTrouble."""
        return ask(self._door, self._kit.clock, self._keys(), call, gone)

    def _keys(self) -> Keys:
        return keys_in(self._kit.token(), self._account.id)

    def _client(self, keys: Keys | None = None) -> Any:
        """A new one each time, for a token may be another since. Raises ChannelLocked."""
        keys = keys or self._keys()
        client = tweepy.Client(
            consumer_key=keys.consumer_key,
            consumer_secret=keys.consumer_secret,
            access_token=keys.access_token,
            access_token_secret=keys.access_token_secret,
            return_type=Response,  # it drops half of what X says; we read the answer ourselves
            wait_on_rate_limit=False,
        )
        client.session = self._door.session
        return client

    def _read(self, prepared: Prepared) -> Wire | None:
        return wire_of(prepared) if prepared.account == self._account.id else None

    def _profile(self) -> Profile | None:
        """A store that cannot say what it kept is as one that kept nothing: what is out must have its receipt."""
        try:
            return self._kit.profile()
        except StoreTrouble:
            return None

    def _receipt(self, post_id: str, at: datetime) -> Receipt:
        profile = self._profile()
        return Receipt(
            remote_id=post_id, url=f"https://x.com/{profile.handle if profile else 'i'}/status/{post_id}", at=at
        )


def groups(answer: Answer, name: str) -> list[dict[str, Any]]:
    """The JSON objects of a list in an answer."""
    found = answer.group.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
