"""Where the tokens of the accounts are, in files and variables as the configuration says, and what goes with them."""

import json
import os
from pathlib import Path

from scheduler.config.pinging import address_of
from scheduler.config.secrets import file_for, forget, resolve, store
from scheduler.config.token_files import erase, may_write, write
from scheduler.errors import ChannelLocked, FilesWrong, NotAllowed
from scheduler.model.account import Account, Granted
from scheduler.model.secret import Secret
from scheduler.model.upkeep import Ping
from scheduler.model.watch import Watched
from scheduler.place import Place


class Keyring:
    """What a network must be told when a token is taken back lies beside the store, as the sessions do that a channel
    keeps."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def may_keep(self, account: Account) -> None:
        may_write(file_for(_secret(account), os.environ, self._place.folder))
        may_write(self._logins(account))

    def keep(self, account: Account, granted: Granted) -> None:
        """The token last: until then the old one counts."""
        self.may_keep(account)
        if granted.remembered:
            write(self._logins(account), json.dumps(dict(granted.remembered)))
        store(_secret(account), granted.token, os.environ, self._place.folder)
        if not granted.remembered:
            erase(self._logins(account))

    def kept(self, account: Account) -> Granted | None:
        try:
            token = token_of(account, self._place.folder)
        except ChannelLocked:
            return None
        remembered: dict[str, str] = {}
        for path in (self._session(account), self._logins(account)):
            try:
                found = json.loads(path.read_bytes())
            except (OSError, ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                remembered |= {name: value for name, value in found.items() if isinstance(value, str)}
        return Granted(token=token, remembered=remembered)

    def forget(self, account: Account) -> str:
        left = forget(_secret(account), os.environ, self._place.folder)
        session = self._session(account)
        search = session.with_suffix(".search.json")
        halves = [half for path in (session, search) for half in session.parent.glob(f".{path.name}.*")]
        for path in (session, search, *halves, self._logins(account)):
            erase(path)
        return left

    def _session(self, account: Account) -> Path:
        return self._place.data / "sessions" / f"{account.id}.json"

    def _logins(self, account: Account) -> Path:
        return self._place.data / "logins" / f"{account.id}.json"


def token_of(account: Account, folder: Path) -> str:
    """Raises ChannelLocked, which names variables and files and never what they hold."""
    if account.token is None:
        raise ChannelLocked(f"{account.id} has no token; see `awareness login {account.id}`")
    if account.token.file is not None and not (folder / account.token.file).exists():
        raise ChannelLocked(
            f"{account.id} is not logged in: there is no file {account.token.file}; run `awareness login {account.id}`"
        )
    try:
        return resolve(account.token, os.environ, folder)
    except FilesWrong as wrong:
        missing = "; ".join(f"{problem.what}: {problem.fix}" for problem in wrong.problems)
        raise ChannelLocked(f"{missing}, or run `awareness login {account.id}`") from None


def address_of_monitor(ping: Ping, folder: Path) -> str:
    """Raises FilesWrong, which never holds the address."""
    return address_of(ping.url, os.environ, folder)


def address_of_ally(kept: Secret, campaign: str, folder: Path) -> str:
    """Raises FilesWrong, which never holds the address."""
    return address_of(kept, os.environ, folder, f"the file of {campaign}", "watch.tell")


def token_of_source(watched: Watched, account: Account | None, folder: Path) -> str:
    """The token of the source itself, or of the account whose login it uses. Raises ChannelLocked."""
    if watched.token is not None:
        try:
            return resolve(watched.token, os.environ, folder)
        except FilesWrong as wrong:
            raise ChannelLocked("; ".join(f"{problem.what}: {problem.fix}" for problem in wrong.problems)) from None
    if account is None:
        raise ChannelLocked(f"the source {watched.id} has no account whose login it could use")
    return token_of(account, folder)


def _secret(account: Account) -> Secret:
    if account.token is None:
        raise NotAllowed(
            f"the files do not say where the token of {account.id} is kept; add `token: {{file: secrets/{account.id}}}`"
        )
    return account.token
