"""The door to the wire: no retry, no redirect, no waiting, one deadline; a create call only over its fence."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager, Retry
from urllib3.contrib.socks import SOCKSProxyManager

from scheduler.errors import FenceClosed
from scheduler.secrecy import hold
from scheduler.wire.answers import answer_in, discreet
from scheduler.wire.connections import BY_SOCKS, DIRECT, current
from scheduler.wire.crossing import CROSSING, Answer, Crossing, NotThroughHere, Passage, Phase, WireTrouble
from scheduler.wire.public import Resolve, is_public, look_up, public_addresses
from scheduler.wire.quiet import hush
from scheduler.wire.words import worded

T = TypeVar("T")

CONNECT = 10.0
"""Seconds within which a connection must stand."""

LARGEST = 4 * 2**20
"""Bytes of an answer that are read; no network says more to us, and a hostile one could go on for ever."""

hush()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """How an account reaches its network. `deadline`: seconds for one request from its beginning to the last byte of
    its answer. `proxy`: the address of a proxy, which then carries everything, or nothing goes out. `ca`: a file of
    certificates to trust instead of the usual ones. `aliases`: addresses that a library insists on, and what stands
    in their place. `public_only`: connect to addresses alone that are `allowed`, after one look at where the name
    leads (`resolve`). `largest`: bytes of an answer that are read; a longer one is trouble, or is cut there."""

    deadline: float
    proxy: str | None = None
    ca: str | None = None
    aliases: tuple[tuple[str, str], ...] = ()
    public_only: bool = False
    resolve: Resolve = look_up
    allowed: Callable[[str], bool] = is_public
    largest: int = LARGEST
    cut: bool = False

    def addresses(self, name: str, port: int) -> list[str]:
        """Raises WireTrouble; NotPublic among it."""
        return public_addresses(name, port, self.resolve, self.allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What became of a create call. Without `sent` not one byte of it went out; with it, and without `answer`, nobody
    knows."""

    sent: bool
    answer: Answer | None
    trouble: str


class Door:
    """One account's way out, used by one thread at a time. `session` is what a client library is given; `last` the
    latest whole answer that came through."""

    def __init__(self, wire: Wire) -> None:
        self.session = Session(wire)

    @property
    def last(self) -> Answer | None:
        return self.session.last

    def create(self, method: str, path: str, fence: Callable[[], None], call: Callable[[], object]) -> Passed:
        """Run a library's create call, which may make this one request and no other. Whatever the library makes of
        the answer, or raises, is of no interest: the door knows. Raises FenceClosed alone."""
        passage = Passage(method, path, fence)
        with self._noting(Notes(passage)) as notes:
            try:
                call()
            except FenceClosed:
                raise
            except Exception as error:  # noqa: BLE001 - a library may raise anything; the phase is ours
                notes.trouble = notes.trouble or worded(error)
        if notes.closed is not None:
            raise notes.closed
        answer = notes.answer if passage.phase is Phase.ANSWERED else None
        trouble = notes.trouble or "the library sent nothing"
        return Passed(sent=passage.phase >= Phase.FENCED, answer=answer, trouble=trouble)

    def ask(self, call: Callable[[], T], *, grants: bool = False) -> T:
        """Run a library's call that creates no post. `grants`: the answer may hold a token that is ours already, so it
        is left as it came. Raises WireTrouble, with the last answer where there was one."""
        with self._noting(Notes(grants=grants)) as notes:
            try:
                return call()
            except WireTrouble:  # ours: it says already what happened, and holds the answer
                raise
            except Exception as error:  # noqa: BLE001 - as above
                if notes.answer is None or notes.trouble:
                    raise WireTrouble(notes.trouble or worded(error)) from None
                raise WireTrouble(f"it answered {notes.answer.status}", notes.answer) from None

    @contextmanager
    def _noting(self, notes: "Notes") -> Iterator["Notes"]:
        token = NOTES.set(notes)
        try:
            yield notes
        finally:
            NOTES.reset(token)


@dataclass(slots=True)
class Notes:
    """What the door saw during one call of a library. `closed` is kept because a library may swallow it."""

    passage: Passage | None = None
    grants: bool = False
    answer: Answer | None = None
    trouble: str = ""
    closed: FenceClosed | None = None


NOTES: ContextVar[Notes | None] = ContextVar("notes", default=None)


class Session(requests.Session):
    """What the client libraries take for the whole of requests."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self.trust_env = False  # no proxy, no password and no certificates from wherever this process was started
        self.verify = wire.ca or True
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # a token says who we are, and nothing else
        self.proxies = {"http": wire.proxy, "https": wire.proxy} if wire.proxy else {}
        self.last: Answer | None = None
        self._wire = wire
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())

    def request(self, method: str | bytes, url: str | bytes, *arguments: Any, **named: Any) -> requests.Response:
        """To what stands in the place of the address, where something does: before anything is signed."""
        address = url.decode() if isinstance(url, bytes) else url
        for alias, real in self._wire.aliases:
            if address.startswith(alias):
                address = real + address.removeprefix(alias)
        return super().request(method, address, *arguments, **named)

    def send(self, request: requests.PreparedRequest, **named: Any) -> requests.Response:
        notes = NOTES.get() or Notes()
        passage = notes.passage
        if passage is not None:
            try:
                passage.enter(str(request.method), urlsplit(str(request.url)).path)
            except NotThroughHere as stopped:
                notes.trouble = str(stopped)
                raise
        notes.answer, notes.trouble = None, ""
        hold(str(request.headers.get("Authorization", "")).rpartition(" ")[2])
        addresses = self._wire.addresses if self._wire.public_only else None
        crossing = Crossing(self._wire.deadline, passage, addresses)
        token = CROSSING.set(crossing)
        crossing.begin()
        try:
            response = self._cross(request, named)
            if not notes.grants:
                discreet(response)
        except FenceClosed as closed:
            notes.closed = closed
            raise
        except Exception as error:
            late = f"no whole answer within {self._wire.deadline:g} s" if crossing.expired else ""
            notes.trouble = crossing.trouble or late or worded(error)
            crossing.let_go()
            raise
        finally:
            crossing.end()
            CROSSING.reset(token)
            self.close()  # so that the next request has a connection of its own, and none that went stale
        answer = answer_in(response)
        if passage is not None:
            passage.phase = Phase.ANSWERED
        notes.answer = self.last = answer
        if 300 <= answer.status < 400:
            notes.trouble = f"it answered {answer.status}: go elsewhere, which is never done"
            raise WireTrouble(notes.trouble, answer)
        return response

    def _cross(self, request: requests.PreparedRequest, named: dict[str, Any]) -> requests.Response:
        deadline = self._wire.deadline
        named |= {"allow_redirects": False, "stream": True, "timeout": (min(CONNECT, deadline), deadline)}
        response = super().send(request, **named)
        try:
            body = _read(response, self._wire)
        finally:
            response.close()
        current().must_be_in_time(f"no whole answer within {deadline:g} s")  # our own cut looks like a body's end
        whole = requests.Response()
        whole.status_code, whole.headers, whole.url = response.status_code, response.headers, response.url
        whole.reason, whole.encoding, whole.request = response.reason, response.encoding, response.request
        whole.raw = io.BytesIO(body)
        return whole


def _read(response: requests.Response, wire: Wire) -> bytes:
    body = bytearray()
    for piece in response.iter_content(64 * 1024):
        body += piece
        if len(body) > wire.largest:
            if wire.cut:
                break
            raise WireTrouble(f"the answer is larger than {wire.largest / 2**20:g} MiB")
    return bytes(body[: wire.largest])


class _Adapter(HTTPAdapter):
    """requests over our connections, which try nothing twice."""

    def __init__(self) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=Retry(total=False, redirect=False))

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = DIRECT

    def proxy_manager_for(self, proxy: str, **named: Any) -> PoolManager:
        manager: PoolManager = super().proxy_manager_for(proxy, **named)
        manager.pool_classes_by_scheme = BY_SOCKS if isinstance(manager, SOCKSProxyManager) else DIRECT
        return manager
