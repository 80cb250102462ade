"""What went wrong on the wire, in words of ours: a library's own may hold addresses with what is secret in them."""

import socket
import ssl
from http.client import HTTPException, RemoteDisconnected
from http.client import IncompleteRead as CutShort

from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    IncompleteRead,
    InvalidHeader,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from scheduler.errors import ChannelTrouble

NOT_TRUSTED = "the server's certificate is not one to trust"
NOT_SECURE = "no secure connection could be made"
CUT_OFF = "the answer was cut off"
NO_ANSWER = "what came back was no whole answer of a web server"

WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (NameResolutionError, "the server's name could not be found"),
    (socket.gaierror, "the server's name could not be found"),
    (ssl.SSLCertVerificationError, NOT_TRUSTED),
    (SSLError, NOT_SECURE),
    (ssl.SSLError, NOT_SECURE),
    (ProxyError, "the proxy could not be reached, and nothing goes around it"),
    (ConnectionRefusedError, "the server refused the connection"),
    (NewConnectionError, "no connection could be made"),
    (ConnectTimeoutError, "the server did not answer the call to connect in time"),
    (RemoteDisconnected, "the server ended the connection without an answer"),
    (ConnectionResetError, "the server broke the connection off"),
    (ReadTimeoutError, "the answer did not come in time"),
    (TimeoutError, "the answer did not come in time"),
    (IncompleteRead, CUT_OFF),
    (CutShort, CUT_OFF),
    (HTTPException, NO_ANSWER),
    (InvalidHeader, NO_ANSWER),
    (DecodeError, "the answer could not be unpacked"),
    (ProtocolError, "the connection broke before a whole answer had come"),
)
"""The first that is found along the chain of causes counts, in this order."""


def worded(error: BaseException) -> str:
    """Never holds any of the error's own words, but for errors of ours."""
    chain = list(_causes(error))
    for cause in chain:
        if isinstance(cause, ChannelTrouble):
            return str(cause)
    for kind, words in WORDS:
        if any(isinstance(cause, kind) for cause in chain):
            return words
    return f"the connection failed ({type(chain[-1]).__name__})"


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what led to it: libraries chain their errors, and also keep them as arguments and reasons."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        cause = waiting.pop(0)
        if cause in found:
            continue
        found.append(cause)
        inner = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
        waiting += [one for one in inner if isinstance(one, BaseException)]
    return found
