"""Files and folders: whole, their owner's alone, and nobody's place is taken."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from clips import cutting
from owner import UMASKS, has_rights, made_in, open_to_others, rights, umask
from whole import whole_folder

import posturecheck
from posturecheck.clips.folder import FILES
from posturecheck.clips.result import Result
from posturecheck.core import InputError
from posturecheck.detectors.model_store import ModelFile
from posturecheck.files import rights as giving
from posturecheck.files.atomic import new_folder, save_text
from posturecheck.files.rights import make_folders

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def result(pose_model: ModelFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Result]:
    clip = cutting(tmp_path_factory.mktemp("clip") / "clip.mp4", start_s=1.4, end_s=2.6, every=2)
    checked = posturecheck.check(clip)
    yield checked
    checked.close()


@has_rights
@pytest.mark.parametrize("mask", UMASKS)
def test_a_checked_clip_is_its_owners_alone_whatever_the_umask(
    result: Result, tmp_path: Path, mask: int
) -> None:
    with umask(mask):
        result.save(tmp_path / "not" / "there", export="opensim", video=mask == 0)
    # Three folders, and with an OpenSim pair the body points; without a film one file less.
    assert len(made_in(tmp_path)) == 3 + len(FILES) - (mask != 0) + 3
    assert open_to_others(tmp_path) == []


@has_rights
@pytest.mark.parametrize("mask", UMASKS)
def test_a_folder_that_was_there_keeps_its_own_rights(
    result: Result, tmp_path: Path, mask: int
) -> None:
    out = tmp_path / "out"
    (out / "clip").mkdir(parents=True)
    out.chmod(0o775)
    (out / "clip").chmod(0o750)
    with umask(mask):
        folder = result.save(out, video=False)
    assert (rights(out), rights(folder)) == (0o775, 0o750)
    assert open_to_others(folder) == []


@has_rights
@pytest.mark.parametrize("mask", UMASKS)
def test_files_and_new_folders_are_their_owners_alone(tmp_path: Path, mask: int) -> None:
    (tmp_path / "old.txt").write_text("open to all")
    (tmp_path / "old.txt").chmod(0o666)
    with umask(mask):
        save_text("x", tmp_path / "old.txt", "--html")
        save_text("x", tmp_path / "new.txt", "--html")
        make_folders(tmp_path / "data" / "models")
        with new_folder(tmp_path / "above" / "tables", "--out") as folder:
            (folder / "within").mkdir()
            (folder / "within" / "days.csv").write_text("x")
    assert len(made_in(tmp_path)) == 8
    assert open_to_others(tmp_path) == []


@has_rights
@pytest.mark.parametrize("mask", UMASKS)
@pytest.mark.parametrize(
    ("above", "folders", "files"),
    [(0o2775, 0o2770, 0o660), (0o755, 0o750, 0o640), (0o777, 0o770, 0o660), (0o700, 0o700, 0o600)],
)
def test_shared_gives_the_group_what_the_folder_above_does_and_others_nothing(
    tmp_path: Path, mask: int, above: int, folders: int, files: int
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    share.chmod(above)
    with umask(mask):
        with whole_folder(share / "out" / "clip", shared=True) as folder:
            (folder / "report.html").write_text("x")
        save_text("x", share / "figures.json", "--json", shared=True)
    assert rights(share) == above
    assert {rights(p) for p in made_in(share) if p.is_dir()} == {folders}
    assert {rights(p) for p in made_in(share) if p.is_file()} == {files}


@has_rights
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may choose a group")
def test_shared_is_shared_with_the_group_of_the_folder_above(tmp_path: Path) -> None:
    tmp_path.chmod(0o770)
    os.chown(tmp_path, -1, 12345)
    with whole_folder(tmp_path / "out" / "clip", shared=True) as folder:
        (folder / "report.html").write_text("x")
    assert {path.stat().st_gid for path in made_in(tmp_path)} == {12345}


@has_rights
def test_what_cannot_be_shared_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o770)
    monkeypatch.setattr(giving.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(giving.os, "getegid", lambda: 54321)
    monkeypatch.setattr(giving.os, "getgroups", list)
    with (
        pytest.raises(InputError, match=r"--shared: .*leave --shared out"),
        whole_folder(tmp_path / "clip", shared=True),
    ):
        pytest.fail("the work was begun")
    assert made_in(tmp_path) == []


def test_what_is_drawn_meanwhile_is_hidden_in_a_folder_of_the_owners(tmp_path: Path) -> None:
    with umask(0), whole_folder(tmp_path / "out" / "clip") as folder:
        (folder / "film.mp4").write_bytes(b"x")
        inside = folder.parent
        assert inside.name.startswith(".")
        assert os.name == "nt" or stat.S_IMODE(inside.stat().st_mode) == 0o700


def test_what_a_failure_leaves_is_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "clip").mkdir()
    (tmp_path / "clip" / "report.html").write_text("an earlier one")

    def fail() -> None:
        with whole_folder(tmp_path / "clip") as folder:
            (folder / "report.html").write_text("half of")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [path.name for path in made_in(tmp_path)] == ["clip", "report.html"]
    assert (tmp_path / "clip" / "report.html").read_text() == "an earlier one"


def test_what_somebody_put_there_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    def write() -> None:
        with whole_folder(tmp_path / "clip") as folder:
            (folder / "report.html").write_text("x")
            (tmp_path / "clip").mkdir()
            (tmp_path / "clip" / "photo.jpg").write_text("precious")

    with pytest.raises(InputError, match=r"found photo\.jpg"):
        write()
    assert [path.name for path in made_in(tmp_path)] == ["clip", "photo.jpg"]


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from whole import whole_folder
for i in range(40):
    with whole_folder(Path(sys.argv[1]) / "clip") as folder:
        for name in ("report.html", "summary.json"):
            (folder / name).write_text(f"{sys.argv[2]} {i}")
"""


def test_two_runs_into_one_folder_at_once_leave_one_whole_report(tmp_path: Path) -> None:
    words = [sys.executable, "-c", WRITER, str(tmp_path)]
    runs = [subprocess.Popen([*words, str(n)], cwd=ROOT) for n in range(3)]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert [p.name for p in made_in(tmp_path)] == ["clip", "report.html", "summary.json"]
    report, summary = ((tmp_path / "clip" / n).read_text() for n in ("report.html", "summary.json"))
    assert report == summary


def test_of_two_new_folders_of_one_name_one_is_refused(tmp_path: Path) -> None:
    written, refused = [], []
    ready = threading.Barrier(4)

    def export(number: int) -> None:
        try:
            with new_folder(tmp_path / "days", "--out") as folder:
                (folder / "cues.csv").write_text(str(number))
                ready.wait()
            written.append(str(number))
        except InputError:
            refused.append(number)

    threads = [threading.Thread(target=export, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(written), len(refused)) == (1, 3)
    assert (tmp_path / "days" / "cues.csv").read_text() == written[0]
    assert [path.name for path in tmp_path.iterdir()] == ["days"]


def test_clips_of_dots_write_below_the_folder(result: Result, tmp_path: Path) -> None:
    for stem in (".", ".."):
        result.save(tmp_path / "out", video=False, name=stem)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["clip"]
