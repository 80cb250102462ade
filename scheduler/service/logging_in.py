"""Connects an account with its network, and parts them again; with the ports that only this needs."""

from collections.abc import Callable
from typing import Protocol

from scheduler.errors import ChannelRefused, ChannelTrouble, NotAllowed
from scheduler.model.account import Account, Granted, Profile
from scheduler.model.record import Scope, Stop
from scheduler.service.desk import Desk
from scheduler.service.going_live import GoingLive
from scheduler.service.ports import Channel
from scheduler.service.profiles import forget_profile, keep_profile


class Person(Protocol):
    """Who logs an account in."""

    def tell(self, text: str) -> None: ...

    def asked(self, question: str) -> str:
        """What they type, which nobody else sees and nothing keeps."""
        ...


class Login(Protocol):
    """How a person gets a token for one account, and how it is taken back. What it says never holds a secret."""

    wanted: str
    """What a token of this network is, for whoever has one already."""

    def obtain(self, person: Person) -> Granted:
        """Lead them to a token. Raises ChannelTrouble."""
        ...

    def wrong(self, token: str) -> str:
        """Why this can be no token of this network; '' where it can."""
        ...

    def revoke(self, granted: Granted) -> str:
        """Take the token back at its network. Gives what a person must still do, '' where that is nothing. Raises
        ChannelTrouble."""
        ...


Logins = Callable[[Account], Login | None]
"""How an account logs in; None where it need not."""


class Safe(Protocol):
    """Where tokens are kept, as the files say."""

    def may_keep(self, account: Account) -> None:
        """Raises NotAllowed, saying what to do, where a new token could not be kept."""
        ...

    def keep(self, account: Account, granted: Granted) -> None:
        """Raises NotAllowed; then the old one is still there."""
        ...

    def kept(self, account: Account) -> Granted | None:
        """None: there is none."""
        ...

    def forget(self, account: Account) -> str:
        """Gives what a person must still do, '' where that is nothing. Raises NotAllowed."""
        ...


Trial = Callable[[Account, str], Channel | None]
"""A channel that speaks with this token and with none that is kept; None where this version has no channel."""


class LoggingIn:
    """A token counts once its network has let us in with it; until then the old one is as it was."""

    def __init__(self, desk: Desk, logins: Logins, trial: Trial, safe: Safe, going_live: GoingLive) -> None:
        self._desk = desk
        self._logins = logins
        self._trial = trial
        self._safe = safe
        self._going_live = going_live

    def login(self, account: Account) -> Login:
        """How it logs in. Raises NotAllowed where it need not, or where its token could not be kept."""
        found = self._logins(account)
        if found is None:
            raise NotAllowed(f"{account.id} is on {account.network}, which needs no login")
        self._safe.may_keep(account)
        return found

    def accept(self, account: Account, granted: Granted, *, who: str) -> Profile:
        """Try the token; where it works, keep it. Raises ChannelTrouble and NotAllowed; then nothing has changed."""
        if why := self.login(account).wrong(granted.token):
            raise ChannelRefused(why)
        channel = self._trial(account, granted.token)
        if channel is None:
            raise NotAllowed(f"this version has no channel for {account.network}, so no token of it can be tried")
        profile = channel.introduce()
        with self._desk.transaction(who) as t:
            keep_profile(t, account.id, profile)
            evidence = {"handle": profile.handle, "remote id": profile.remote_id, "url": profile.url}
            t.note("account.login", f"{who} logged it in", chain=account.id, evidence=evidence)
            self._safe.keep(account, granted)
        return profile

    def locked(self, account: Account) -> Stop | None:
        """The stop that stands because the network no longer let it in."""
        with self._desk.store.look() as looking:
            stops = looking.stops()
        ours = [stop for stop in stops if (stop.scope, stop.subject) == (Scope.ACCOUNT, account.id)]
        return next((stop for stop in ours if stop.why.startswith("locked: ")), None)

    def log_out(self, account: Account, *, who: str) -> tuple[str, ...]:
        """Nothing more is said there, and nothing here can speak for it. Gives what a person must still do. Raises
        NotAllowed where its token could not be deleted; then it is silent already."""
        login = self._logins(account)
        if login is None:
            raise NotAllowed(f"{account.id} is on {account.network}, which needs no login")
        self._going_live.take_back(account.id, who=who)
        left = [self._revoked(account, login), self._safe.forget(account)]
        with self._desk.transaction(who) as t:
            forget_profile(t, account.id)
            t.note("account.logout", f"{who} logged it out", chain=account.id)
        return tuple(filter(None, left))

    def _revoked(self, account: Account, login: Login) -> str:
        granted = self._safe.kept(account)
        if granted is None:
            return ""
        try:
            return login.revoke(granted)
        except ChannelTrouble as trouble:
            return f"its token could not be revoked ({trouble}); take it back in the account's settings at its network"
