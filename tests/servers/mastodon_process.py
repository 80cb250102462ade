"""The process of mastodon-mock: says where it listens, and ends when whoever started it closes its input or dies."""

import json
import os
import socket
import sys
import threading
from pathlib import Path

import uvicorn
from mastodon_mock.app import create_app
from mastodon_mock.config import AuthConfig, DatabaseConfig, MastodonMockConfig, SeedAccount, SeedConfig

RULES = ["No violence.", "Automated accounts post unlisted."]


def settings(port: int, media: Path) -> MastodonMockConfig:
    return MastodonMockConfig(
        domain=f"127.0.0.1:{port}",
        url_scheme="http",
        database=DatabaseConfig(path=":memory:"),
        media_storage_path=str(media),
        auth=AuthConfig(enforce_scopes=True),
        seed=SeedConfig(
            accounts=[SeedAccount(username=name, access_token=f"token-of-{name}") for name in ("campaign", "reserve")]
        ),
        rules=RULES,
    )


def end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    threading.Thread(target=end_with_input, daemon=True).start()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(create_app(settings(port, Path("media"))), log_level="warning", server_header=False)
        )
        sys.stdout.write(json.dumps({"port": port}) + "\n")
        sys.stdout.flush()
        server.run(sockets=[listener])


if __name__ == "__main__":
    main()
