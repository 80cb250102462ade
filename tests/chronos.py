"""Whether what ran is what had to run, and when: targets against runs, as Jepsen's test of Chronos compares them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """Something must begin in here, both ends included; what it is called is nobody's business but its reader's."""

    begin: datetime
    end: datetime
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`met` holds each target with the instant that was taken for it. `missing`: targets that nothing ran for;
    `extra`: runs that no target asked for, which those that came too late or too early are, too."""

    met: tuple[tuple[Target, datetime], ...] = ()
    missing: tuple[Target, ...] = ()
    extra: tuple[datetime, ...] = ()

    @property
    def good(self) -> bool:
        return not self.missing and not self.extra

    def late(self, share: float = 1.0) -> timedelta:
        """How long after its beginning the target was met that came later than this share of all; 0 without any."""
        found = sorted(at - target.begin for target, at in self.met)
        return found[min(len(found) - 1, int(share * len(found)))] if found else timedelta(0)


def compare(targets: Iterable[Target], runs: Iterable[datetime]) -> Comparison:
    """As many targets as possible are met, each by one run: in order of time, a run goes to the open target that
    closes first, which leaves to those that come after it whatever they could use."""
    ahead, instants = sorted(targets), sorted(runs)
    opened: list[Target] = []
    met: list[tuple[Target, datetime]] = []
    missing: list[Target] = []
    extra: list[datetime] = []
    for at in instants:
        while ahead and ahead[0].begin <= at:
            opened.append(ahead.pop(0))
        missing += [target for target in opened if target.end < at]
        opened = [target for target in opened if target.end >= at]
        if opened:
            first = min(opened, key=lambda target: (target.end, target.begin))
            opened.remove(first)
            met.append((first, at))
        else:
            extra.append(at)
    return Comparison(met=tuple(met), missing=tuple(sorted([*missing, *opened, *ahead])), extra=tuple(extra))


def too_close(runs: Sequence[datetime], gap: timedelta) -> list[datetime]:
    """What ran sooner after the run before it than it may."""
    instants = sorted(runs)
    return [after for before, after in pairwise(instants) if after - before < gap]
