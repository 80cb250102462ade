"""The channel of a Bluesky account: the port of channels, kept with our own record keys."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from scheduler.channels.bluesky.handles import Handles
from scheduler.channels.bluesky.records import PEOPLE, POST, Ours, Shown, ours_in, record_of, wire_of
from scheduler.channels.bluesky.repositories import Repository
from scheduler.channels.bluesky.sessions import Session, Sessions
from scheduler.channels.bluesky.tids import is_tid, tid_of
from scheduler.channels.bluesky.tokens import scopes_of
from scheduler.channels.bluesky.xrpc import NONSENSE, Meaning, Xrpc, meaning_of
from scheduler.channels.doors import door_for
from scheduler.channels.kit import Kit
from scheduler.channels.pictures import encode
from scheduler.errors import ChannelBusy, ChannelLocked, ChannelRefused, ChannelTrouble
from scheduler.model.account import Account, Profile
from scheduler.model.receipt import (
    Absent,
    CannotTell,
    Capabilities,
    Finding,
    Found,
    Image,
    Later,
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
from scheduler.wire.door import Passed
from scheduler.wire.quoting import quoted

PUT = "com.atproto.repo.putRecord"
VIEW = "app.bsky.feed.getPosts"
WHO = "com.atproto.server.getSession"
NO_HANDLE = "handle.invalid"
OTHER = "another text stands under this key"
POLICY = re.compile(r"(?P<most>[0-9]{1,9});w=(?P<seconds>[0-9]{1,9})")

COUNTS = {
    "likeCount": "likes",
    "repostCount": "boosts",
    "replyCount": "replies",
    "quoteCount": "quotes",
    "bookmarkCount": "bookmarks",
}


class Bluesky:
    """The channel of one account. A post has a record key of its own from the first, and stands under it once."""

    capabilities = Capabilities(public=True, deletes=True, reads=True)

    def __init__(self, account: Account, kit: Kit) -> None:
        self.limits = kit.limits
        self._account = account
        self._clock = kit.clock
        self._xrpc = Xrpc(door_for(account, kit), kit.clock)
        self._sessions = Sessions(account, kit, self._xrpc)
        self._repository = Repository(self._sessions, self._xrpc)
        self._handles = Handles(self._sessions, self._xrpc, kit.clock)

    def prepare(self, post: Outgoing) -> Prepared:
        try:
            post.post.text.encode()
        except UnicodeEncodeError:
            raise ChannelRefused(f"the text of {post.key} holds characters that no network can carry") from None
        session = self._sessions.current()
        pictures = [self._uploaded(image, post.go_on) for image in post.pictures]
        record = record_of(post, pictures, self._handles.did_of)
        return Prepared(key=post.key, account=post.account, wire=wire_of(post, session.did, record))

    def _uploaded(self, image: Image, go_on: Callable[[], None]) -> Shown:
        drawn = encode(image.content, self.limits.pictures)
        go_on()
        blob = self._repository.upload(drawn.content, drawn.media_type)
        return Shown(blob=blob, alt=image.alt, width=drawn.width, height=drawn.height)

    def send(self, prepared: Prepared, fence: Fence) -> Outcome:
        """What the session needs is asked before the create call, which is one request."""
        ours = ours_in(prepared)
        if ours is None:
            return Refused(reason=f"these bytes are no post of {self._account.id} under this key")
        try:
            session = self._sessions.current()
        except ChannelLocked as locked:
            return Locked(reason=str(locked))
        except ChannelBusy as busy:
            return Later(reason=str(busy), when=busy.when)
        except ChannelTrouble as trouble:
            return NotSent(reason=str(trouble))
        if session.did != ours.repo:
            return Refused(reason=f"these bytes are a post of {ours.repo}, and {self._account.id} is {session.did}")
        passed = self._xrpc.create(session.server, PUT, prepared.wire, session.access, fence)
        return self._outcome(passed, ours, session)

    def _outcome(self, passed: Passed, ours: Ours, session: Session) -> Outcome:
        answer = passed.answer
        if answer is None:
            return Unknown(reason=passed.trouble) if passed.sent else NotSent(reason=passed.trouble)
        meaning, words = meaning_of(answer)[0], self._xrpc.words(answer)
        if meaning is Meaning.DONE:
            if answer.group.get("uri") != ours.uri:
                return Unknown(reason=NONSENSE)
            self._sessions.was_taken(session)
            return Posted(receipt=ours.receipt(ours.record, self._clock.now()))
        if meaning is Meaning.OCCUPIED:
            return self._occupied(ours)
        if meaning is Meaning.STALE and self._sessions.was_not_taken(session):
            meaning = Meaning.AGAIN
        return refusal(meaning, words, self._xrpc.until(answer))

    def _occupied(self, ours: Ours) -> Outcome:
        finding = self._look(ours)
        match finding:
            case Found(receipt=receipt):
                return Posted(receipt=receipt)
            case CannotTell(reason=reason) if reason == OTHER:
                return Refused(reason="this key has been taken by another text")
            case Absent():
                return Unknown(reason="something stood under this key a moment ago, and is gone")
            case CannotTell(reason=reason):
                return Unknown(reason=f"something stands under this key already, and it cannot be seen: {reason}")

    def find(self, prepared: Prepared) -> Finding:
        """The server that holds the account's posts is asked for the record; nobody need be signed in for that."""
        ours = ours_in(prepared)
        if ours is None:
            return CannotTell(reason=f"these bytes are no post of {self._account.id} under this key")
        return self._look(ours)

    def _look(self, ours: Ours) -> Finding:
        try:
            record = self._repository.record(ours.uri)
        except ChannelTrouble as trouble:
            return CannotTell(reason=str(trouble))
        if record is None:
            return Absent(evidence=f"the server has no {ours.uri}")
        if not ours.is_said_in(record):
            return CannotTell(reason=OTHER)
        return Found(receipt=ours.receipt(record, self._clock.now()), evidence=f"the server has {ours.uri}")

    def recall(self, posts: Sequence[Outgoing], since: datetime) -> list[Finding]:  # noqa: ARG002 - keys have no age
        """By their keys, whatever stands under them. A record that was deleted leaves nothing that could tell it from
        one that never was."""
        repo = self._sessions.current().did
        return [self._recalled(repo, tid_of(post.key), post.post.text) for post in posts]

    def _recalled(self, repo: str, rkey: str, text: str) -> Finding:
        uri = f"at://{repo}/{POST}/{rkey}"
        record = self._repository.record(uri)
        if record is None:
            return Absent(evidence=f"the server has no {uri}")
        ours = Ours(repo=repo, rkey=rkey, record=record)
        said = "" if record.get("text") == text else ", with another text"
        return Found(receipt=ours.receipt(record, self._clock.now()), evidence=f"the server has {uri}{said}")

    def resend_safe(self, prepared: Prepared, first_sent: datetime, now: datetime) -> bool:  # noqa: ARG002 - for ever
        """For as long as the post stands. Nothing remembers one that was deleted, and the same bytes would bring it
        back; a deleted delivery is never repeated."""
        return True

    def read(self, receipt: Receipt) -> Reading | Absent:
        """What the network's view of all servers counts; that a post is gone is said by its own server alone."""
        uri = self._uri(receipt)
        try:
            post = self._seen(uri)
        except ChannelTrouble:
            if self._repository.record(uri) is None:
                return Absent(evidence=f"the server has no {uri}")
            raise
        counts = {ours: post[theirs] for theirs, ours in COUNTS.items() if _is_count(post.get(theirs))}
        return Reading(at=self._clock.now(), counts=counts)

    def _seen(self, uri: str) -> dict[str, Any]:
        """Raises ChannelTrouble where the view of the network does not show the post, which it may not do yet."""
        answer = self._sessions.ask(lambda session: self._xrpc.get(session.server, VIEW, {"uris": uri}, session.access))
        posts = answer.group.get("posts")
        for post in posts if isinstance(posts, list) else ():
            if isinstance(post, dict) and post.get("uri") == uri:
                return post
        raise ChannelTrouble("the server does not show the post in its view of the network")

    def delete(self, receipt: Receipt) -> None:
        """Nothing brings it back."""
        self._repository.delete(self._uri(receipt))

    def _uri(self, receipt: Receipt) -> str:
        """A person who found a post gave its page, and with it the key alone."""
        name = receipt.remote_id
        return f"at://{self._sessions.current().did}/{POST}/{name}" if is_tid(name) else name

    def introduce(self) -> Profile:
        """Whether it is automated is what its profile says with the label `bot`."""
        answer = self._sessions.ask(lambda session: self._xrpc.get(session.server, WHO, {}, session.access))
        session, said = self._sessions.current(), answer.group
        if said.get("active") is False:
            raise ChannelLocked(f"the account is {quoted(said.get('status')) or 'not active'}")
        handle = quoted(said.get("handle")) or session.handle
        return Profile(
            at=self._clock.now(),
            remote_id=session.did,
            handle=handle,
            url=f"{PEOPLE}/profile/{session.did if handle == NO_HANDLE else handle}",
            scopes=scopes_of(session.access),
            automated=is_bot(self._repository.record(f"at://{session.did}/app.bsky.actor.profile/self")),
            software="AT Protocol PDS",
            version=self._version(session.server),
            limits={"characters": self.limits.limit, "pictures": self.limits.pictures.count},
            left=left_in(answer.headers),
        )

    def _version(self, server: str) -> str:
        answer = self._xrpc.get(server, "_health", {})
        return quoted(answer.group.get("version")) if answer.status == 200 else ""


def refusal(meaning: Meaning, words: str, when: datetime | None) -> Outcome:
    match meaning:
        case Meaning.STALE | Meaning.LOCKED:
            return Locked(reason=words)
        case Meaning.BUSY | Meaning.AGAIN:
            return Later(reason=words, when=when)
        case Meaning.REFUSED:
            return Refused(reason=words)
        case _:
            return Unknown(reason=words)


def _is_count(found: object) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and found >= 0


def is_bot(profile: Mapping[str, Any] | None) -> bool:
    """By the label that an account gives itself (docs.bsky.app, Bots)."""
    labels = (profile or {}).get("labels")
    values = labels.get("values") if isinstance(labels, dict) else None
    return any(isinstance(value, dict) and value.get("val") == "bot" for value in values or ())


def left_in(headers: Mapping[str, str]) -> dict[str, str]:
    """How often the server may still be asked, where it says so; its policy reads `3000;w=300`: so many in so many
    seconds."""
    left, policy = (headers.get(f"ratelimit-{name}", "") for name in ("remaining", "policy"))
    found = POLICY.fullmatch(policy)
    if found is None or not left.isdecimal():
        return {}
    return {"requests": f"{left} of {found['most']} in {int(found['seconds']) // 60} min"}
