from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from scheduler.model.watch import Origin, Watched
from scheduler.service.watch_marks import Told, asked_of, begin_asking, keep_asked, keep_told, name_of, told_of, what_of
from tests.make import a_campaign
from tests.rig import NOON, Rig

NAME = name_of("close-the-camps", "talk")


def test_when_it_was_asked_first_is_remembered(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with rig.desk.transaction("test") as t:
        begun = begin_asking(t, NAME)
        keep_asked(t, NAME, replace(begun, troubles=2, why="it hung", until=NOON))
    later = rig.pass_by(hours=1)
    with rig.desk.transaction("test") as t:
        begin_asking(t, NAME)
    with rig.store.look() as looking:
        found = asked_of(looking, NAME)
    assert found == replace(begun, last=later, troubles=2, why="it hung", until=NOON)


def test_what_was_told_of_a_campaign_is_remembered(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with rig.store.look() as looking:
        assert told_of(looking, "close-the-camps") == Told()
    with rig.desk.transaction("test") as t:
        keep_told(t, "close-the-camps", Told(quarter=NOON))
    with rig.store.look() as looking:
        assert told_of(looking, "close-the-camps") == Told(quarter=NOON)


def test_a_mark_of_another_version_counts_as_none(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with rig.store.write() as writing:
        for name, mark in (("a", "[]"), ("b", "{"), ("c", '{"else": 1}'), ("d", '{"first": "soon", "last": "x"}')):
            writing.set_mark(f"watch {name}", mark)
    with rig.store.look() as looking:
        assert [asked_of(looking, name) for name in "abcd"] == [None] * 4


def test_what_is_counted_is_another_thing_by_what_its_source_looks_at() -> None:
    edited = a_campaign(hashtags={"en": ("Another",)})
    mastodon = Watched(id="talk", origin=Origin.MASTODON, server="https://mastodon.example")
    wikipedia = Watched(id="talk", origin=Origin.WIKIPEDIA, daily=True, article="Chechnya")
    assert what_of(a_campaign(), mastodon) != what_of(edited, mastodon)
    assert what_of(a_campaign(), wikipedia) == what_of(edited, wikipedia)
    assert what_of(edited, replace(wikipedia, article="Grozny")) != what_of(edited, wikipedia)
    assert what_of(edited, replace(mastodon, every=timedelta(minutes=30))) == what_of(edited, mastodon)
