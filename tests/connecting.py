"""A campaign folder with an account at a server of the Mastodon kind, whose token lies in a file."""

from pathlib import Path

from scheduler.config.token_files import write
from tests.home import Home

WHERE = "secrets/far"


class Connecting(Home):
    def at_server(self, address: str, **keys: str) -> "Connecting":
        more = "".join(f", {name}: {value}" for name, value in keys.items())
        self.edit("config/accounts.yaml", '"https://mastodon.example"', f'"{address}"{more}')
        self.edit("config/accounts.yaml", "{env: AWARENESS_FAR_TOKEN}", f"{{file: {WHERE}}}")
        return self

    @property
    def token_file(self) -> Path:
        return self.folder / WHERE

    def hold(self, token: str) -> None:
        """As if somebody had logged in."""
        write(self.token_file, token)

    def events(self) -> list[str]:
        with self.app().store.look() as looking:
            return [sealed.entry.event for _, sealed in looking.sealed(chain="far")]
