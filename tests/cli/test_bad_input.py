"""The real command line against everything that can be wrong: one line, its code, no litter."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest
from clips import ROUNDED, cutting, even, film, spliced, stopped_clock
from owner import has_rights, made_in, open_to_others, umask

from posturecheck.archive.renewal import FILES as OVERVIEW
from posturecheck.cli import main
from posturecheck.clips.folder import FILES, POSES
from posturecheck.detectors.model_store import ModelFile

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs Linux's /proc")

Check = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class Place:
    """A folder to run in: clips in ``home``, reports in ``out``, temporary files in ``temp``."""

    home: Path

    @property
    def out(self) -> Path:
        return self.home / "out"

    @property
    def temp(self) -> Path:
        return self.home / "temp"

    def start(self, *args: str | Path, **how: object) -> subprocess.Popen[str]:
        environment = {**os.environ, "TMPDIR": str(self.temp), "PYTHONPATH": str(ROOT)}
        environment.pop("POSTURECHECK_DEBUG", None)
        return subprocess.Popen(
            [sys.executable, "-m", "posturecheck", *map(str, args)],
            cwd=self.home,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **how,
        )

    def check(self, *args: str | Path, **how: object) -> subprocess.CompletedProcess[str]:
        process = self.start("check", *args, "--out", self.out, **how)
        said, complained = process.communicate(timeout=PATIENCE_S)
        return subprocess.CompletedProcess(process.args, process.returncode, said, complained)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    place.temp.mkdir()
    yield place
    assert list(place.temp.iterdir()) == [], "temporary files were left"


@pytest.fixture
def inside(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    """Run the command line in this process, which saves loading everything anew."""

    def check(*args: str | Path) -> subprocess.CompletedProcess[str]:
        words = ["posturecheck", "check", *map(str, args), "--out", str(place.out)]
        monkeypatch.chdir(place.home)
        monkeypatch.setattr(tempfile, "tempdir", str(place.temp))
        monkeypatch.setattr(main, "quiet_native_code", lambda: None)
        monkeypatch.setattr(signal, "signal", lambda *_: None)
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as left:
            main.main()
        said = capsys.readouterr()
        return subprocess.CompletedProcess(words, int(str(left.value.code)), said.out, said.err)

    return check


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line on standard error, without the program's name."""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("posturecheck: ")
    return lines[0].removeprefix("posturecheck: ")


def a_file(name: str, content: bytes) -> Callable[[Place], list[str]]:
    def make(place: Place) -> list[str]:
        (place.home / name).write_bytes(content)
        return [name]

    return make


def a_film(name: str, times: list[float]) -> Callable[[Place], list[str]]:
    def make(place: Place) -> list[str]:
        return [film(place.home / name, times).name]

    return make


def a_folder(place: Place) -> list[str]:
    (place.home / "clips").mkdir()
    return ["clips"]


def without_its_end(place: Place) -> list[str]:
    path = film(place.home / "clip.mp4", even(25, 1.0), fragile=True)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return [path.name]


def only_sound(place: Place) -> list[str]:
    path = place.home / "song.m4a"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16000, layout="mono")
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 16000), np.float32), "fltp", "mono")
        silence.sample_rate = 16000
        container.mux(stream.encode(silence))
        container.mux(stream.encode(None))
    return [path.name]


def equal_times(place: Place) -> list[str]:
    return [stopped_clock(place.home / "clip.mkv", 40).name]


def falling_times(place: Place) -> list[str]:
    late = film(place.home / "late.ts", even(30, 0.5, 30.0))
    early = film(place.home / "early.ts", even(30, 1.5, 20.0))
    return [spliced(place.home / "clip.ts", late, early).name]


BAD_CLIPS = {
    "missing": (lambda place: ["none.mp4"], "there is no such file"),
    "a folder without clips": (a_folder, "expected clips there, found none"),
    "empty": (a_file("clip.mp4", b""), "the file is empty"),
    "text": (a_file("clip.mp4", b"Dear diary, today I bent down.\n" * 99), "does not decode"),
    "cut off before its index": (without_its_end, "does not decode"),
    "only sound": (only_sound, "found sound only"),
    "one picture": (a_film("clip.mp4", [0.0]), "found 1 picture"),
    "nobody in it": (a_film("clip.mp4", even(10, 1.5)), "nobody was seen"),
    "equal times": (equal_times, "times that rise"),
    "times that jump": (a_film("clip.mkv", even(20, 1) + even(20, 1, 9e3)), "times that rise"),
    "times that fall": (falling_times, "times that rise"),
}

OUTSIDE = ("text", "cut off before its index", "nobody in it", "times that fall")
CLIP = str(ROUNDED)
BAD_OPTIONS = {
    "no clip": ([], "CLIP"),
    "an unknown option": ([CLIP, "--lode", "3"], "--lode"),
    "an option without its value": ([CLIP, "--load"], "--load"),
    "a load that is no number": ([CLIP, "--load", "much"], "--load"),
    "a load nobody carries": ([CLIP, "--load", "101"], "100"),
    "an unknown task": ([CLIP, "--task", "flying"], "flying"),
    "an unknown person": ([CLIP, "--person", "nobody"], "main, left, right, largest"),
    "a turn that is none": ([CLIP, "--rotate", "45"], "90, 180 or 270"),
    "motion slower than nothing": ([CLIP, "--slow", "0"], "from 1 to 100"),
    "a stance that ends before it begins": ([CLIP, "--neutral", "5-1"], "START-END"),
    "a stance out of the clip": ([CLIP, "--neutral", "50-51"], "--neutral 50-51"),
    "a profile that is not there": ([CLIP, "--profile", "none.toml"], "none.toml"),
    "a profile that is not TOML": ([CLIP, "--profile", "not.toml"], "not.toml"),
    "a profile with a wrong word": ([CLIP, "--profile", "odd.toml"], "deep-leen"),
    "an unknown export": ([CLIP, "--export", "c3d"], "expected opensim, xlsx, pdf; got 'c3d'"),
    "an ID that is none": ([CLIP, "--patient", "a/b"], "letters, digits"),
    "an empty batch": (["empty.csv"], "1 to 10000 clips"),
    "a batch with an odd column": (["odd.csv"], "clip, name"),
    "a model that is not there": ([CLIP, "--model", "none.task"], "none.task"),
}


@pytest.mark.parametrize("case", BAD_CLIPS)
def test_one_line_says_what_is_wrong(
    place: Place, inside: Check, pose_model: ModelFile, case: str
) -> None:
    make, expected = BAD_CLIPS[case]
    words = make(place)
    done = place.check(*words) if case in OUTSIDE else inside(*words)
    assert expected in complaint(done)
    assert (done.returncode, done.stdout) == (2, "")
    assert not place.out.exists()


@pytest.mark.parametrize("case", BAD_OPTIONS)
def test_one_line_says_which_option_is_wrong(
    place: Place, inside: Check, pose_model: ModelFile, case: str
) -> None:
    words, expected = BAD_OPTIONS[case]
    (place.home / "not.toml").write_text("limits = [", encoding="utf-8")
    (place.home / "odd.toml").write_text("[rules.deep-leen]\namber = 3\n", encoding="utf-8")
    (place.home / "empty.csv").write_text("clip,patient\n", encoding="utf-8")
    (place.home / "odd.csv").write_text("clip,name\na.mp4,Anna\n", encoding="utf-8")
    done = inside(*words)
    assert expected in complaint(done)
    assert (done.returncode, done.stdout) == (2, "")
    assert not place.out.exists()


@pytest.mark.slow
def test_of_a_cut_off_clip_what_decodes_is_checked(place: Place, pose_model: ModelFile) -> None:
    path = cutting(place.home / "clip.mp4", start_s=0.0, end_s=4.0, every=2)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    done = place.check(path, "--no-video")
    assert (done.returncode, done.stderr) == (0, "")
    assert "could not be read" in done.stdout
    assert (place.out / "clip" / "report.html").is_file()


def test_a_place_under_a_file_is_refused_before_the_work(place: Place) -> None:
    place.out.write_text("a file", encoding="utf-8")
    done = place.check(ROUNDED)
    assert "is not a folder" in complaint(done)
    assert done.returncode == 2
    assert place.out.read_text(encoding="utf-8") == "a file"


@pytest.mark.slow
def test_what_is_not_ours_is_not_replaced(place: Place, pose_model: ModelFile) -> None:
    clip = cutting(place.home / "clip.mp4", every=2)
    photo = place.out / "clip" / "photo.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"precious")
    done = place.check(clip, "--no-video")
    assert (done.returncode, done.stderr) == (0, "")
    assert photo.read_bytes() == b"precious"
    assert (place.out / f"clip ({place.home.name})" / "report.html").is_file()


@pytest.mark.parametrize(
    ("kilobytes", "expected"),
    [(10, "room for temporary files"), (25, "cannot be written")],
    ids=["for temporary files", "for the report"],
)
@pytest.mark.slow
def test_a_full_disk_leaves_what_was_there(
    place: Place, pose_model: ModelFile, kilobytes: int, expected: str
) -> None:
    # A limit on the size of files fails a write as a full disk does.
    earlier = place.out / "clip" / "report.html"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("an earlier report", encoding="utf-8")
    clip = cutting(place.home / "clip.mp4", every=2)
    bytes_ = kilobytes * 1024
    done = place.check(
        clip, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))
    )
    assert expected in complaint(done)
    assert done.returncode == 2
    assert [p.name for p in place.out.rglob("*")] == ["clip", "report.html"]
    assert earlier.read_text(encoding="utf-8") == "an earlier report"


@pytest.mark.skipif(sys.platform != "linux", reason="needs names of any bytes")
@pytest.mark.slow
def test_a_name_that_is_no_text_does_no_harm(place: Place, pose_model: ModelFile) -> None:
    name = os.fsdecode(b"caf\xe9[red].mp4")
    cutting(place.home / "clip.mp4", every=2).rename(place.home / name)
    done = place.check(name, "--no-video")
    assert (done.returncode, done.stderr) == (0, "")
    assert (place.out / Path(name).stem / "report.html").is_file()


@pytest.mark.slow
def test_of_several_clips_the_good_ones_are_checked(place: Place, pose_model: ModelFile) -> None:
    good = cutting(place.home / "good.mp4", every=2)
    done = place.check("none.mp4", good, "--no-video")
    assert complaint(done).startswith("none.mp4: ")
    assert done.returncode == 2
    assert sorted(p.name for p in place.out.iterdir()) == ["good", *sorted(OVERVIEW)]


@pytest.mark.slow
@has_rights
def test_whatever_a_session_makes_anywhere_is_its_owners_alone(
    place: Place, pose_model: ModelFile
) -> None:
    clip = cutting(place.home / "clip.mp4", start_s=1.4, end_s=3.4)
    home = place.home / "home"
    home.mkdir(0o755)
    with umask(0), pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSTURECHECK_CACHE", str(pose_model.path.parents[1]))
        patch.setenv("POSTURECHECK_DATA", str(home / "data" / "posturecheck"))
        save = home / "sessions"
        process = place.start("live", "--camera", clip, "--no-window", "--mute", "--save", save)
        said, complained = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, complained) == (0, ""), said
    made = {path.name for path in made_in(home)}
    assert made >= {"data", "posturecheck", "history.sqlite3", "sessions", *FILES}
    assert open_to_others(home) == []


@needs_proc
@pytest.mark.parametrize(
    ("when", "to_all", "clips", "presses"),
    [
        ("watching", False, 1, 1),
        pytest.param("drawing", True, 1, 9, marks=pytest.mark.slow),
        pytest.param("starting", True, 3, 1, marks=pytest.mark.slow),
        pytest.param("drawing", False, 3, 9, marks=pytest.mark.slow),
    ],
)
@pytest.mark.slow
def test_ctrl_c_leaves_nothing_behind(
    place: Place, pose_model: ModelFile, when: str, to_all: bool, clips: int, presses: int
) -> None:
    first = cutting(place.home / "0.mp4", start_s=0.0, end_s=3.0)
    names = [first.name] + [shutil.copy(first, place.home / f"{i}.mp4") for i in range(1, clips)]
    process = place.start("check", *names, "--out", place.out)
    sign = {"starting": _has_a_child, "watching": _watches, "drawing": _draws}[when]
    _wait_until(lambda: sign(place, process), process)
    for _ in range(presses):  # a second one must not disturb the tidying up
        (os.killpg if to_all else os.kill)(process.pid, signal.SIGINT)
        time.sleep(0.005)
    said, complained = process.communicate(timeout=PATIENCE_S)
    assert complained == "posturecheck: stopped; nothing half-done was left behind\n"
    assert (process.returncode, said) == (130, "")
    _wait_until(lambda: not _members(process.pid), None)
    assert all(_is_whole(folder) for folder in place.out.glob("*") if folder.is_dir())
    assert list(place.out.glob(".*")) == []
    assert clips > 1 or not place.out.exists()


def _is_whole(folder: Path) -> bool:
    return {p.name for p in folder.iterdir()} == {*FILES, POSES}


def _has_a_child(place: Place, process: subprocess.Popen[str]) -> bool:
    return len(_members(process.pid)) > 2  # the program, its resource tracker, and one more


def _watches(place: Place, process: subprocess.Popen[str]) -> bool:
    """Whether a trace is open: a temporary file that has no name."""
    for pid in _members(process.pid):
        for link in Path(f"/proc/{pid}/fd").glob("*"):
            try:
                target = str(link.readlink())
            except OSError:
                continue
            if target.startswith(str(place.temp)) and target.endswith("(deleted)"):
                return True
    return False


def _draws(place: Place, process: subprocess.Popen[str]) -> bool:
    return any(place.out.glob(".*/new/annotated.mp4"))


def _members(session: int) -> list[int]:
    """Return the processes of a session that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, own = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(own) == session and state != "Z":
            found.append(int(stat.parent.name))
    return found


def _wait_until(reached: Callable[[], bool], process: subprocess.Popen[str] | None) -> None:
    until_s = time.monotonic() + PATIENCE_S
    while not reached():
        if process is not None and process.poll() is not None:
            pytest.fail(f"ended too early: {process.communicate()}")
        assert time.monotonic() < until_s
        time.sleep(0.01)
