"""What lies beside a store and says which store it is, so that one that was put back or copied is told apart."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where a store lies. A file keeps its `inode` and the instant it was `born` (in words; '' where its disk does not
    say) whatever is written to it, and no copy has both. `machine`: a digest of the machine's name for itself ('': it
    has none that lasts)."""

    inode: int
    born: str
    machine: str

    def is_another_file(self, other: "Whereabouts") -> bool:
        return self.inode != other.inode or _differ(self.born, other.born)

    def is_elsewhere(self, other: "Whereabouts") -> bool:
        return _differ(self.machine, other.machine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Written by each engine as it starts, before it writes its name into the store. `owner` is that engine's boot,
    `before` the one that the store named until then (None: it named none)."""

    lies: Whereabouts
    owner: str
    before: str | None


def _differ(ours: str, theirs: str) -> bool:
    return bool(ours and theirs) and ours != theirs
