"""A SOCKS5 and a CONNECT proxy on this machine, which count what they were asked to reach."""

import socket
import threading
from contextlib import suppress
from typing import Self


class Proxy:
    """Takes any name for this machine, as a proxy that resolves names itself would. `reached` holds each name and port
    that it was asked for."""

    def __init__(self) -> None:
        self.reached: list[tuple[str, int]] = []

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            with client, suppress(OSError):
                client.settimeout(10)
                name, port = self._asked(client)
                self.reached.append((name, port))
                with socket.create_connection(("127.0.0.1", port), 10) as server:
                    self._granted(client)
                    _carry(client, server)

    def _asked(self, client: socket.socket) -> tuple[str, int]:
        raise NotImplementedError

    def _granted(self, client: socket.socket) -> None:
        raise NotImplementedError


class SOCKS(Proxy):
    """SOCKS5 without a login (RFC 1928)."""

    def _asked(self, client: socket.socket) -> tuple[str, int]:
        client.recv(2 + 255)
        client.sendall(b"\x05\x00")
        asked = client.recv(4 + 1 + 255 + 2)
        length = asked[4]
        return asked[5 : 5 + length].decode(), int.from_bytes(asked[5 + length : 7 + length])

    def _granted(self, client: socket.socket) -> None:
        client.sendall(b"\x05\x00\x00\x01" + bytes(6))


class Tunnel(Proxy):
    """HTTP's CONNECT."""

    def _asked(self, client: socket.socket) -> tuple[str, int]:
        name, _, port = client.recv(65536).split(b" ")[1].decode().partition(":")
        return name, int(port)

    def _granted(self, client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 200 So\r\n\r\n")


def _carry(client: socket.socket, server: socket.socket) -> None:
    """Both ways, until the server ends."""

    def upwards() -> None:
        with suppress(OSError):
            while piece := client.recv(65536):
                server.sendall(piece)

    thread = threading.Thread(target=upwards, daemon=True)
    thread.start()
    while piece := server.recv(65536):
        client.sendall(piece)
    client.shutdown(socket.SHUT_RDWR)
    thread.join(10)
