"""What tests of several parts share: markers, the real pose model, toy networks in its place."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from posturecheck.detectors.model_store import ModelFile, find_model

# How long an example takes says how busy the computer is, and nothing of what is tested.
settings.register_profile("posturecheck", deadline=None)
settings.load_profile("posturecheck")

TESTS = Path(__file__).parent
BY_FIXTURE = {"pose_model": "model", "chromium": "browser"}
BY_FOLDER = {"renderer": "render", "learning": "render"}
SPEECH_ONLY = "needs the synthesiser"  # whose packages no list of requirements pins
# Of these files make quick leaves out every test, as it does those of many examples.
LONG = {
    "activity/test_lifts",
    "activity/test_recognition",
    "activity/test_tasks",
    "app/test_connections",
    "app/test_door",
    "app/test_stream",
    "cli/test_bad_input",
    "cli/test_history",
    "clips/test_batch",
    "clips/test_judging",
    "clips/test_place",
    "clips/test_processes",
    "clips/test_segments",
    "detectors/test_faces",
    "detectors/test_model_store",
    "detectors/test_no_reports",
    "files/test_atomic",
    "history/test_aggregates",
    "history/test_recorder",
    "history/test_store",
    "kinematics/test_bone_lengths",
    "kinematics/test_neutral_stance",
    "kinematics/test_smoothing",
    "kinematics/test_tracking",
    "language/test_catalogue",
    "live/test_frame_rate",
    "live/test_picture_check",
    "live/test_saving",
    "live/test_session",
    "sources/test_address",
    "sources/test_clip",
    "test_nothing_leaves",
    "test_same_everywhere",
    "translating/test_texts",
    "voice/test_phrases",
}


@pytest.hookimpl(tryfirst=True)  # before -m chooses among them
def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    for item in items:
        for mark in _marks(item):
            item.add_marker(mark)


def _marks(item: pytest.Item) -> Iterator[str]:
    place = item.path.relative_to(TESTS).with_suffix("")
    asked = getattr(item, "fixturenames", ())
    yield from (mark for name, mark in BY_FIXTURE.items() if name in asked)
    if place.parts[0] in BY_FOLDER:
        yield BY_FOLDER[place.parts[0]]
    if place.as_posix() in LONG or getattr(item.obj, "is_hypothesis_test", False):
        yield "long"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[Any]:
    return tried((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[Any]:
    return tried((yield))


def tried(report: Any) -> Any:
    """A skipped test fails where changes are checked: nothing that Linux can do may be lacking."""
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and SPEECH_ONLY in str(report.longrepr):
        return report
    if skipped and os.environ.get("CI") and sys.platform == "linux":
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"skipped, though CI is set: {why}"
    return report


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Take a folder's rights away, as mode 000 does for whoever is not root."""
    closed: set[Path] = set()

    def guarded(name: str) -> None:
        before = getattr(Path, name)

        def guard(path: Path, *args: Any, **named: Any) -> Any:
            within = path.absolute().parents if name != "iterdir" else [path, *path.parents]
            if closed.intersection(within):
                raise PermissionError(13, "Permission denied", str(path))
            return before(path, *args, **named)

        monkeypatch.setattr(Path, name, guard)

    for name in ("stat", "open", "iterdir"):
        guarded(name)
    return closed.add


@pytest.fixture(scope="session")
def pose_model() -> ModelFile:
    """The real full model; fetched at the first run, from the user's cache ever after."""
    return find_model("full")


class ToyNetworks(NamedTuple):
    """Two TFLite networks of a few tensors, laid out as the pose model's are."""

    detector: bytes
    landmarks: bytes


@pytest.fixture(scope="session")
def toy_networks() -> ToyNetworks:
    return ToyNetworks(_toy_network("detector"), _toy_network("landmarks"))


@pytest.fixture(scope="session")
def sample_clip() -> Path:
    """The first sample clip, which shows a person."""
    folder = Path(__file__).parents[1] / "samples"
    clips = sorted(folder.glob("*.mp4"))
    if not clips:
        pytest.skip(f"needs a clip of a person: no .mp4 in {folder.name}/")
    return clips[0]


def _toy_network(name: str) -> bytes:
    """Five outputs of a shared trunk; the third, a mask, has two operators of its own."""
    import flatbuffers
    import numpy as np
    from mediapipe.tasks.metadata import schema_py_generated as schema

    def tensor(label: str, shape: list[int], buffer: int = 0) -> schema.TensorT:
        made = schema.TensorT()
        made.name, made.shape, made.buffer = label, np.array(shape, np.int32), buffer
        return made

    def operator(inputs: list[int], output: int) -> schema.OperatorT:
        made = schema.OperatorT()
        made.inputs, made.outputs = np.array(inputs, np.int32), np.array([output], np.int32)
        return made

    shapes = {"points": [1, 195], "presence": [1, 1], "mask": [1, 8, 8, 1], "heat": [1, 4, 4, 39]}
    graph = schema.SubGraphT()
    graph.tensors = [
        tensor("image", [1, 16, 16, 3]),
        tensor("weights", [1, 5], buffer=1),
        tensor("trunk", [1, 4]),
        *(tensor(label, shape) for label, shape in shapes.items()),
        tensor("world", [1, 117]),
        tensor("half a mask", [1, 4, 4, 1]),
    ]
    graph.inputs, graph.outputs = np.array([0], np.int32), np.arange(3, 8, dtype=np.int32)
    links = [([0, 1], 2), ([2], 3), ([2], 4), ([2], 8), ([8], 5), ([2], 6), ([2], 7)]
    graph.operators = [operator(inputs, output) for inputs, output in links]
    weights = schema.BufferT()
    weights.data = np.frombuffer(name.encode(), np.uint8)
    model = schema.ModelT()
    model.version, model.subgraphs = 3, [graph]
    model.operatorCodes, model.buffers = [schema.OperatorCodeT()], [schema.BufferT(), weights]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser, without a window; skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as hand:
        names = ("chromium", "chromium-browser", "google-chrome")
        found = next(filter(None, map(shutil.which, names)), hand.chromium.executable_path)
        if not Path(found).exists():
            pytest.skip("needs a Chromium: none is installed")
        browser = hand.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
