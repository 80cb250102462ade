"""What a network says of an account, held against what the files plan for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.model.account import Account, Profile
from scheduler.rendering.networks import rule_for

SOON = timedelta(days=14)
"""A token that ends within this time needs a person now: while there is still somebody to ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """`troubles` need a person; `unfit` are those with which it must not go live. `advice` can wait."""

    unfit: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()


def appraise(account: Account, profile: Profile, now: datetime) -> Appraisal:
    unfit = (*_too_long(account, profile), *_may_not_write(account, profile))
    troubles = (*unfit, *ending(account, profile, now))
    advice = (*_label(account, profile), *_longer(account, profile))
    return Appraisal(unfit=unfit, troubles=troubles, advice=advice)


def ending(account: Account, profile: Profile, now: datetime) -> tuple[str, ...]:
    """What is wrong with its token's end, where that is known and near."""
    if profile.expires is None or profile.expires - now > SOON:
        return ()
    ends = "ended" if profile.expires <= now else "ends"
    return (
        f"the token of {account.id} {ends} at {profile.expires:%Y-%m-%d %H:%M} UTC: `awareness login {account.id}`",
    )


def _too_long(account: Account, profile: Profile) -> tuple[str, ...]:
    ours, theirs = _ours(account), profile.limits.get("characters")
    if theirs is None or ours <= theirs:
        return ()
    mend = f"`limits: {{characters: {theirs}}}`"
    return (f"posts of {account.id} may have {ours} characters, and its server takes {theirs}: write {mend}",)


def _longer(account: Account, profile: Profile) -> tuple[str, ...]:
    theirs = profile.limits.get("characters")
    if theirs is None or theirs <= _ours(account) or account.limits.characters is not None:
        return ()
    return (f"this server takes {theirs} characters; `limits: {{characters: {theirs}}}` would use them",)


def _ours(account: Account) -> int:
    return rule_for(account.network, account.limits.characters).limit


def _may_not_write(account: Account, profile: Profile) -> tuple[str, ...]:
    """Scopes are Mastodon's kind: a name covers those below it (docs.joinmastodon.org, OAuth scopes)."""
    if not profile.scopes or not any(scope.split(":")[0] in {"read", "write", "follow"} for scope in profile.scopes):
        return ()
    if {"write", "write:statuses"} & set(profile.scopes):
        return ()
    return (f"the token of {account.id} may not post; it has the scopes {' '.join(profile.scopes)}",)


LABELS = {
    "mastodon": "Preferences > Public profile > This is an automated account",
    "bluesky": "the profile gets the label `bot`",
    "x": "Settings > Your account > Automation",
}
"""Where an account is marked as automated; the networks ask for it."""


def _label(account: Account, profile: Profile) -> tuple[str, ...]:
    where = LABELS.get(account.network)
    if profile.automated is not False or where is None:
        return ()
    return (f"{account.id} is not marked as automated, and the network asks for it: {where}",)
