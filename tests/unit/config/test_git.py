import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.config.git import Standing, standing, would_take
from scheduler.config.tree import counts
from tests.harbour import ACCOUNTS, CAMPAIGN, FILES, TEMPLATE, tree_in, write
from tests.repository import AUTHOR, Repository, repository


def look(folder: Path) -> Standing:
    return standing(folder, tree_in(folder).files, counts)


@pytest.fixture
def committed(tmp_path: Path) -> Repository:
    found = repository(write(tmp_path / "house"))
    found.commit()
    return found


def test_files_that_are_all_committed_have_their_commit_and_its_author(committed: Repository) -> None:
    assert look(committed.root) == Standing(commit=committed.git("rev-parse", "HEAD"), author=AUTHOR)


def test_a_folder_without_git_is_settled(tmp_path: Path) -> None:
    assert look(write(tmp_path)) == Standing()


def test_a_folder_that_git_does_not_follow_is_settled(tmp_path: Path) -> None:
    found = repository(tmp_path)
    (tmp_path / "README").write_text("x")
    found.commit()

    assert look(write(tmp_path / "house")) == Standing()


def test_a_folder_that_git_ignores_is_settled(tmp_path: Path) -> None:
    found = repository(tmp_path)
    (tmp_path / ".gitignore").write_text("house/\n")
    found.commit()

    assert look(write(tmp_path / "house")) == Standing()


def test_a_folder_within_a_repository_is_looked_at_alone(tmp_path: Path) -> None:
    found = repository(tmp_path)
    write(tmp_path / "house")
    commit = found.commit()
    (tmp_path / "README").write_text("not ours")

    assert look(tmp_path / "house").commit == commit
    (tmp_path / "house" / CAMPAIGN).write_text("id: other")
    assert look(tmp_path / "house").unsettled == f"{CAMPAIGN} is changed and not committed"


def test_a_folder_reached_by_a_link_is_the_same_folder(committed: Repository, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(committed.root)

    assert look(tmp_path / "link").author == AUTHOR


def change(root: Path) -> None:
    (root / ACCOUNTS).write_text("accounts: []\n")


def add(root: Path) -> None:
    (root / "config/campaigns/port.yaml").write_text("id: port\n")


def delete(root: Path) -> None:
    (root / TEMPLATE).unlink()


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([change], f"{ACCOUNTS} is changed and not committed"),
        ([add], "config/campaigns/port.yaml is new and not committed"),
        ([delete], f"{TEMPLATE} is deleted and not committed"),
        ([delete, add, change], f"{ACCOUNTS} is changed and not committed (and 2 more)"),
        ([delete, add], "config/campaigns/port.yaml is new and not committed (and 1 more)"),
    ],
)
def test_what_is_not_committed_is_named(committed: Repository, edits: list[Callable[[Path], None]], words: str) -> None:
    for edit in edits:
        edit(committed.root)

    assert look(committed.root) == Standing(unsettled=words)
    committed.git("add", "--all")
    assert look(committed.root) == Standing(unsettled=words)
    committed.commit()
    assert look(committed.root).unsettled == ""


def test_a_file_that_was_only_touched_is_committed(committed: Repository) -> None:
    os.utime(committed.root / ACCOUNTS, (0, 0))

    assert look(committed.root).unsettled == ""


def test_a_single_file_that_git_ignores_holds_nothing_up(committed: Repository) -> None:
    (committed.root / ".gitignore").write_text("config/campaigns/own*.yaml\n")
    commit = committed.commit()
    (committed.root / "config/campaigns/own.yaml").write_text("id: own\n")

    assert look(committed.root).commit == commit


def test_what_editors_leave_behind_need_not_be_there(committed: Repository) -> None:
    (committed.root / "config/.hidden").write_text("x")
    (committed.root / "config/STOP").write_text("x")
    committed.commit()

    assert standing(committed.root, {k: v.encode() for k, v in FILES.items()}, counts).unsettled == ""


def test_before_the_first_commit_nothing_is_committed(tmp_path: Path) -> None:
    found = repository(write(tmp_path))
    found.git("add", "--all")

    assert look(tmp_path) == Standing(unsettled="nothing is committed yet")


@pytest.mark.parametrize("lock", ["index.lock", "HEAD.lock"])
def test_while_git_is_at_work_the_files_wait(committed: Repository, lock: str) -> None:
    (committed.root / ".git" / lock).touch()

    assert look(committed.root) == Standing(unsettled=f"git is at work here: {lock} exists")


def test_the_lock_of_another_work_tree_is_its_own(committed: Repository, tmp_path: Path) -> None:
    committed.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "second"))
    (committed.root / ".git" / "index.lock").touch()

    assert look(tmp_path / "second").author == AUTHOR
    assert look(committed.root).unsettled


def test_line_ends_that_git_changes_are_no_change(committed: Repository) -> None:
    path = committed.root / CAMPAIGN
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert look(committed.root).unsettled == ""


def test_a_committed_link_is_compared_as_a_link(committed: Repository) -> None:
    second = committed.root / "templates/harbour/second.txt"
    second.symlink_to("plain.txt")
    commit = committed.commit()

    assert look(committed.root).commit == commit
    second.unlink()
    second.write_text(FILES[TEMPLATE])
    assert look(committed.root).unsettled == "templates/harbour/second.txt is changed and not committed"


def test_names_that_git_would_quote_are_plain(committed: Repository) -> None:
    (committed.root / "templates/harbour/häfen 1.txt").write_text("x")
    commit = committed.commit()

    assert look(committed.root).commit == commit


def test_a_repository_of_the_longer_hashes_is_understood(tmp_path: Path) -> None:
    found = repository(write(tmp_path), "--object-format=sha256")
    commit = found.commit()

    assert len(commit) == 64
    assert look(tmp_path).commit == commit


def test_an_author_cannot_upset_a_terminal(committed: Repository) -> None:
    committed.git("commit", "--quiet", "--allow-empty", "-m", "x", "--author", "Eve\x1b[31m \u202eX <e@example.org>")

    assert look(committed.root).author == "Eve[31m X <e@example.org>"


def test_a_broken_repository_is_said_to_be_so(committed: Repository) -> None:
    (committed.root / ".git" / "config").write_text("[core\n secret-of-a-file")

    assert look(committed.root) == Standing(unsettled="git cannot read this repository; mend it, or set `git: ignore`")


def test_without_git_on_the_machine_the_files_are_settled(
    committed: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(committed.root))
    change(committed.root)

    assert look(committed.root) == Standing()


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("no program at all", "git does not answer; mend it, or set `git: ignore`"),
        (
            "#!/bin/sh\necho 'fatal: detected dubious ownership in repository' >&2\nexit 128\n",
            "git does not trust this folder, which belongs to another user: see safe.directory",
        ),
    ],
    ids=["broken", "distrustful"],
)
def test_a_git_that_cannot_or_will_not_answer_is_said_to_be_so(
    committed: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, words: str
) -> None:
    path = tmp_path / "bin" / "git"
    path.parent.mkdir()
    path.write_text(program)
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(path.parent))

    assert look(committed.root) == Standing(unsettled=words)


def test_settings_of_the_environment_lead_nowhere_else(
    committed: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere"))

    assert look(committed.root).author == AUTHOR


def test_a_hostile_repository_runs_nothing(committed: Repository, tmp_path: Path) -> None:
    mark = tmp_path / "it-ran"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    script.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.askPass",
        "diff.external",
        "diff.own.textconv",
        "filter.own.clean",
        "filter.own.smudge",
        "filter.own.process",
        "gpg.program",
        "core.alternateRefsCommand",
        "uploadpack.packObjectsHook",
    ):
        committed.git("config", key, str(script))
    committed.git("config", "log.showSignature", "true")
    committed.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"):
        (tmp_path / "hooks" / hook).symlink_to(script)
    (committed.root / ".gitattributes").write_text("* filter=own diff=own\n")
    change(committed.root)

    assert look(committed.root).unsettled == f"{ACCOUNTS} is changed and not committed"
    assert not mark.exists()


def test_a_repository_that_lacks_objects_fetches_nothing(committed: Repository, tmp_path: Path) -> None:
    mark = tmp_path / "it-ran"
    commit = committed.git("rev-parse", "HEAD")
    tree = committed.git("rev-parse", "HEAD^{tree}")
    committed.git("config", "remote.origin.url", f"ext::sh -c touch% {mark}")
    committed.git("config", "protocol.ext.allow", "always")
    committed.git("config", "remote.origin.promisor", "true")
    committed.git("config", "extensions.partialClone", "origin")
    for name in (commit, tree):
        (committed.root / ".git" / "objects" / name[:2] / name[2:]).unlink()

    assert look(committed.root).unsettled
    assert not mark.exists()


def test_git_would_take_what_it_does_not_ignore_and_what_it_has(tmp_path: Path) -> None:
    checkout = repository(tmp_path / "campaign")
    assert would_take(checkout.root / "secrets" / "token") == checkout.root
    (checkout.root / "token").write_text("once")
    checkout.commit()
    (checkout.root / ".gitignore").write_text("/secrets/\ntoken\n")

    assert would_take(checkout.root / "secrets" / "token") is None
    assert would_take(checkout.root / "token") == checkout.root
    assert would_take(tmp_path / "token") is None


def test_where_git_cannot_be_asked_it_is_taken_to_take_the_file(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("nonsense")

    assert would_take(tmp_path / "token") == tmp_path
