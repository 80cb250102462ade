"""Keeps the libraries beneath the door from logging what is secret: at debug level they write headers and bodies."""

import logging

NOISY = ("tweepy", "mastodon", "requests_oauthlib", "oauthlib", "urllib3", "requests", "PIL")

SPILLING = (
    "tweepy.client",
    "tweepy.api",
    "tweepy.auth",
    "requests_oauthlib.oauth1_auth",
    "oauthlib",
    "oauthlib.oauth1.rfc5849",
    "oauthlib.oauth1.rfc5849.signature",
    "urllib3.connectionpool",
)
"""Those that write keys, signatures or addresses with a query; a level that somebody sets on one of them by name does
not let it speak."""


QUOTING = "urllib3.connection"
"""Warns of headers that it cannot read in their own words, a token that was said back to us among them; the door says
what becomes of such an answer."""


def hush() -> None:
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SPILLING:
        logging.getLogger(name).addFilter(grave)
    logging.getLogger(QUOTING).setLevel(logging.ERROR)


def grave(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
