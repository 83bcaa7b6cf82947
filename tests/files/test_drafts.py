"""Drafts: a killed run's are removed, one that is being written never is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from whole import whole_folder

from posturecheck.files import drafts
from posturecheck.files.drafts import (
    DEAD_S,
    HELD,
    LOCK,
    LONGEST_HOLD_S,
    NEW,
    OLD,
    STALE_S,
    draft_in,
    held,
    open_draft,
    temporary_folder,
)
from posturecheck.files.rights import make_folders

ROOT = Path(__file__).parents[2]
WRITING = """
import sys, time
from pathlib import Path
from posturecheck.files.drafts import temporary_folder
sys.path.insert(0, "tests")
from whole import whole_folder
with whole_folder(Path(sys.argv[1]) / "clip") as folder, temporary_folder() as temporary:
    (folder / "annotated.mp4").write_bytes(b"half a film")
    (temporary / "model.whl").write_bytes(b"half a model")
    print("writing", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "temp").mkdir()
    child = subprocess.Popen(
        [sys.executable, "-c", WRITING, str(tmp_path / "out")],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path / "temp")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "writing\n"
    yield child
    child.kill()
    child.wait()
    child.stdout.close()


def another_run(out: Path) -> None:
    with whole_folder(out / "other") as folder:
        (folder / "report.html").write_text("x")


def test_a_draft_that_is_being_written_is_left_alone(
    writing: subprocess.Popen[str], tmp_path: Path
) -> None:
    another_run(tmp_path / "out")
    assert [path.read_bytes() for path in tmp_path.glob("out/.*/new/*")] == [b"half a film"]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_what_a_killed_run_left_is_removed_by_a_later_one(
    writing: subprocess.Popen[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing.send_signal(signal.SIGKILL)
    writing.wait()
    assert len(list(tmp_path.glob("out/.*"))) == len(list(tmp_path.glob("temp/.*"))) == 1
    another_run(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["other"]
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    with temporary_folder():
        pass
    assert list((tmp_path / "temp").iterdir()) == []


def test_what_had_made_room_when_the_run_was_killed_is_put_back(tmp_path: Path) -> None:
    left = tmp_path / ".posturecheck-0123456789ab"
    for name in ("clip", "newer"):
        (left / OLD / name).mkdir(parents=True)
        (left / OLD / name / "report.html").write_text("earlier")
    (left / LOCK).touch()
    (tmp_path / "newer").mkdir()
    another_run(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip", "newer", "other"]
    assert (tmp_path / "clip" / "report.html").read_text() == "earlier"
    assert list((tmp_path / "newer").iterdir()) == []


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / ".posturecheck-notes"
    theirs.mkdir()
    (theirs / LOCK).touch()
    (theirs / "diary.txt").write_text("mine")
    (tmp_path / ".live-letter").write_text("mine")
    (tmp_path / ".posturecheck-link").symlink_to(theirs)
    another_run(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        ".live-letter",
        ".posturecheck-link",
        ".posturecheck-notes",
        "other",
    ]


@pytest.mark.parametrize(("age_s", "stays"), [(0.5 * STALE_S, True), (2 * STALE_S, False)])
def test_without_a_lock_age_tells(tmp_path: Path, age_s: float, stays: bool) -> None:
    left = tmp_path / ".posturecheck-abcdefgh"
    (left / NEW).mkdir(parents=True)
    for path in (left / NEW, left):
        os.utime(path, (time.time() - age_s,) * 2)
    another_run(tmp_path)
    assert left.exists() == stays


def test_a_name_is_given_once(tmp_path: Path) -> None:
    first = open_draft(tmp_path, ".live-now")
    with pytest.raises(FileExistsError):
        open_draft(tmp_path, ".live-now")
    first.close()
    open_draft(tmp_path, ".live-now").close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    inside, most = [], []

    def work() -> None:
        for _ in range(20):
            with held(tmp_path / "out"):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}
    assert list(tmp_path.rglob(".*")) == []


def test_what_another_users_killed_run_holds_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "_is_ours", lambda folder: False)
    left = tmp_path / HELD
    left.mkdir()
    (left / LOCK).touch()
    os.utime(left, (time.time() - 2 * LONGEST_HOLD_S,) * 2)
    with held(tmp_path):
        pass
    assert left.exists()


def test_a_hold_whose_owner_died_before_it_had_a_lock_is_removed(tmp_path: Path) -> None:
    (tmp_path / HELD).mkdir()
    os.utime(tmp_path / HELD, (time.time() - 2 * DEAD_S,) * 2)
    with held(tmp_path):
        assert (tmp_path / HELD / LOCK).exists()
    assert list(tmp_path.iterdir()) == []


def test_folders_made_for_nothing_are_removed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), draft_in(tmp_path / "a" / "b"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_many_at_once_in_a_folder_that_comes_and_goes(tmp_path: Path) -> None:
    faults: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(60):
                with draft_in(tmp_path / "out") as draft:
                    draft.new.write_text("x")
                    assert draft.new.read_text() == "x"
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert list(tmp_path.rglob(".*")) == []


def test_folders_are_made_while_somebody_else_removes_them(tmp_path: Path) -> None:
    faults: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(300):
                make_folders(tmp_path / "out" / "in")
                for folder in (tmp_path / "out" / "in", tmp_path / "out"):
                    with suppress(OSError):
                        folder.rmdir()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_what_is_no_folder_is_named_however_often_it_is_tried(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link"):
        with pytest.raises(NotADirectoryError, match=f"{name} is not a folder"):
            make_folders(tmp_path / name / "in")
