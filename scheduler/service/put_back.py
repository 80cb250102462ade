"""After an older copy of the store was put back: what was due since then may be out, and is not said again."""

import json
from collections.abc import Mapping

from scheduler.model.delivery import AHEAD, State
from scheduler.service.desk import Desk, Transaction
from scheduler.service.outcomes import hold

KNOWN = "copy put back"
"""The heads that were held against the store already; the file that holds them stays, so that the loss shows."""

WHY = "an older copy of the store was put back"

Heads = Mapping[str, tuple[int, str]]


def let_go_of_what_may_be_out(desk: Desk) -> int:
    """Expires what was due on accounts that said more than the store remembers, and holds what was in doubt; returns
    how many posts were let go. Their networks may have forgotten the keys by now, or a person may have taken down what
    a repeat would bring back; and a post too few is better than one twice."""
    heads = desk.store.heads()
    with desk.transaction("beat:publish") as t:
        lost = _lost(t, heads)
        if not lost:
            return 0
        rows = [row for row in t.writing.deliveries(states=AHEAD, until=t.now) if row.account in lost]
        for row in rows:
            t.move(row, row.to(State.EXPIRED), "delivery.expired", WHY)
        for row in t.writing.deliveries(states={State.IN_DOUBT}):
            if row.account in lost:
                hold(t, row, WHY)
        t.writing.set_mark(KNOWN, json.dumps({chain: heads[chain] for chain in lost}))
        missing = ", ".join(f"{chain} {lacks}" for chain, lacks in lost.items())
        t.alert(
            "store",
            "put back",
            f"an older copy of the store was put back, and its record lacks rows ({missing}); what was due may be out "
            f"and is not said (posts let go: {len(rows)}); look at the accounts",
            stands=False,
        )
    return len(rows)


def _lost(t: Transaction, heads: Heads) -> dict[str, int]:
    """How many rows of the record each chain lacks, where that is news."""
    known = json.loads(t.writing.mark(KNOWN) or "{}")
    lacks = {chain: seq - (t.writing.head(chain) or (0, ""))[0] for chain, (seq, _) in heads.items()}
    return {chain: rows for chain, rows in lacks.items() if rows > 0 and known.get(chain) != list(heads[chain])}
