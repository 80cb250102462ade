import os
from pathlib import Path

import pytest

from scheduler.config.stop_file import stop_file_in
from scheduler.config.tree import MAX_DEPTH, MAX_FILE, MAX_FILES, MAX_PICTURE, Folder, counts
from scheduler.errors import FilesWrong
from scheduler.model.version import Tree
from scheduler.service.ports import Files
from tests.harbour import ACCOUNTS, CAMPAIGN, FILES, SETTINGS, write
from tests.repository import AUTHOR, repository


def refusals(folder: Path) -> list[str]:
    with pytest.raises(FilesWrong) as error:
        Folder(folder).look()
    return [str(problem) for problem in error.value.problems]


def test_a_folder_is_what_the_use_cases_ask_for(tmp_path: Path) -> None:
    files: Files = Folder(tmp_path)

    assert files.stop_file()


def test_the_tree_holds_every_file_by_its_path(tmp_path: Path) -> None:
    assert Folder(write(tmp_path)).look().files == {file: text.encode() for file, text in FILES.items()}


def test_templates_may_be_missing(tmp_path: Path) -> None:
    assert set(Folder(write(tmp_path, {ACCOUNTS: "accounts: []"})).look().files) == {ACCOUNTS}


@pytest.mark.parametrize(
    "path",
    [
        "config/.accounts.yaml",
        "config/.git/x.yaml",
        "config/a.yaml~",
        "config/.a.swp",
        "config/a.swp",
        "config/a.tmp",
        "config/a.orig",
        "config/old~/a.yaml",
        "config/STOP",
        "README.md",
        "schemas/a.json",
        "data/store.db",
    ],
)
def test_what_editors_leave_behind_and_what_lies_elsewhere_does_not_count(path: str, tmp_path: Path) -> None:
    assert not counts(path)
    assert path not in Folder(write(tmp_path, {**FILES, path: "x"})).look().files


@pytest.mark.parametrize(
    "path", ["config/a.yml", "config/notes.md", "templates/STOP", "templates/a/b/c.txt", "config/a/STOP"]
)
def test_any_other_file_counts(path: str, tmp_path: Path) -> None:
    assert counts(path)
    assert path in Folder(write(tmp_path, {**FILES, path: "x"})).look().files


@pytest.mark.parametrize("missing", ["nowhere", "."])
def test_a_folder_without_config_says_where_to_go(missing: str, tmp_path: Path) -> None:
    assert refusals(tmp_path / missing) == [
        (
            "config: there is no such folder here; "
            "go to the folder that holds config/ and templates/, or name it with --folder"
        )
    ]


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "shared/port.yaml": "id: port", "shared/quay/a.txt": "a"})
    (tmp_path / "config/campaigns/port.yaml").symlink_to("../../shared/port.yaml")
    (tmp_path / "templates/quay").symlink_to(tmp_path / "shared/quay")

    files = Folder(tmp_path).look().files

    assert files["config/campaigns/port.yaml"] == b"id: port"
    assert files["templates/quay/a.txt"] == b"a"


def test_a_folder_may_itself_be_reached_by_a_link(tmp_path: Path) -> None:
    write(tmp_path / "house")
    (tmp_path / "link").symlink_to("house")

    assert set(Folder(tmp_path / "link").look().files) == set(FILES)


def test_a_link_out_of_the_folder_is_refused_and_not_read(tmp_path: Path) -> None:
    house = write(tmp_path / "house")
    (tmp_path / "house-of-others").mkdir()
    (tmp_path / "house-of-others" / "a.yaml").write_text("id: other")
    (house / "config/campaigns/a.yaml").symlink_to(tmp_path / "house-of-others" / "a.yaml")
    (house / "templates/b").symlink_to("../../house-of-others")
    (house / "templates/c").symlink_to(house)

    assert refusals(house) == [
        f"{path}: this link leads out of the folder; put the file itself here"
        for path in ("config/campaigns/a.yaml", "templates/b", "templates/c")
    ]


def test_a_whole_part_that_is_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "other")
    (tmp_path / "house").mkdir()
    (tmp_path / "house/config").symlink_to("../other/config")

    assert refusals(tmp_path / "house") == ["config: this link leads out of the folder; put the file itself here"]


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (write(tmp_path) / "config/campaigns/a.yaml").symlink_to("b.yaml")

    assert refusals(tmp_path) == ["config/campaigns/a.yaml: this link leads nowhere; mend it or delete it"]


def test_links_that_lead_round_in_circles_come_to_an_end(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "templates/harbour/again").symlink_to("../../templates")
    (tmp_path / "config/campaigns/a.yaml").symlink_to("a.yaml")

    found = refusals(tmp_path)

    assert any("these folders go too deep" in line for line in found)
    assert any(line.startswith("config/campaigns/a.yaml: ") for line in found)


def test_folders_may_go_as_deep_as_this(tmp_path: Path) -> None:
    deep = "/".join(["templates", *"abcdef"][:MAX_DEPTH])
    assert f"{deep}/x.txt" in Folder(write(tmp_path / "one", {**FILES, f"{deep}/x.txt": "x"})).look().files

    (line,) = refusals(write(tmp_path / "two", {**FILES, f"{deep}/g/x.txt": "x"}))
    assert line.startswith(f"{deep}/g: these folders go too deep")


def test_what_is_not_a_plain_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(write(tmp_path) / "config/campaigns/a.yaml")

    assert refusals(tmp_path) == ["config/campaigns/a.yaml: this is not a plain file; delete it or move it elsewhere"]


def test_a_file_has_a_largest_size(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "config/a.yaml": "x" * MAX_FILE})
    assert len(Folder(tmp_path).look().files["config/a.yaml"]) == MAX_FILE

    write(tmp_path, {"config/a.yaml": "x" * (MAX_FILE + 1)})
    assert refusals(tmp_path) == ["config/a.yaml: this file is larger than 1 MiB; split it, or move it elsewhere"]


@pytest.mark.parametrize(("more", "fits"), [(MAX_FILES - 3, True), (MAX_FILES - 2, False)])
def test_there_is_a_largest_number_of_files(more: int, fits: bool, tmp_path: Path) -> None:
    folder = write(tmp_path) / "templates/harbour"
    for number in range(more):
        (folder / f"t{number}.txt").touch()

    if fits:
        assert len(Folder(tmp_path).look().files) == MAX_FILES
    else:
        assert refusals(tmp_path) == [".: there are too many files here, or they are too large; keep at most 10000"]


def test_all_files_together_have_a_largest_size(tmp_path: Path) -> None:
    folder = write(tmp_path) / "templates/harbour"
    for number in range(66):
        with (folder / f"t{number}.txt").open("wb") as file:
            file.truncate(MAX_FILE)

    assert refusals(tmp_path) == [".: there are too many files here, or they are too large; keep at most 10000"]


def test_names_that_cannot_be_shown_are_refused(tmp_path: Path) -> None:
    campaigns = os.fsencode(write(tmp_path) / "config/campaigns")
    for name in (b"a\x1b[31m.yaml", b"b\xff.yaml", b"c\n.yaml"):
        with open(campaigns + b"/" + name, "wb"):  # noqa: PTH123 - a Path cannot hold such a name
            pass

    assert [line.split(";")[0] for line in refusals(tmp_path)] == [
        f"config/campaigns/{name}: this name holds characters that cannot be shown"
        for name in ("a?[31m.yaml", "b?.yaml", "c?.yaml")
    ]


def test_everything_that_cannot_be_read_is_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "config/a.yaml": "x" * (MAX_FILE + 1)})
    (tmp_path / "templates/harbour/b.txt").symlink_to("/etc/hostname")

    assert [line.split(":")[0] for line in refusals(tmp_path)] == ["config/a.yaml", "templates/harbour/b.txt"]


def with_standing(folder: Path) -> Tree:
    files = Folder(folder)
    return files.with_standing(files.look())


def test_a_look_by_itself_asks_nobody(tmp_path: Path) -> None:
    repository(write(tmp_path)).commit()

    assert Folder(tmp_path).look() == Tree(files={file: text.encode() for file, text in FILES.items()})


def test_under_git_the_tree_has_its_commit_and_what_is_not_committed(tmp_path: Path) -> None:
    commit = repository(write(tmp_path)).commit()

    tree = with_standing(tmp_path)
    assert (tree.commit, tree.author, tree.unsettled) == (commit, AUTHOR, "")
    assert tree.files == Folder(tmp_path).look().files

    (tmp_path / CAMPAIGN).write_text("id: other")
    tree = with_standing(tmp_path)
    assert (tree.commit, tree.author, tree.unsettled) == (None, None, f"{CAMPAIGN} is changed and not committed")


@pytest.mark.parametrize("text", ["git: ignore\n", "horizon: 14d\ngit:  'ignore' # for now\n", 'git : "ignore"'])
def test_git_can_be_left_out_of_it(text: str, tmp_path: Path) -> None:
    repository(write(tmp_path)).commit()
    write(tmp_path, {SETTINGS: text})

    assert with_standing(tmp_path).unsettled == ""


@pytest.mark.parametrize("text", ["git: clean\n", "# git: ignore\n", "git: ignored\n", "  git: ignore\n", ""])
def test_git_is_asked_where_nobody_says_otherwise(text: str, tmp_path: Path) -> None:
    repository(write(tmp_path)).commit()
    write(tmp_path, {SETTINGS: text})

    assert with_standing(tmp_path).unsettled == f"{SETTINGS} is new and not committed"


def test_a_stop_file_is_seen(tmp_path: Path) -> None:
    folder = Folder(write(tmp_path))
    assert folder.stop_file() is None
    (tmp_path / "STOP").touch()

    assert folder.stop_file() == stop_file_in(tmp_path) is not None


def test_a_picture_may_be_larger_than_a_text(tmp_path: Path) -> None:
    write(
        tmp_path, {**FILES, "templates/harbour/pictures/a.png": "x" * MAX_PICTURE, "config/b.JPEG": "x" * MAX_FILE * 2}
    )
    assert len(Folder(tmp_path).look().files["templates/harbour/pictures/a.png"]) == MAX_PICTURE

    write(tmp_path, {"config/b.JPEG": "x" * (MAX_PICTURE + 1)})
    assert refusals(tmp_path) == ["config/b.JPEG: this file is larger than 8 MiB; save it smaller"]


def test_a_look_that_finds_nothing_new_gives_the_same_tree_and_one_that_does_another(tmp_path: Path) -> None:
    folder = Folder(write(tmp_path, {**FILES, "templates/harbour/a.png": "one"}))
    first = folder.look()
    assert all(folder.look() is first for _ in range(3))

    write(tmp_path, {"templates/harbour/a.png": "another"})
    second = folder.look()
    assert second.files["templates/harbour/a.png"] == b"another"
    assert second.digest != first.digest

    (tmp_path / "templates/harbour/a.png").unlink()
    assert "templates/harbour/a.png" not in folder.look().files
