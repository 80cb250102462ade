"""A house that is killed while it speaks on a network that we did not write, whose readers are asked."""

from collections import Counter
from collections.abc import Mapping

from scheduler.app import App
from scheduler.channels.registry import Maker
from scheduler.model.campaign import Network
from tests.reality import Real
from tests.toll import Toll
from tests.worlds import Tell, telling


class Readable:
    counts = False
    deadline = "30s"

    def __init__(self, where: str) -> None:
        self._real = Real.read(where)
        self.names = self._real.names

    def makers(self, tell: Tell) -> Mapping[Network, Maker]:
        return {self._real.network: telling(self._real.network, tell)}

    def accounts(self) -> str:
        return self._real.accounts()

    def let_live(self, app: App) -> None:
        self._real.let_live(app)

    def look(self) -> None:
        """Its readers are asked when it matters."""

    def rest(self) -> None:
        """What it took it shows at once."""

    def said(self) -> list[str]:
        return self._real.said()

    def said_since(self, instant: float) -> list[str]:
        raise NotImplementedError

    def calls(self) -> Counter[str]:
        return Counter()

    def tell(self, toll: Toll) -> None: ...
