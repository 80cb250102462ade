"""The pictures of a network of paper, in a folder beside its feed, each under the digest of its bytes."""

import hashlib
import os
import tempfile
from pathlib import Path

from scheduler.channels.paper.feed import Shown
from scheduler.channels.pictures import encode
from scheduler.errors import ChannelTrouble
from scheduler.model.picture_rule import PictureRule
from scheduler.model.receipt import Image

ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


class Gallery:
    """A picture is drawn as the network that is imitated would get it, and kept once however many posts show it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, picture: Image, limits: PictureRule) -> Shown:
        """Durable when it returns. Raises ChannelTrouble, ChannelRefused where it cannot be drawn."""
        drawn = encode(picture.content, limits)
        name = f"{hashlib.sha256(drawn.content).hexdigest()}.{ENDINGS[drawn.media_type]}"
        try:
            self._write(name, drawn.content)
        except OSError as trouble:
            raise ChannelTrouble(f"{self._folder / name} cannot be written: {trouble}") from trouble
        return Shown(name=name, width=drawn.width, height=drawn.height, alt=picture.alt)

    def _write(self, name: str, content: bytes) -> None:
        """Whole or not at all, whoever else writes the same."""
        if (self._folder / name).exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=".draft")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(descriptor)
            Path(draft).chmod(0o644)
            Path(draft).replace(self._folder / name)
        except OSError:
            Path(draft).unlink(missing_ok=True)
            raise
