"""Posts of Bluesky as the real server keeps them, and as its answers get lost on the way."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from scheduler.channels.bluesky.records import Ours, ours_in
from scheduler.model.delivery import State
from scheduler.model.post import Attachment
from scheduler.model.receipt import Found, Image, Posted, Prepared
from scheduler.model.version import Tree
from scheduler.service.sending import Sending
from scheduler.service.settling import Settling
from tests.blueskies import PUT, Sky, a_sky
from tests.drawn import a_picture
from tests.make import a_post
from tests.outgoing import an_outgoing, marked, opened
from tests.rig import NOON, Rig, claimed
from tests.servers import faults
from tests.servers.faults import Fault
from tests.servers.pds_server import Pds


@pytest.fixture
def own_sky(pds: Pds, tmp_path: Path) -> Iterator[Sky]:
    with a_sky(pds, pds.account(), tmp_path) as sky:
        yield sky


def prepared(sky: Sky, text: str, **changes: Any) -> tuple[Prepared, Ours]:
    ready = sky.channel().prepare(an_outgoing(text, **changes))
    ours = ours_in(ready)
    assert ours is not None
    return ready, ours


def test_pictures_are_drawn_anew_uploaded_and_shown_with_their_alt_texts(own_sky: Sky) -> None:
    sky = own_sky
    images = (Image(content=a_picture(60, 40), alt="A flag."), Image(content=a_picture(20, 30, "JPEG"), alt="Another."))
    ready, ours = prepared(sky, "Look.", pictures=images)
    assert isinstance(sky.channel().send(ready, opened), Posted)

    shown = sky.pds.record(sky.login, ours.rkey)["embed"]["images"]
    assert [picture["alt"] for picture in shown] == ["A flag.", "Another."]
    assert [picture["aspectRatio"] for picture in shown] == [{"width": 60, "height": 40}, {"width": 20, "height": 30}]
    for picture in shown:
        kept = sky.pds.blob(sky.login, picture["image"]["ref"]["$link"])
        assert len(kept) == picture["image"]["size"]
    assert isinstance(sky.channel().find(ready), Found)


def test_links_tags_and_mentions_are_marked(own_sky: Sky) -> None:
    sky = own_sky
    text = f"Sign #می‌خواهم with @{sky.login.handle} and @nobody.test at https://example.org/"
    entities = marked(text, hashtag="می‌خواهم", mention=sky.login.handle, link="https://example.org/")
    ready, ours = prepared(sky, text, language="fa", entities=(*entities, *marked(text, mention="nobody.test")))
    assert isinstance(sky.channel().send(ready, opened), Posted)

    record = sky.pds.record(sky.login, ours.rkey)
    raw = record["text"].encode()
    marks = [
        (raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(), facet["features"][0])
        for facet in record["facets"]
    ]
    assert marks == [
        ("#می‌خواهم", {"$type": "app.bsky.richtext.facet#tag", "tag": "می‌خواهم"}),
        (f"@{sky.login.handle}", {"$type": "app.bsky.richtext.facet#mention", "did": sky.login.did}),
        ("https://example.org/", {"$type": "app.bsky.richtext.facet#link", "uri": "https://example.org/"}),
    ]
    assert record["langs"] == ["fa"]
    assert record["embed"]["external"]["title"] == "example.org"


PICTURE = a_picture(24, 16)


class House:
    """The use cases that send and settle, over a real store and the channel of one live account."""

    def __init__(self, sky: Sky, *, deadline: float, picture: bool) -> None:
        self.rig = Rig(sky.folder)
        channels = {"demo": sky.channel(deadline=deadline)}
        self.sending = Sending(self.rig.desk, self.rig.files, "boot me")
        self.settling = Settling(self.rig.desk, lambda: self.rig.house, channels.get, self.rig.files, self.sending)
        shown: tuple[Attachment, ...] = ()
        with self.rig.store.write() as writing:
            writing.set_live("demo", NOON)
            if picture:
                tree = Tree(files={"pictures/flag.png": PICTURE})
                shown = (Attachment(file="pictures/flag.png", digest=sha256(PICTURE).hexdigest(), alt="A flag."),)
                writing.accept(tree, at=NOON, who="user:anna")
        row = self.rig.put(claimed(post=a_post("Sign.", pictures=shown)))
        self.sending.send(row, channels["demo"], self.rig.house)
        self.key = row.key

    def state(self) -> State:
        return self.rig.row(self.key).state


@pytest.mark.parametrize("picture", [False, True], ids=["text", "picture"])
@pytest.mark.parametrize(
    "fault", [faults.drop, faults.reset, faults.half, faults.bad_gateway(), faults.hang(), faults.not_json()], ids=str
)
def test_a_lost_answer_is_settled_without_a_person_and_leaves_one_post(
    own_sky: Sky, fault: Fault, picture: bool
) -> None:
    sky = own_sky
    sky.answers(PUT, fault)
    sky.channel().introduce()  # so that nothing but the create call has the short deadline to fear
    house = House(sky, deadline=2 if fault.name == "hang" else 20, picture=picture)
    assert house.state() is State.IN_DOUBT

    house.rig.pass_by(minutes=2)
    house.settling.settle("demo")
    assert house.state() is State.POSTED
    assert house.rig.alerts() == []
    assert sky.texts() == ["Sign."]
    assert sky.asked(PUT) == 2


def test_a_lost_answer_after_the_last_moment_is_settled_by_looking(own_sky: Sky) -> None:
    sky = own_sky
    sky.answers(PUT, faults.drop)
    house = House(sky, deadline=20, picture=False)
    house.rig.pass_by(hours=3)
    house.settling.settle("demo")
    assert house.state() is State.POSTED
    assert house.rig.why("delivery.posted") == "found at the network"
    assert sky.asked(PUT) == 1
