"""A store that was put back or copied is told at the start, and says nothing until its accounts were asked."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from scheduler.model.marker import Marker, Whereabouts
from scheduler.model.record import RESTORE, Scope, Stop
from scheduler.service.desk import Desk, Transaction
from scheduler.service.store_ports import Looking, Store
from scheduler.service.tidying import last_beat

PUT_BACK = "put back"
"""The mark of a store that waits for `awareness recover`."""

ENGINE = "engine"
"""The mark that names the last engine that started on this store."""

BACKUP = "backup"
"""The mark of a backup: where it stands, the file is a copy that was put in the place of a store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """What is known of it. `at`: when it was told. `since`: the last instant that the store surely knows all of (None:
    it never kept a beat). `before`: a person's stop of everything that stands behind ours. `waiting`: the accounts that
    could not be asked yet (None: none was asked)."""

    at: datetime
    since: datetime | None
    signs: tuple[str, ...]
    before: Mapping[str, str] | None = None
    waiting: tuple[str, ...] | None = None


def recognise(desk: Desk, owner: str, *, forced: str = "") -> tuple[str, ...]:
    """Called by the holder of the engine lock before anything else. Returns the signs that the store was put back or
    copied, having stopped everything; empty where there are none. `forced`: a sign that only a person knows.

    The marker is written before the store names this engine, and names the engine before it, so that whatever stands
    in the store after a crash between the two is one of both."""
    store = desk.store
    found = (*signs(store), *((forced,) if forced else ()))
    if found:
        with desk.transaction(owner) as t:
            _stop(t, found)
        store.renew_heads()
    with store.look() as looking:
        last = looking.mark(ENGINE)
    store.set_marker(Marker(lies=store.lies(), owner=owner, before=last))
    with desk.transaction(owner) as t:
        t.writing.set_mark(ENGINE, owner)
    return found


def signs(store: Store) -> tuple[str, ...]:
    """Why this store is not the one that was kept here last, in words; empty where it is."""
    heads, marker, lies = store.heads(), store.marker(), store.lies()
    with store.look() as looking:
        return (
            *_of_backup(looking),
            *_of_record(looking, heads),
            *_of_place(marker, lies),
            *_of_engine(marker, looking.mark(ENGINE)),
        )


def _of_backup(looking: Looking) -> Iterator[str]:
    if (mark := looking.mark(BACKUP)) is not None:
        yield f"it is the backup of {datetime.fromisoformat(json.loads(mark)['at']):%Y-%m-%d %H:%M} UTC"


def _of_record(looking: Looking, heads: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    """The heads are durable before a byte of a post leaves, so a copy from before that moment always shows here."""
    lacking, others = list[str](), list[str]()
    for chain, (seq, hash_) in sorted(heads.items()):
        there = looking.seal(chain, seq)
        if there is None:
            lacking.append(f"{chain} {seq - (looking.head(chain) or (0, ''))[0]}")
        elif there != hash_:
            others.append(chain)
    if lacking:
        yield f"its record lacks rows that were written here ({', '.join(lacking)})"
    if others:
        yield f"its record went another way than the one that was kept here ({', '.join(others)})"


def _of_place(marker: Marker | None, lies: Whereabouts) -> Iterator[str]:
    if marker is None:
        return
    if marker.lies.is_elsewhere(lies):
        yield "it was kept on another machine"
    if marker.lies.is_another_file(lies):
        yield "it is a copy of the file that was kept, or another one in its place"


def _of_engine(marker: Marker | None, last: str | None) -> Iterator[str]:
    if marker is None and last is not None:
        yield "it was in use, and what the service writes beside a store is not there"
    elif marker is not None and last not in {marker.owner, marker.before}:
        yield "another engine kept it last than the one that kept the store here"


def put_back(looking: Looking) -> PutBack | None:
    """None: it was not, or everything about it is settled."""
    mark = looking.mark(PUT_BACK)
    if mark is None:
        return None
    said = json.loads(mark)
    return PutBack(
        at=datetime.fromisoformat(said["at"]),
        since=datetime.fromisoformat(said["since"]) if said["since"] else None,
        signs=tuple(said["signs"]),
        before=said["before"],
        waiting=None if said["waiting"] is None else tuple(said["waiting"]),
    )


def keep(t: Transaction, found: PutBack | None) -> None:
    said = None
    if found is not None:
        since = found.since.isoformat() if found.since else None
        said = json.dumps({**asdict(found), "at": found.at.isoformat(), "since": since})
    t.writing.set_mark(PUT_BACK, said)


def _stop(t: Transaction, found: tuple[str, ...]) -> None:
    """Once told, it is told again only where something new is said of it."""
    known = put_back(t.writing)
    since = _knows_all_until(t.writing)
    if known is not None and known.since is not None:
        since = min(since, known.since) if since else None
    before = _stop_of_a_person(t) or (known.before if known else None)
    keep(t, PutBack(at=t.now, since=since, signs=found, before=before))
    t.writing.set_mark(BACKUP, None)
    why = f"the store was put back or copied: {'; '.join(found)}"
    for stop in [stop for stop in t.writing.stops() if stop.scope is Scope.ALL]:
        t.writing.resume(stop)
    t.writing.stop(Stop(scope=Scope.ALL, subject="", at=t.now, who=RESTORE, why=why))
    t.note("store.put back", why, evidence={"known until": since.isoformat() if since else "never"})
    t.calm("store", PUT_BACK)
    t.alert(
        "store",
        PUT_BACK,
        f"{why}. What was due since then may be out, so nothing is said. If the house that this is a copy of still "
        "runs somewhere, end it; then `awareness recover` asks the accounts what they said, and goes on",
    )


def _knows_all_until(looking: Looking) -> datetime | None:
    beat, mark = last_beat(looking), looking.mark(BACKUP)
    return datetime.fromisoformat(json.loads(mark)["at"]) if mark else beat


def _stop_of_a_person(t: Transaction) -> dict[str, str] | None:
    for stop in t.writing.stops():
        if stop.scope is Scope.ALL and not stop.waits_for_recover:
            return {"who": stop.who, "why": stop.why, "at": stop.at.isoformat()}
    return None
