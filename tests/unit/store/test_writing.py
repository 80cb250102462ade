from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from scheduler.errors import NotAllowed
from scheduler.model.delivery import TRANSITIONS, UNFINISHED, Delivery, State
from scheduler.model.post import digest_of
from scheduler.model.record import Sealed
from scheduler.model.sealing import faults
from scheduler.store.database import Database
from tests.entries import a_store, an_entry
from tests.make import a_delivery, a_key, a_post, an_attachment

PLANNED = a_delivery()
QUEUED = PLANNED.to(State.QUEUED)
TEXT = PLANNED.post.digest


def swapped(store: Database, before: Delivery, after: Delivery) -> bool:
    with store.write() as writing:
        return writing.swap(before, after, an_entry(event="swapped"))


def kept(store: Database, delivery: Delivery = PLANNED) -> Delivery | None:
    with store.look() as looking:
        return looking.delivery(delivery.key)


def events(store: Database) -> list[str]:
    with store.look() as looking:
        return [sealed.entry.event for _, sealed in looking.sealed()]


def text(store: Database, digest: str = TEXT) -> str | None:
    with store.look() as looking:
        return looking.text(digest)


@pytest.fixture
def store(tmp_path: Path) -> Database:
    return a_store(tmp_path)


def test_a_new_delivery_is_added_with_its_entry(store: Database) -> None:
    with store.write() as writing:
        assert writing.add(PLANNED, an_entry(event="added"))
    assert (kept(store), text(store), events(store)) == (PLANNED, PLANNED.post.text, ["added"])


def test_a_known_key_is_not_added_again(store: Database) -> None:
    other = replace(PLANNED, post=a_post("Something else."))
    with store.write() as writing:
        assert writing.add(PLANNED, an_entry(event="added"))
        assert not writing.add(other, an_entry(event="added again"))
    assert (kept(store), text(store, other.post.digest), events(store)) == (PLANNED, None, ["added"])


def test_a_new_delivery_that_breaks_another_rule_is_a_defect(tmp_path: Path) -> None:
    store = a_store(tmp_path, a_delivery(state=State.CLAIMED))
    with pytest.raises(IntegrityError), store.write() as writing:
        writing.add(a_delivery(state=State.CLAIMED, part=2), an_entry())


def test_a_post_that_is_not_what_its_digest_says_is_a_defect(store: Database) -> None:
    lie = replace(PLANNED, post=a_post(digest=digest_of("Something else.")))
    with pytest.raises(ValueError, match="a post's digest is not that of its text"), store.write() as writing:
        writing.add(lie, an_entry())


def test_a_change_is_made_with_its_entry(tmp_path: Path) -> None:
    store = a_store(tmp_path, PLANNED)
    assert swapped(store, PLANNED, QUEUED)
    assert replace(QUEUED, revision=1) == kept(store)
    assert events(store) == ["delivery.planned", "swapped"]


def test_every_change_adds_one_to_the_revision_whatever_it_was_given(tmp_path: Path) -> None:
    store = a_store(tmp_path, PLANNED)
    assert swapped(store, PLANNED, replace(PLANNED, revision=7, moved_by="anna"))
    assert swapped(store, replace(PLANNED, revision=1), replace(PLANNED, revision=1, moved_by="bob"))
    assert replace(PLANNED, revision=2, moved_by="bob") == kept(store)


@pytest.mark.parametrize("stale", [-1, 1])
def test_a_change_to_what_somebody_else_changed_first_writes_nothing(tmp_path: Path, stale: int) -> None:
    store = a_store(tmp_path, PLANNED)
    rewritten = replace(PLANNED, post=a_post("Something else."))
    assert not swapped(store, replace(PLANNED, revision=stale), rewritten)
    assert (kept(store), text(store, rewritten.post.digest)) == (PLANNED, None)
    assert events(store) == ["delivery.planned"]


def test_a_change_to_what_is_not_there_writes_nothing(store: Database) -> None:
    assert not swapped(store, PLANNED, QUEUED)
    assert (kept(store), events(store)) == (None, [])


def test_a_rewritten_post_has_its_new_text(tmp_path: Path) -> None:
    store = a_store(tmp_path, PLANNED)
    rewritten = replace(PLANNED, post=a_post("Something else."))
    assert swapped(store, PLANNED, rewritten)
    assert replace(rewritten, revision=1) == kept(store)
    assert text(store) == PLANNED.post.text


@pytest.mark.parametrize("before", State)
def test_a_delivery_changes_only_as_its_life_allows(tmp_path: Path, before: State) -> None:
    rows = {after: a_delivery(state=before, account=after.name.lower()) for after in State}
    store = a_store(tmp_path, *rows.values())
    allowed = TRANSITIONS[before] | {before}
    for after in allowed:
        assert swapped(store, rows[after], replace(rows[after], state=after))
    for after in set(State) - allowed:
        with pytest.raises(ValueError, match=f"^a delivery does not go from {before} to {after}$"):
            swapped(store, rows[after], replace(rows[after], state=after))
    with store.look() as looking:
        held = {delivery.account: delivery.state for delivery in looking.deliveries()}
    assert held == {after.name.lower(): after if after in allowed else before for after in State}


def test_a_key_never_changes(tmp_path: Path) -> None:
    store = a_store(tmp_path, PLANNED)
    with pytest.raises(ValueError, match=r"/1 does not become .*/2: a key never changes$"):
        swapped(store, PLANNED, replace(QUEUED, key=a_key(part=2)))


@pytest.mark.parametrize("other", [State.CLAIMED, State.SENDING])
def test_an_account_has_one_post_on_its_way(tmp_path: Path, other: State) -> None:
    queued = a_delivery(state=State.QUEUED)
    store = a_store(tmp_path, queued, a_delivery(state=other, part=2))
    assert not swapped(store, queued, queued.to(State.CLAIMED, wire=b"bytes"))
    assert (kept(store), len(events(store))) == (queued, 2)


def test_an_account_has_one_post_on_its_way_after_a_doubt_too(tmp_path: Path) -> None:
    doubtful = a_delivery(state=State.IN_DOUBT)
    store = a_store(tmp_path, doubtful, a_delivery(state=State.CLAIMED, part=2))
    assert not swapped(store, doubtful, doubtful.to(State.SENDING))


@pytest.mark.parametrize("other", sorted(set(State) - {State.CLAIMED, State.SENDING}))
def test_a_post_that_is_not_on_its_way_keeps_no_other_waiting(tmp_path: Path, other: State) -> None:
    queued = a_delivery(state=State.QUEUED)
    store = a_store(tmp_path, queued, a_delivery(state=other, part=2))
    assert swapped(store, queued, queued.to(State.CLAIMED))


def test_accounts_do_not_wait_for_each_other(tmp_path: Path) -> None:
    queued = a_delivery(state=State.QUEUED)
    store = a_store(tmp_path, queued, a_delivery(state=State.SENDING, account="other"))
    assert swapped(store, queued, queued.to(State.CLAIMED))


def test_a_claimed_post_goes_on_to_its_fence(tmp_path: Path) -> None:
    claimed = a_delivery(state=State.CLAIMED)
    store = a_store(tmp_path, claimed)
    assert swapped(store, claimed, claimed.to(State.SENDING))


def test_a_change_that_breaks_another_rule_of_the_tables_is_a_defect(tmp_path: Path) -> None:
    store = a_store(tmp_path, PLANNED)
    with pytest.raises(IntegrityError):
        swapped(store, PLANNED, replace(QUEUED, zone=None))  # type: ignore[arg-type]  # wrong on purpose
    assert kept(store) == PLANNED


def chain(store: Database, name: str) -> list[Sealed]:
    with store.look() as looking:
        return [sealed for _, sealed in looking.sealed(chain=name)]


def test_each_chain_of_the_record_is_sealed_by_itself(store: Database) -> None:
    for name in ("demo", "house", "demo", "demo", "house"):
        with store.write() as writing:
            writing.note(an_entry(chain=name))
    heads = store.heads()
    assert [sealed.seq for sealed in chain(store, "demo")] == [1, 2, 3]
    assert [sealed.seq for sealed in chain(store, "house")] == [1, 2]
    assert faults("demo", chain(store, "demo"), heads["demo"]) == []
    assert faults("house", chain(store, "house"), heads["house"]) == []


def test_half_a_surrogate_pair_in_an_answer_is_kept_and_its_seal_holds(store: Database) -> None:
    with store.write() as writing:
        writing.note(an_entry(why="no \ud83d", evidence={"said": "\udc00"}))
    (sealed,) = chain(store, "demo")
    assert (sealed.entry.why, sealed.entry.evidence) == ("no ?", {"said": "?"})
    assert faults("demo", [sealed], store.heads()["demo"]) == []


def test_a_redacted_text_is_gone_and_the_record_holds(tmp_path: Path) -> None:
    posted = a_delivery(state=State.POSTED, wire=b"Sign the petition.", revision=3)
    store = a_store(tmp_path, posted)
    with store.write() as writing:
        assert writing.redact(TEXT)
    redacted = kept(store)
    assert redacted == replace(posted, post=replace(posted.post, text=""), wire=None, revision=4)
    assert redacted is not None
    assert redacted.post.redacted
    assert text(store) is None
    assert faults("demo", chain(store, "demo"), store.heads()["demo"]) == []


def test_no_byte_of_a_redacted_text_stays_in_the_file(tmp_path: Path) -> None:
    said = "Meet Anna at the north gate. " * 20
    store = a_store(tmp_path, a_delivery(state=State.POSTED, post=a_post(said), wire=said.encode()))
    assert b"north gate" in (tmp_path / "awareness.db").read_bytes()
    with store.write() as writing:
        writing.redact(digest_of(said))
    assert [path.name for path in tmp_path.iterdir() if b"north gate" in path.read_bytes()] == []


def test_a_text_is_redacted_once(tmp_path: Path) -> None:
    store = a_store(tmp_path, a_delivery(state=State.POSTED, revision=3))
    with store.write() as writing:
        assert [writing.redact("unknown"), writing.redact(TEXT), writing.redact(TEXT)] == [False, True, False]
        found = writing.delivery(a_key())
    assert found is not None
    assert found.revision == 4


@pytest.mark.parametrize("state", State)
def test_a_text_that_may_still_be_sent_is_not_redacted(tmp_path: Path, state: State) -> None:
    waiting = a_delivery(state=state)
    store = a_store(tmp_path, a_delivery("2026-11-20T09:00", state=State.POSTED), waiting)
    with store.write() as writing:
        if state not in UNFINISHED:
            assert writing.redact(TEXT)
            return
        with pytest.raises(NotAllowed, match=f"^{waiting.key} may still be sent with this text; settle that post"):
            writing.redact(TEXT)
    assert text(store) == PLANNED.post.text


def test_a_redacted_text_stays_so_whoever_says_it_again(tmp_path: Path) -> None:
    store = a_store(tmp_path, a_delivery(state=State.POSTED))
    with store.write() as writing:
        writing.redact(TEXT)
        assert writing.add(a_delivery("2026-12-23T09:00"), an_entry())
        again = writing.delivery(a_key("2026-12-23T09:00"))
    assert again is not None
    assert again.post.redacted


def test_a_redacted_post_is_changed_like_any_other(tmp_path: Path) -> None:
    store = a_store(tmp_path, a_delivery(state=State.POSTED))
    with store.write() as writing:
        writing.redact(TEXT)
        redacted = writing.delivery(a_key())
        assert redacted is not None
        assert writing.swap(redacted, redacted.to(State.DELETED), an_entry())
    assert text(store) is None


def test_a_redacted_post_of_another_store_is_added_without_its_text(store: Database) -> None:
    redacted = a_delivery(post=a_post(text="", digest=TEXT))
    with store.write() as writing:
        assert writing.add(redacted, an_entry())
    assert (kept(store), text(store)) == (redacted, None)


def test_a_redaction_takes_the_alt_texts_along_and_keeps_which_pictures_they_were(tmp_path: Path) -> None:
    secret = an_attachment(alt="Anna at the north gate. " * 20)
    shown = a_post(pictures=(secret, an_attachment(digest="1" * 64)))
    other = a_delivery("2026-11-23T13:00", state=State.POSTED, post=a_post("Another.", pictures=(an_attachment(),)))
    store = a_store(tmp_path, a_delivery(state=State.POSTED, post=shown), other)
    with store.write() as writing:
        assert writing.redact(TEXT)
    redacted = kept(store)
    assert redacted is not None
    assert redacted.post.pictures == (replace(secret, alt=""), an_attachment(digest="1" * 64, alt=""))
    with store.look() as looking:
        assert looking.delivery(other.key) == other
    assert [path.name for path in tmp_path.iterdir() if b"north gate" in path.read_bytes()] == []
