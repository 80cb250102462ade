"""The connections of urllib3, made to call the fence between standing and sending, and to be cut at the deadline."""

import socket
from contextlib import suppress
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.contrib.socks import SOCKSConnection, SOCKSHTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from scheduler.wire.bounded import within
from scheduler.wire.crossing import CROSSING, Crossing, Phase, WireTrouble
from scheduler.wire.words import worded

TOO_LONG = "connecting took too long"


class Watched(HTTPConnection):
    """Beneath a pool of urllib3: whatever library made the request, it comes by here."""

    def _new_conn(self) -> socket.socket:
        """A name service that is slow, and a proxy that says nothing, end with the time of the request, too."""
        crossing = current()
        try:
            connected = within(crossing.seconds, self._connected, socket.socket.close)
        except TimeoutError:
            crossing.trouble = TOO_LONG
            raise WireTrouble(TOO_LONG) from None
        crossing.guard(connected)
        return connected

    def _connected(self) -> socket.socket:
        crossing = current()
        if crossing.addresses is None:
            return super()._new_conn()
        return self._to_one_of(crossing.addresses(self._dns_host, self.port or 0))

    def _to_one_of(self, addresses: list[str]) -> socket.socket:
        """Connect to the first that answers of the addresses that were looked at, and to none that a second look at
        the name would give."""
        name = self._dns_host
        try:
            for address in addresses[:-1]:
                self._dns_host = address
                with suppress(NewConnectionError, ConnectTimeoutError):
                    return super()._new_conn()
                current().must_be_in_time(TOO_LONG)
            self._dns_host = addresses[-1]
            return super()._new_conn()
        finally:
            self._dns_host = name

    def connect(self) -> None:
        crossing = current()
        try:
            super().connect()
        except Exception as error:
            crossing.trouble = crossing.trouble or worded(error)
            raise
        if self.sock is not None:
            crossing.guard(self.sock)

    def request(self, method: str, url: str, *arguments: Any, **named: Any) -> None:
        """Connect; then the fence; then the first byte."""
        crossing = current()
        if self.sock is None:
            self.connect()
        crossing.must_be_in_time(TOO_LONG)
        if (passage := crossing.passage) is not None:
            passage.open()
            if crossing.expired:
                passage.phase = Phase.CONNECTED  # the fence stands, and it is certain that nothing followed it
            crossing.must_be_in_time("the time was up before the first byte")
        super().request(method, url, *arguments, **named)


class WatchedTLS(Watched, HTTPSConnection):
    pass


class WatchedSOCKS(Watched, SOCKSConnection):
    pass


class WatchedSOCKSTLS(Watched, SOCKSHTTPSConnection):
    pass


def current() -> Crossing:
    """Raises WireTrouble for a request that did not come through the door."""
    crossing = CROSSING.get()
    if crossing is None:
        raise WireTrouble("a request was made past the door")
    return crossing


class Pool(HTTPConnectionPool):
    ConnectionCls = Watched


class TLSPool(HTTPSConnectionPool):
    ConnectionCls = WatchedTLS


class SOCKSPool(HTTPConnectionPool):
    ConnectionCls = WatchedSOCKS


class SOCKSTLSPool(HTTPSConnectionPool):
    ConnectionCls = WatchedSOCKSTLS


DIRECT = {"http": Pool, "https": TLSPool}
BY_SOCKS = {"http": SOCKSPool, "https": SOCKSTLSPool}
