"""The fake of X as the tests hold it: what it was asked, what the world reads, and the switches for every trouble."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from scheduler.clock import Clock
from tests.servers import x_media as media
from tests.servers import x_messages as say
from tests.servers.x_granting import Granting
from tests.servers.x_messages import Answer, Asked, Json, Refused
from tests.servers.x_showing import OLD, fields_of, page, pictures, renamed, shown
from tests.servers.x_signing import Keys, signed
from tests.servers.x_spec import judge
from tests.servers.x_world import Post, World

BASES = ("https://api.x.com", "https://api.twitter.com")
WINDOW = timedelta(minutes=15)
LIMITS = {
    "POST /2/tweets": 100,
    "DELETE /2/tweets/{id}": 50,
    "GET /2/users/{id}/tweets": 900,
    "GET /2/tweets/{id}": 900,
    "GET /2/tweets": 900,
    "GET /2/users/me": 75,
}
"""Requests a user may make in 15 minutes, from X's page on rate limits."""
ELSEWHERE = 500
NAMED = re.compile(r"(?<=[a-z])/(\d{1,19})(?=/|$)")


@dataclass
class FakeX:
    """`faults` holds every violation of X's description by a request or an answer, where the description is at hand.
    What is signed for one of `bases` is taken, and what is signed for the address that its client went to."""

    clock: Clock
    bases: tuple[str, ...] = BASES
    old_names: bool = False
    keys: Keys = field(default_factory=Keys)
    granting: Granting = field(default_factory=Granting)
    address: str = ""
    requests: list[Asked] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=lambda: dict(LIMITS))
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(self.clock)
        self._queued: dict[str, list[Answer]] = {}
        self._windows: dict[str, tuple[datetime, int]] = {}

    @property
    def posts(self) -> list[Post]:
        """All that were ever taken, oldest first, the deleted ones too."""
        with self.world.lock:
            return list(self.world.posts)

    def texts(self) -> list[str]:
        """What the world reads now, oldest first, links as they were written."""
        with self.world.lock:
            return [post.text for post in reversed(self.world.there())]

    def next(
        self, route: str, status: int, body: Json | str, headers: dict[str, str] | None = None, *, wrong: bool = False
    ) -> None:
        """Answer the next request of a route (`POST /2/tweets`) with this, and do nothing. `wrong`: against the
        description on purpose, so no fault."""
        answer = Answer(status=status, body=body, headers=headers or {}, meant_wrong=wrong)
        self._queued.setdefault(route, []).append(answer)

    def credits(self, posts: int | None) -> None:
        """How many posts the account can still pay; None: any number."""
        self.world.credits = posts

    def suspend(self) -> None:
        self.world.suspended = True

    def cap(self) -> None:
        """The month's usage is spent."""
        self.world.capped = True

    def forbid_client(self) -> None:
        """The app has lost its access."""
        self.world.forbidden = True

    def stranger(self, post_id: str) -> None:
        """Somebody else's post, whose author never asked for an answer."""
        self.world.strangers.add(post_id)

    def threads(self, *, allowed: bool) -> None:
        """Whether answers to own posts pass; X does not say."""
        self.world.threads = allowed

    def metrics(self, post_id: str, **counts: int) -> None:
        """Set counts of a post, under their new names."""
        with self.world.lock:
            post = self.world.one(post_id)
            if post is None:
                raise KeyError(post_id)
            post.counts.update(counts)

    def answer(self, asked: Asked) -> Answer:
        """The whole of the fake; the server only carries it."""
        with self.world.lock:
            self.requests.append(asked)
            if granted := self.granting.answer(asked, self.keys, (*self.bases, self.address)):
                return granted
            route, do = self._route(asked)
            if do is None:
                return say.plain(404, "Not Found", "Not Found").answer
            answer = self._spoken(self._answer(asked, route, do))
        if found := judge():
            self.faults += found.faults_of(asked, answer, route.partition(" ")[2])
        return answer

    def _spoken(self, answer: Answer) -> Answer:
        if not self.old_names or answer.meant_wrong or not isinstance(answer.body, dict):
            return answer
        body = {key: renamed(value, OLD) for key, value in answer.body.items()}
        return Answer(status=answer.status, body=body, headers=answer.headers)

    def _answer(self, asked: Asked, route: str, do: Callable[[], Answer]) -> Answer:
        if not signed(asked, self.keys, (*self.bases, f"http://{asked.headers.get('host')}")):
            return say.unauthorized().answer
        if queued := self._queued.get(route):
            return queued.pop(0)
        spent, headers = self._count(route)
        try:
            if spent:
                raise say.too_many()
            answer = do()
        except Refused as refused:
            if not refused.counted:
                headers.pop("x-rate-limit-reset")
            answer = refused.answer
        return Answer(status=answer.status, body=answer.body, headers=headers)

    def _count(self, route: str) -> tuple[bool, dict[str, str]]:
        """Whether the window is spent, and the headers that say so; a window begins with its first request."""
        now, limit = self.clock.now(), self.limits.get(route, ELSEWHERE)
        began, used = self._windows.get(route, (now, 0))
        if now - began >= WINDOW:
            began, used = now, 0
        self._windows[route] = (began, used + 1)
        headers = {
            "x-rate-limit-limit": str(limit),
            "x-rate-limit-remaining": str(max(limit - used - 1, 0)),
            "x-rate-limit-reset": str(int((began + WINDOW).timestamp())),
        }
        return used >= limit, headers

    def _route(self, asked: Asked) -> tuple[str, Callable[[], Answer] | None]:
        world = self.world
        fixed: dict[str, Callable[[], Answer]] = {
            "POST /2/tweets": lambda: self._create(asked),
            "GET /2/tweets": lambda: self._several(asked),
            "GET /2/users/me": self._me,
            "POST /2/media/upload": lambda: done(media.upload(world, asked)),
            "POST /2/media/upload/initialize": lambda: done(media.initialize(world, asked)),
            "POST /2/media/metadata": lambda: done(media.describe_for_people(world, asked)),
        }
        named: dict[str, Callable[[str], Answer]] = {
            "GET /2/tweets/{id}": lambda it: self._one(asked, it),
            "DELETE /2/tweets/{id}": self._delete,
            "GET /2/users/{id}/tweets": lambda it: self._timeline(asked, it),
            "POST /2/media/upload/{id}/append": lambda it: done(media.append(world, asked, it)),
            "POST /2/media/upload/{id}/finalize": lambda it: done(media.finalize(world, it)),
        }
        where = f"{asked.method} {asked.path}"
        if where in fixed:
            return where, fixed[where]
        route, found = NAMED.sub("/{id}", where), NAMED.search(where)
        if route not in named or not found:
            return route, None
        return route, lambda: named[route](found[1])

    def _create(self, asked: Asked) -> Answer:
        post = self.world.create(asked.json())
        return done({"data": shown(post, self.world, set())}, 201)

    def _delete(self, post_id: str) -> Answer:
        self.world.admit()
        return done({"data": {"deleted": self.world.delete(post_id)}})

    def _me(self) -> Answer:
        self.world.admit()
        return done({"data": {"id": self.world.user, "name": "Awareness Test", "username": self.world.handle}})

    def _one(self, asked: Asked, post_id: str) -> Answer:
        self.world.admit()
        post = self.world.one(post_id)
        if post is None:
            return done({"errors": [say.missing("id", post_id, "tweet")]})
        return done({"data": shown(post, self.world, fields_of(asked)), **pictures([post], self.world, asked)})

    def _several(self, asked: Asked) -> Answer:
        self.world.admit()
        ids = [post_id for post_id in asked.query.get("ids", "").split(",") if post_id]
        if not 1 <= len(ids) <= 100:
            raise say.invalid("The number of values in the `ids` query parameter list is not between 1 and 100")
        posts = [post for post_id in ids if (post := self.world.one(post_id))]
        gone = [say.missing("ids", post_id, "tweet") for post_id in ids if self.world.one(post_id) is None]
        data = [shown(post, self.world, fields_of(asked)) for post in posts]
        return done({**({"data": data} if data else {}), **({"errors": gone} if gone else {})})

    def _timeline(self, asked: Asked, user: str) -> Answer:
        self.world.admit()
        if user != self.world.user:
            return done({"errors": [say.missing("id", user, "user")]})
        query = asked.query
        since, until = instant(query.get("start_time")), instant(query.get("end_time"))
        replies = "replies" not in query.get("exclude", "")
        kept = self.world.there(
            lambda post: (
                (since is None or post.at >= since)
                and (until is None or post.at < until)
                and int(query.get("since_id", "0")) < int(post.id)
                and int(post.id) < int(query.get("until_id", f"{2**63}"))
                and (replies or post.reply_to is None)
            )
        )
        posts, meta = page(kept, asked)
        data = [shown(post, self.world, fields_of(asked)) for post in posts]
        return done({**({"data": data} if data else {}), **pictures(posts, self.world, asked), "meta": meta})


def done(body: Json, status: int = 200) -> Answer:
    return Answer(status=status, body=body)


def instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
