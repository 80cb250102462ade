"""Whose account a token of Mastodon's is, what its server allows, and which software that is."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from scheduler.channels.mastodon.calls import Calls
from scheduler.channels.mastodon.statuses import id_of
from scheduler.clock import Clock
from scheduler.errors import ChannelTrouble
from scheduler.model.account import Profile
from scheduler.wire.crossing import Answer
from scheduler.wire.quoting import quoted

KEEPS_KEYS = {"mastodon": (2, 0, 0), "glitch-soc": (2, 0, 0), "gotosocial": (0, 15, 0)}
"""Software that is known to refuse a second post under one Idempotency-Key, and since which version."""

LOCKS_KEYS = {"mastodon": (4, 6, 0), "glitch-soc": (4, 6, 0), "gotosocial": (0, 15, 0)}
"""Since when it refuses one also that comes while it still works on the first (mastodon/mastodon#37879)."""

OVER = timedelta(minutes=10)
"""After so long no server still works on a request; older ones have written the key down by then."""

NEVER = (1_000_000, 0, 0)

SOURCES = {"github.com/mastodon/mastodon": "mastodon", "github.com/glitch-soc/mastodon": "glitch-soc"}
"""What stands as its source where a server does not name its software."""

SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"

LIMITS = {
    "characters": ("statuses", "max_characters"),
    "link_length": ("statuses", "characters_reserved_per_url"),
    "pictures": ("statuses", "max_media_attachments"),
    "alt_length": ("media_attachments", "description_limit"),
    "picture_bytes": ("media_attachments", "image_size_limit"),
    "picture_pixels": ("media_attachments", "image_matrix_limit"),
}


def keys_hold_from(profile: Profile | None) -> timedelta | None:
    """From how long after the first try on the server of this profile surely refuses a second post under one key, as
    long as it keeps it; None: never."""
    if profile is None or _version(profile.version) < KEEPS_KEYS.get(profile.software, NEVER):
        return None
    return timedelta(0) if _version(profile.version) >= LOCKS_KEYS[profile.software] else OVER


def introduce(calls: Calls, clock: Clock) -> Profile:
    """Look-alikes have no answer to some of this: what they do not say is left empty. Raises ChannelTrouble."""
    answer = _own(calls)
    left = left_of(answer.headers)
    account = answer.group
    user = _text(account.get("acct") or account.get("username"))
    instance = _instance(calls)
    software, version = _software(calls, instance)
    automated = account.get("bot")
    return Profile(
        at=clock.now(),
        remote_id=str(account["id"]),
        handle=user if "@" in user else f"{user}@{_domain(calls.server, instance)}",
        url=_text(account.get("url")),
        scopes=_scopes(calls),
        automated=automated if isinstance(automated, bool) else None,
        software=software,
        version=version,
        limits=limits_of(instance),
        left=left,
        rules=rules_of(instance),
    )


def own_id(calls: Calls) -> str:
    """The id of the account that the token belongs to. Raises ChannelTrouble."""
    return str(_own(calls).group["id"])


def _own(calls: Calls) -> Answer:
    answer = calls.ask(lambda client: client.account_verify_credentials())
    if id_of(answer.document()) is None:
        raise ChannelTrouble("it does not say whose token this is")
    return answer


def _instance(calls: Calls) -> dict[str, Any]:
    for ask in (lambda client: client.instance_v2(), lambda client: client.instance_v1()):
        try:
            group = calls.ask(ask).group
        except ChannelTrouble:
            continue
        if group:
            return group
    return {}


def _scopes(calls: Calls) -> tuple[str, ...]:
    try:
        said = calls.ask(lambda client: client.app_verify_credentials()).group.get("scopes")
    except ChannelTrouble:
        return ()
    found = said.split() if isinstance(said, str) else said
    return tuple(filter(None, map(_text, found))) if isinstance(found, list) else ()


def _software(calls: Calls, instance: Mapping[str, Any]) -> tuple[str, str]:
    """Its name in small letters and its version. A name that a server borrows says so in its version."""
    version = _text(instance.get("version"))
    software = _group(_nodeinfo(calls), "software")
    name = _text(software.get("name")).casefold()
    if not name:
        source = _text(instance.get("source_url")).partition("://")[2].rstrip("/").casefold()
        name = SOURCES.get(source, "") if "compatible" not in version else ""
    return name, _text(software.get("version")) or version


def _nodeinfo(calls: Calls) -> dict[str, Any]:
    """Only from the server itself, whatever address it points to."""
    try:
        links = calls.get("/.well-known/nodeinfo").get("links")
        for link in reversed(links) if isinstance(links, list) else ():
            path = own_path(calls.server, link)
            if path and (found := calls.get(path)):
                return found
    except ChannelTrouble:
        pass
    return {}


def own_path(server: str, link: object) -> str:
    """The path of a link to a document of nodeinfo; '' for any other link, and for one that leads elsewhere."""
    if not isinstance(link, dict) or not _text(link.get("rel")).startswith(SCHEMA):
        return ""
    href = _text(link.get("href"))
    return href.removeprefix(server) if href.startswith(f"{server}/") else ""


def limits_of(instance: Mapping[str, Any]) -> dict[str, int]:
    configuration = _group(instance, "configuration")
    found = {name: _group(configuration, part).get(field) for name, (part, field) in LIMITS.items()}
    found["characters"] = found["characters"] or instance.get("max_toot_chars")
    return {name: limit for name, limit in found.items() if isinstance(limit, int) and limit > 0}


def rules_of(instance: Mapping[str, Any]) -> tuple[str, ...]:
    rules = instance.get("rules")
    texts = [_text(rule.get("text")) for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
    return tuple(filter(None, texts))


def left_of(headers: Mapping[str, str]) -> dict[str, str]:
    left, limit, reset = (quoted(headers.get(f"x-ratelimit-{name}")) for name in ("remaining", "limit", "reset"))
    return {"requests": f"{left} of {limit} until {reset}"} if left and limit and reset else {}


def _domain(server: str, instance: Mapping[str, Any]) -> str:
    said = _text(instance.get("domain") or instance.get("uri"))
    return (urlsplit(said).netloc if "://" in said else said) or urlsplit(server).netloc


def _version(said: str) -> tuple[int, int, int]:
    """What is only on its way to a version (4.6.0-rc.1) comes before it."""
    found = re.match(r"v?(\d{1,4})\.(\d{1,4})(?:\.\d{1,4})?(-)?", said)
    return (int(found[1]), int(found[2]), -1 if found[3] else 0) if found else (0, 0, 0)


def _group(group: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = group.get(name)
    return found if isinstance(found, dict) else {}


def _text(said: object) -> str:
    return quoted(said)
