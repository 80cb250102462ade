"""The file beside a store that says which file on which machine the store is, and who kept it last."""

import json
from dataclasses import asdict
from pathlib import Path

from scheduler.model.marker import Marker, Whereabouts
from scheduler.store.durable import put_whole

ANOTHER = Marker(lies=Whereabouts(inode=0, born="", machine=""), owner="", before=None)
"""What fits no store: a file that cannot be read as a marker."""


class MarkerFile:
    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Marker | None:
        """None: there is none. Raises OSError."""
        try:
            text = self._path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            said = json.loads(text)
            lies = Whereabouts(inode=int(said["inode"]), born=str(said["born"]), machine=str(said["machine"]))
            return Marker(lies=lies, owner=str(said["owner"]), before=said["before"])
        except (ValueError, TypeError, KeyError):
            return ANOTHER

    def write(self, marker: Marker) -> None:
        """Durable, whole or not at all. Raises OSError."""
        said = {**asdict(marker.lies), "owner": marker.owner, "before": marker.before}
        put_whole(self._path, json.dumps(said, indent=1).encode() + b"\n")


def beside(store: Path) -> Path:
    return store.with_name("store.marker")
