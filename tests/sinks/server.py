"""A network over HTTP that counts what it takes, speaks one of three dialects, and meets faults as it is told."""

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scheduler.clock import Clock
from tests.servers.faults import Answer, Fault, Request
from tests.servers.faulty import Exchange, FaultyServer
from tests.sinks.dialects import Book, Dialect
from tests.sinks.scripts import Scripts, account_of
from tests.sinks.troubles import trouble_named

POSTS = "/posts"
LONGEST = 500


class SinkServer(FaultyServer):
    """Under /control it takes orders: what no network has is no part of what its clients see."""

    def __init__(self, dialect: Dialect, clock: Clock | None = None) -> None:
        self.book = Book(dialect, clock)
        self.scripts = Scripts()
        self._creates: list[Request] = []
        super().__init__(socket.create_server(("127.0.0.1", 0), backlog=128))

    def _exchange(self, request: Request, line: socket.socket) -> Exchange:
        if request.method == "POST" and request.path == POSTS:
            self._creates.append(request)
        return Counting(request, line, self.closing, self._answer)

    def _choose(self, request: Request) -> Fault | None:
        return self.scripts.next(request) or super()._choose(request)

    def _answer(self, request: Request) -> tuple[int, Any]:
        address = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        try:
            match request.method, address.path:
                case "POST", "/posts":
                    return self._take(request)
                case method, path if path.startswith("/control/"):
                    orders = query | json.loads(request.body or b"{}")
                    return self._control(method, path.removeprefix("/control/"), orders)
                case method, path:
                    return self._show(method, path, query)
        except (ValueError, KeyError, TypeError) as error:
            return 400, {"error": f"{type(error).__name__}: {error}"}

    def _show(self, method: str, path: str, query: dict[str, str]) -> tuple[int, Any]:
        match method, path:
            case "GET", "/posts":
                named = self.book.named(query["account"], query["key"])
                return (200, asdict(named)) if named else (404, {"error": "nothing is there"})
            case "GET", "/timeline":
                return 200, [asdict(post) for post in self.book.timeline(query["account"])]
            case "DELETE", "/posts":
                self.book.delete(query["id"])
                return 200, {}
            case _:
                return 404, {"error": "no such call"}

    def _take(self, request: Request) -> tuple[int, Any]:
        said = json.loads(request.body)
        if len(said["text"]) > LONGEST:
            return 422, {"error": "the text is too long"}
        post, new = self.book.take(said["account"], said["key"], said["text"], request.body)
        if not new and self.book.dialect is Dialect.FOREVER:
            return 409, {"error": "something stands under this key already"}
        return (201 if new else 200), asdict(post)

    def _control(self, method: str, order: str, said: dict[str, Any]) -> tuple[int, Any]:
        match method, order:
            case "GET", _:
                return self._count(order, said)
            case "POST", "scripts":
                for account, (creates, looks) in said.items():
                    self.scripts.put(account, creates, looks)
            case "POST", "share":
                faults = [trouble_named(name) for name in said["faults"]]
                self.lose_share("POST", POSTS, faults, seed=said["seed"], share=said["share"])
            case "POST", "next":
                self.lose("POST", POSTS, *(trouble_named(name) for name in said["faults"]))
            case "POST", "mend":
                self.mend()
            case "POST", "forget":
                self.book.forget()
            case _:
                return 404, {"error": "no such order"}
        return 200, {}

    def _count(self, order: str, said: dict[str, Any]) -> tuple[int, Any]:
        match order:
            case "taken":
                return 200, [asdict(post) for post in self.book.taken()]
            case "requests":
                return 200, [[r.fault, r.passed] for r in self._creates]
            case "met":
                return 200, [[r.method, account_of(r), r.fault] for r in self.requests if r.fault]
            case "news":
                return 200, self._news(int(said["taken"]), int(said["calls"]))
            case _:
                return 404, {"error": "no such order"}

    def _news(self, taken: int, calls: int) -> dict[str, Any]:
        """What came after so many posts and so many create calls that came whole."""
        came = [[*_named(request), request.fault] for request in self._creates[calls:]]
        return {"taken": [asdict(post) for post in self.book.taken()[taken:]], "calls": came}


def _named(request: Request) -> tuple[str, str]:
    """Account and key."""
    said = json.loads(request.body)
    return said["account"], said["key"]


class Counting(Exchange):
    """One request on one line, for the book."""

    def __init__(
        self,
        request: Request,
        line: socket.socket,
        closing: threading.Event,
        answer: Callable[[Request], tuple[int, Any]],
    ) -> None:
        super().__init__(request, line, closing)
        self._answer = answer

    def pass_on(self) -> Answer:
        self.request.passed = True
        status, document = self._answer(self.request)
        body = json.dumps(document).encode()
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", "Content-Type: application/json"]
        head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""])
        return Answer(head=head.encode("latin-1"), body=body)
