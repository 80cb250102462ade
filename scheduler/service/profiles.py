"""What the networks said of our accounts when they were last asked, kept in the store."""

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from scheduler.model.account import Profile
from scheduler.service.desk import Transaction
from scheduler.service.store_ports import Looking, Store

PROFILE = "profile"


def profile_of(store: Store, account: str) -> Profile | None:
    """None: its network was never asked, or what was kept cannot be read by this version. Raises StoreTrouble."""
    with store.look() as looking:
        return profile_in(looking, account)


def profile_in(looking: Looking, account: str) -> Profile | None:
    """The same, within a look at the store."""
    mark = looking.mark(_name(account))
    try:
        return _profile(json.loads(mark)) if mark else None
    except (TypeError, ValueError, KeyError):
        return None


def keep_profile(t: Transaction, account: str, profile: Profile) -> None:
    """Where it is somebody else than last time, nobody has let that one publish: the account is no longer live."""
    before = profile_in(t.writing, account)
    if before is not None and before.remote_id != profile.remote_id and account in t.writing.live():
        t.writing.set_live(account, None)
        why = f"its login is now that of {profile.handle}, and was that of {before.handle}"
        t.note("account.silenced", why, chain=account)
        text = f"{account}: {why}; nothing is said until `awareness live {account}`"
        t.alert("somebody else", account, text, stands=False)
    kept = asdict(replace(profile, left={}))
    t.writing.set_mark(_name(account), json.dumps(kept, default=datetime.isoformat, ensure_ascii=False))


def forget_profile(t: Transaction, account: str) -> None:
    t.writing.set_mark(_name(account), None)


def _profile(kept: dict[str, Any]) -> Profile:
    instants = {name: datetime.fromisoformat(kept[name]) for name in ("at", "expires") if kept[name]}
    lists = {name: tuple(kept[name]) for name in ("scopes", "rules")}
    return Profile(**kept | instants | lists)


def _name(account: str) -> str:
    return f"{PROFILE} {account}"
