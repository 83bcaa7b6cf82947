"""A handful of the fuzz's cases, and that the fuzz itself sees what is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fuzz import running
from fuzz.cases import Case, make_case
from fuzz.clips import clip
from fuzz.material import Material, make_material
from fuzz.running import run
from posturecheck.detectors.model_store import ModelFile

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")
ROOT = Path(__file__).parents[1]
SEED, FEW = 8, 4


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return make_material(tmp_path_factory.mktemp("fuzz") / "material")


@pytest.mark.slow
def test_a_few_odd_files_end_in_an_answer_or_in_one_line(
    tmp_path: Path, pose_model: ModelFile
) -> None:
    words = [sys.executable, "-m", "fuzz", "--seed", str(SEED), "--few", str(FEW), "--jobs", "1"]
    done = subprocess.run(
        [*words, "--keep", str(tmp_path / "found")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
    )
    assert f"{6 * FEW} cases" in done.stdout
    assert ", 0 ended badly" in done.stdout, done.stdout
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "found").exists()


def test_the_same_seed_makes_the_same_case(tmp_path: Path, material: Material) -> None:
    first, second = (
        make_case("clip", clip, 3, SEED, tmp_path / name, material) for name in ("a", "b")
    )
    assert first.arguments == second.arguments
    names = [path.name for path in first.folder.iterdir()]
    assert names
    for name in names:
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes()


@pytest.mark.parametrize(
    ("code", "out", "err", "wrong"),
    [
        (0, "fine\n", "", []),
        (2, "", "posturecheck: x: expected y\n", []),
        (1, "", "posturecheck: z\n", ["ended with 1"]),
        (-11, "", "", ["ended with -11"]),
        (2, "", "", ["ended with 2 and said nothing"]),
        (0, "", "1\n2\n3\n4\n", ["4 lines on standard error"]),
        (0, "a\x1bb\n", "\u202e", ["sent U+001B, U+202E to the terminal"]),
        (1, "", "posturecheck: a fault of ours: x", ["ended with 1", "a fault of ours"]),
    ],
)
def test_what_is_wrong_is_told(code: int, out: str, err: str, wrong: list[str]) -> None:
    assert list(running._wrong(code, "", 100.0, out, err)) == wrong


@pytest.mark.parametrize(
    ("limit", "told"), [("WITHIN_S", "took more than 0 s"), ("MEMORY_MIB", "more than 0 MiB")]
)
def test_who_takes_too_long_or_too_much_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, told: str
) -> None:
    monkeypatch.setattr(running, limit, 0)
    monkeypatch.setattr(running, "COPIES", False)  # the tests' own process has threads
    (one,) = run(iter([Case("slow", tmp_path, ("profile",))]), jobs=1)
    assert one.code == -signal.SIGKILL
    assert told in one.wrong[0]
