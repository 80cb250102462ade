"""Mastodon, and the servers that speak as it does: keys that are kept for an hour, and a timeline to look at after."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from scheduler.channels.identity import must_be_own
from scheduler.channels.kit import Kit
from scheduler.channels.mastodon.answers import outcome_of, worded
from scheduler.channels.mastodon.calls import Calls
from scheduler.channels.mastodon.profile import OVER, introduce, keys_hold_from, own_id
from scheduler.channels.mastodon.statuses import SAYING, Saying, passes_for, read_saying, read_status
from scheduler.channels.mastodon.timelines import Timeline
from scheduler.channels.mastodon.uploading import Upload, Uploading, within
from scheduler.channels.pictures import encode
from scheduler.errors import ChannelLocked, ChannelTrouble, StoreTrouble
from scheduler.model.account import Account, Profile
from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Capabilities,
    Finding,
    Image,
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

CREATE = "/api/v1/statuses"
EVERYBODY = "public"

KEPT = timedelta(minutes=45)
"""How long a key counts on: Mastodon keeps it for an hour after it took the post, by a clock that is not ours."""

MARGIN = timedelta(minutes=5)
"""How far the server's clock may be behind ours."""

NOT_OURS = "these bytes are no post for Mastodon"


class Mastodon:
    """The channel of one account. A server that is not known to keep keys is asked nothing twice: whether a post is
    there is then found in the account's own timeline."""

    capabilities = Capabilities(public=True, deletes=True, reads=True, appears_within=OVER)

    def __init__(self, account: Account, kit: Kit) -> None:
        self.limits = kit.limits
        self._account = account
        self._kit = kit
        self._calls = Calls(account, kit)
        self._uploading = Uploading(self._calls, kit.clock, kit.deadline)

    def prepare(self, post: Outgoing) -> Prepared:
        """The bytes depend on the post alone; with pictures also on the names that the server gives to these, which
        are others each time."""
        pictures = self._uploading.upload([self._drawn(image) for image in post.pictures], post.go_on)
        return Prepared(
            key=post.key, account=post.account, wire=SAYING.dump_json(self._saying(post, post.at, pictures))
        )

    def _saying(self, post: Outgoing, since: datetime, media_ids: tuple[str, ...]) -> Saying:
        return Saying(
            slot=post.key,
            status=post.post.text,
            media_ids=media_ids,
            visibility=post.post.visibility or EVERYBODY,
            language=post.language,
            spoiler_text=post.post.warning,
            sensitive=bool(post.post.warning and post.pictures),
            idempotency_key=self._key(post),
            created_after=since - MARGIN,
        )

    def _drawn(self, image: Image) -> Upload:
        """As large as the network takes it, and as this server does where it said so."""
        profile = self._profile()
        rule = within(self.limits.pictures, profile.limits if profile else {})
        drawn = encode(image.content, rule)
        return Upload(content=drawn.content, kind=drawn.media_type, alt=image.alt)

    def _key(self, post: Outgoing) -> str:
        """The same for whoever prepares this post again, at another time or after a backup was put back."""
        said = [post.key, post.post.text, post.post.visibility or EVERYBODY, post.language, post.post.warning]
        said += [part for image in post.pictures for part in (hashlib.sha256(image.content).hexdigest(), image.alt)]
        return hashlib.sha256("".join(f"{len(part)}:{part}" for part in said).encode()).hexdigest()

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        saying = self._read(prepared)
        if saying is None:
            return Refused(reason=NOT_OURS)
        try:
            token, client = self._calls.token, self._calls.client()
        except ChannelLocked as trouble:
            return Locked(reason=str(trouble))
        passed = self._calls.door.create(
            "POST",
            CREATE,
            fence,
            lambda: client.status_post(
                saying.status,
                media_ids=list(saying.media_ids) or None,
                visibility=saying.visibility,
                language=saying.language,
                spoiler_text=saying.spoiler_text or None,
                sensitive=saying.sensitive,
                idempotency_key=saying.idempotency_key,
            ),
        )
        if not passed.sent:
            return NotSent(reason=passed.trouble)
        if passed.answer is None:
            return Unknown(reason=passed.trouble)
        if 200 <= passed.answer.status < 300:
            return self._taken(saying, passed.answer)
        return outcome_of(passed.answer, self._kit.clock.now(), token)

    def _taken(self, saying: Saying, answer: Answer) -> Outcome:
        status = read_status(answer.document(), self._calls.server)
        if status is None:
            return Unknown(reason=worded("it took the post, and what it says of it cannot be read", answer, ""))
        if not passes_for(saying, status):
            # Our key is of our text, so this is what the server made of it, or nobody can say what.
            return Unknown(reason=f"it answered with post {status.id}, which says something else; look at it")
        return Posted(receipt=status.receipt)

    def _read(self, prepared: Prepared) -> Saying | None:
        saying = read_saying(prepared.wire)
        return saying if saying is not None and saying.slot == prepared.key else None

    def find(self, prepared: Prepared) -> Finding:
        saying = self._read(prepared)
        if saying is None:
            return CannotTell(reason=NOT_OURS)
        try:
            return Timeline(self._calls, self._own_id()).find(saying)
        except ChannelTrouble as trouble:
            return CannotTell(reason=str(trouble))

    def _profile(self) -> Profile | None:
        """A store that cannot say what it kept is as one that kept nothing."""
        try:
            return self._kit.profile()
        except StoreTrouble:
            return None

    def _own_id(self) -> str:
        profile = self._profile()
        return profile.remote_id if profile else own_id(self._calls)

    def recall(self, posts: Sequence[Outgoing], since: datetime) -> list[Finding]:
        """By what they say: a timeline does not show keys."""
        sayings = [self._saying(post, since, tuple("?" for _ in post.post.pictures)) for post in posts]
        return Timeline(self._calls, self._own_id()).find_all(sayings) if sayings else []

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:  # noqa: ARG002 - any bytes
        """Where the server's software is known to keep keys, and surely still keeps this one."""
        holds_from = keys_hold_from(self._profile())
        return holds_from is not None and first_sent + holds_from <= now < first_sent + KEPT

    def read(self, receipt: Receipt) -> Reading | Absent:
        answer = self._calls.look(lambda client: client.status(receipt.remote_id))
        if answer is None:
            return Absent(evidence=f"{self._calls.server} has no post {receipt.remote_id}")
        status = read_status(answer.document(), self._calls.server)
        if status is None or status.id != receipt.remote_id:
            raise ChannelTrouble("what it says of the post cannot be read")
        return Reading(at=self._kit.clock.now(), counts=status.counts)

    def introduce(self) -> Profile:
        profile = introduce(self._calls, self._kit.clock)
        must_be_own(self._account, profile.handle)
        return profile

    def delete(self, receipt: Receipt) -> None:
        self._calls.look(lambda client: client.status_delete(receipt.remote_id))
