import hashlib

import pytest

from scheduler.model.version import Tree


def test_the_digest_is_over_every_path_its_length_and_its_content() -> None:
    whole = b"a\x002\x00xyb/c\x000\x00"
    assert Tree(files={"a": b"xy", "b/c": b""}).digest == hashlib.sha256(whole).hexdigest()


def test_no_files_have_a_digest_too() -> None:
    assert Tree(files={}).digest == hashlib.sha256(b"").hexdigest()


def test_the_order_of_the_files_does_not_matter() -> None:
    assert Tree(files={"a": b"1", "b": b"2"}).digest == Tree(files={"b": b"2", "a": b"1"}).digest


@pytest.mark.parametrize(
    "files",
    [
        {"a": b"12", "b": b""},
        {"a": b"1", "b": b"3"},
        {"a": b"1", "c": b"2"},
        {"a": b"1"},
        {"a": b"1", "b": b"2", "c": b""},
        {"a": b"1b\x001\x002"},
    ],
    ids=str,
)
def test_another_tree_has_another_digest(files: dict[str, bytes]) -> None:
    assert Tree(files={"a": b"1", "b": b"2"}).digest != Tree(files=files).digest


def test_the_digest_is_of_the_files_alone() -> None:
    assert (
        Tree(files={"a": b"1"}, commit="c1", author="Anna", unsettled="git is busy").digest
        == Tree(files={"a": b"1"}).digest
    )


def test_a_tree_outside_git_may_be_taken() -> None:
    tree = Tree(files={})
    assert (tree.commit, tree.author, tree.unsettled) == (None, None, "")
