import json
from dataclasses import replace
from datetime import timedelta

from scheduler.cli import documents
from scheduler.model.plan import Change, Choice, Planned
from scheduler.model.receipt import Receipt
from scheduler.model.record import Entry, Scope, Stop
from scheduler.model.sealing import START, seal
from tests.make import a_delivery, a_post, a_slot, an_attachment, utc

NINE = utc("2026-11-23 09:00")


def test_an_instant_is_in_utc_with_a_z() -> None:
    assert documents.instant(NINE) == "2026-11-23T09:00:00Z"
    assert documents.instant(NINE + timedelta(microseconds=5)) == "2026-11-23T09:00:00.000005Z"
    assert documents.instant(None) is None


def test_the_same_instant_on_the_clock_of_a_zone() -> None:
    assert documents.local(NINE, "Europe/Paris") == "2026-11-23T10:00:00+01:00"


def test_a_delivery_tells_all_that_people_may_know_and_no_bytes() -> None:
    row = a_delivery(receipt=Receipt(remote_id="1", url="https://example.org/1", at=NINE), wire=b"secret", owner="boot")
    found = documents.delivery(row)

    assert json.loads(json.dumps(found)) == found
    assert found["receipt"] == {"remote_id": "1", "url": "https://example.org/1", "at": "2026-11-23T09:00:00Z"}
    assert (found["schedule"], found["account"], found["state"]) == ("daily", "demo", "planned")
    assert not {"wire", "owner"} & set(found)
    assert documents.delivery(replace(row, receipt=None))["receipt"] is None


def test_a_redacted_text_is_no_text() -> None:
    gone = replace(a_post("Sign."), text="")

    assert documents.post(gone)["text"] is None
    assert documents.post(a_post("Sign."))["text"] == "Sign."


def test_a_slot_with_a_choice_tells_what_it_says() -> None:
    choice = Choice(action="a", template="t", fact=None, language="en", post=a_post("Sign."), send_by=NINE)
    found = documents.planned(Planned(slot=a_slot(), due_at=NINE, choice=choice, why=("it was its turn",)))

    assert (found["empty"], found["text"], found["state"]) == (False, "Sign.", None)
    assert found["send_by"] == "2026-11-23T09:00:00Z"


def test_an_empty_slot_says_so() -> None:
    kept = a_delivery()
    found = documents.planned(Planned(slot=a_slot(), due_at=NINE, choice=None, why=("quiet",), kept=kept))

    assert (found["empty"], found["text"], found["why"], found["state"]) == (True, None, ["quiet"], "planned")


def test_a_change_holds_both_sides() -> None:
    row = a_delivery()
    found = documents.change(Change(before=row, after=replace(row, action="other"), why="an edit"))

    assert found["why"] == "an edit"
    assert found["before"] == documents.delivery(row)
    assert found["after"] != found["before"]


def test_an_entry_holds_what_a_stranger_needs_to_check_its_seal() -> None:
    entry = Entry(chain="demo", event="delivery.posted", at=NINE, who="beat:publish", evidence={"url": "u"})
    found = documents.sealed(seal(entry, 1, START))

    assert (found["seq"], found["previous"], found["evidence"]) == (1, START, {"url": "u"})
    assert json.loads(json.dumps(found)) == found


def test_a_stop_names_its_scope() -> None:
    stop = Stop(scope=Scope.ACCOUNT, subject="demo", at=NINE, who="user:anna", why="w")

    assert documents.stop(stop) == {
        "scope": "account",
        "subject": "demo",
        "at": "2026-11-23T09:00:00Z",
        "who": "user:anna",
        "why": "w",
    }


def test_a_post_names_its_pictures_and_an_empty_list_where_it_has_none() -> None:
    shown = an_attachment()
    assert documents.post(a_post(pictures=(shown,)))["pictures"] == [
        {"file": shown.file, "digest": shown.digest, "alt": shown.alt}
    ]
    assert documents.post(a_post())["pictures"] == []
