"""Where a secret is kept; never the secret itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Where a token is kept: exactly one of an environment variable's name or a file's path; never the token."""

    env: str | None = None
    file: str | None = None
