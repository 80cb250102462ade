from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from scheduler.config.watching import WatchForm, address, path_within, project
from scheduler.model.secret import Secret
from scheduler.model.watch import Origin, Watch, Watched


def watch(*sources: dict[str, Any], **more: Any) -> Watch:
    return WatchForm.model_validate({"sources": list(sources), **more}).build()


def test_a_campaign_that_says_nothing_of_it_watches_nothing() -> None:
    assert WatchForm().build() == Watch()


def test_every_kind_of_source_can_be_given() -> None:
    found = watch(
        {"id": "fedi", "from": "mastodon", "server": "https://mastodon.example", "hashtags": ["A"], "every": "1h"},
        {"id": "days", "from": "mastodon", "server": "https://mastodon.example", "history": "yes"},
        {"id": "sky", "from": "bluesky", "account": "camps-sky"},
        {"id": "x", "from": "x", "account": "main-x"},
        {"id": "wiki", "from": "wikipedia", "article": "Chechnya", "project": "ru.wikipedia"},
        {"id": "own", "from": "own"},
        {"id": "file", "from": "file", "file": "counts/topic.csv", "daily": "yes"},
        {"id": "url", "from": "url", "address": "https://counts.example/a?b=c", "token": {"env": "COUNTS"}},
        every="30m",
        tell=[{"file": "secrets/ally"}],
    )
    server = "https://mastodon.example"
    assert found == Watch(
        sources=(
            Watched(
                id="fedi", origin=Origin.MASTODON, server=server, hashtags=("A",), every=timedelta(hours=1), **WIKI
            ),
            Watched(id="days", origin=Origin.MASTODON, server=server, daily=True, **WIKI),
            Watched(id="sky", origin=Origin.BLUESKY, account="camps-sky", **WIKI),
            Watched(id="x", origin=Origin.X, account="main-x", **WIKI),
            Watched(id="wiki", origin=Origin.WIKIPEDIA, article="Chechnya", project="ru.wikipedia", daily=True),
            Watched(id="own", origin=Origin.OWN, **WIKI),
            Watched(id="file", origin=Origin.FILE, file="counts/topic.csv", daily=True, **WIKI),
            Watched(
                id="url",
                origin=Origin.URL,
                address="https://counts.example/a?b=c",
                token=Secret(env="COUNTS"),
                **WIKI,
            ),
        ),
        every=timedelta(minutes=30),
        tell=(Secret(file="secrets/ally"),),
    )


WIKI: dict[str, Any] = {"project": "en.wikipedia"}


@pytest.mark.parametrize(
    "source",
    [
        {"id": "a", "from": "facebook"},
        {"id": "a", "from": "mastodon", "hashtags": ["#A"]},
        {"id": "a", "from": "mastodon", "hashtags": []},
        {"id": "a", "from": "own", "every": "1m"},
        {"from": "own"},
        {"id": "a"},
    ],
)
def test_what_cannot_be_meant_is_refused(source: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        watch(source)


@pytest.mark.parametrize(
    "text", ["/etc/passwd.csv", "../a.csv", "counts/../../a.csv", "a\\b.csv", "", "a.txt", "a\n.csv"]
)
def test_a_file_of_counts_lies_in_the_folder(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        path_within(text)


@pytest.mark.parametrize(
    "text",
    ["http://a.example/b", "ftp://a.example", "https://10.0.0.1/a", "https://a.local/", "https://u:p@a.example/", ""],
)
def test_an_address_of_counts_is_everybodys(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        address(text)


def test_an_address_on_this_machine_is_for_trying_things_out() -> None:
    assert address("http://127.0.0.1:80/a") == "http://127.0.0.1:80/a"


@pytest.mark.parametrize("text", ["wikipedia/../x", "EN.wikipedia", "", "a"])
def test_a_project_is_one_of_wikimedias(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        project(text)
