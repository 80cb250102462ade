import pytest

from scheduler.rendering.packaged import packaged, words_of


def test_a_table_is_read_once() -> None:
    assert packaged("tlds") is packaged("tlds")


@pytest.mark.parametrize("name", ["tlds", "emoji", "directions"])
def test_every_table_names_its_source(name: str) -> None:
    assert packaged(name)["source"]


def test_every_network_names_its_source() -> None:
    networks = packaged("networks")
    assert all(entry["source"] for entry in [networks["weights"], *networks["networks"].values()])


def test_lines_are_read_as_words() -> None:
    assert words_of({"names": ["a b", "c"]}, "names") == {"a", "b", "c"}
