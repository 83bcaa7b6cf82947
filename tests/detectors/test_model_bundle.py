"""Bare networks become bundles that MediaPipe loads; the mask costs no landmark."""

from __future__ import annotations

import io
import itertools
import zipfile
from pathlib import Path
from typing import Any

import av
import mediapipe as mp
import numpy as np
import pytest
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as tflite_schema
from mediapipe.tasks.python import BaseOptions, vision

from posturecheck.detectors import model_bundle, no_reports
from posturecheck.detectors.model_store import ModelFile, find_model

FRAMES_COMPARED = 12
FRAME_STEP = 10  # spread over the clip, so that the body has moved in between


def _model(network: bytes) -> Any:
    return tflite_schema.ModelT.InitFromPackedBuf(network)


def _input_normalization(network: bytes) -> tuple[float, float]:
    model = _model(network)
    (entry,) = [m for m in model.metadata if m.name == b"TFLITE_METADATA"]
    packed = bytes(model.buffers[entry.buffer].data)
    (image,) = (
        metadata_schema.ModelMetadataT.InitFromPackedBuf(packed)
        .subgraphMetadata[0]
        .inputTensorMetadata
    )
    (unit,) = image.processUnits
    return float(unit.options.mean[0]), float(unit.options.std[0])


def test_a_bundle_gives_back_the_two_networks_it_was_made_of():
    assert model_bundle.bundle_networks(model_bundle.task_bundle(b"one", b"two")) == (
        b"one",
        b"two",
    )


def test_networks_lie_uncompressed_and_aligned_in_the_bundle():
    task = model_bundle.task_bundle(b"first network" * 7, b"second network" * 5)
    for start in (task.index(b"first network"), task.index(b"second network")):
        assert start % 16 == 0


def test_the_same_networks_make_the_same_bytes():
    assert model_bundle.task_bundle(b"one", b"two") == model_bundle.task_bundle(b"one", b"two")


def test_bytes_that_are_no_bundle_are_refused():
    with pytest.raises(ValueError, match="not a pose landmarker bundle"):
        model_bundle.bundle_networks(b"a photograph, say")


def test_a_zip_without_the_networks_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as other:
        other.writestr("readme.txt", "nothing here")
    with pytest.raises(ValueError, match=r"pose_detector\.tflite"):
        model_bundle.bundle_networks(content.getvalue())


def test_each_network_declares_how_its_input_is_normalised(toy_networks):
    detector = model_bundle.with_detector_metadata(toy_networks.detector)
    landmarks = model_bundle.with_landmarks_metadata(toy_networks.landmarks)
    assert _input_normalization(detector) == (127.5, 127.5)
    assert _input_normalization(landmarks) == (0.0, 255.0)


def test_declaring_it_twice_leaves_one_declaration(toy_networks):
    once = model_bundle.with_landmarks_metadata(toy_networks.landmarks)
    assert _input_normalization(model_bundle.with_landmarks_metadata(once)) == (0.0, 255.0)


def test_weights_are_aligned_so_that_nothing_has_to_copy_them(toy_networks):
    network = model_bundle.with_detector_metadata(toy_networks.detector)
    assert network.index(b"detector") % 16 == 0


def test_only_the_operators_of_the_mask_are_removed(toy_networks):
    before = _model(toy_networks.landmarks).subgraphs[0]
    after = _model(model_bundle.without_mask(toy_networks.landmarks)).subgraphs[0]
    made_before = {int(o.outputs[0]) for o in before.operators}
    made_after = {int(o.outputs[0]) for o in after.operators}
    gone = {before.tensors[t].name for t in made_before - made_after}
    assert gone == {b"mask", b"half a mask"}


def test_the_mask_stays_an_output_that_is_all_zeros(toy_networks):
    model = _model(model_bundle.without_mask(toy_networks.landmarks))
    graph = model.subgraphs[0]
    assert list(graph.outputs) == [3, 4, 5, 6, 7]
    mask = graph.tensors[5]
    assert bytes(model.buffers[mask.buffer].data) == bytes(8 * 8 * 4)


@pytest.mark.parametrize("mode", ["VIDEO", "IMAGE"])
def test_without_the_mask_the_landmarks_are_the_same_to_the_last_bit(
    pose_model: ModelFile, sample_clip: Path, mode: str
):
    whole = find_model("full", with_mask=True)
    frames = _frames(sample_clip)
    with_mask = _landmarks(whole.path, mode, frames)
    without = _landmarks(pose_model.path, mode, frames)
    assert len(with_mask) >= len(frames) // 2, "the clip's person was hardly found"
    assert np.array_equal(with_mask, without)


def _frames(clip: Path) -> list[np.ndarray]:
    with av.open(str(clip)) as container:
        frames = itertools.islice(
            container.decode(video=0), 0, FRAMES_COMPARED * FRAME_STEP, FRAME_STEP
        )
        # Contiguous: mediapipe reads padded rows as if they were not, and finds nobody.
        return [np.ascontiguousarray(f.to_ndarray(format="rgb24")) for f in frames]


def _landmarks(task: Path, mode: str, frames: list[np.ndarray]) -> np.ndarray:
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(task)),
        running_mode=vision.RunningMode[mode],
    )
    found = []
    with no_reports.create(vision.PoseLandmarker, options) as landmarker:
        for index, frame in enumerate(frames):
            picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame)
            at_ms = (400 * index,) if mode == "VIDEO" else ()
            detect = landmarker.detect_for_video if mode == "VIDEO" else landmarker.detect
            result = detect(picture, *at_ms)
            for flat, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True):
                found.append(
                    [
                        (p.x, p.y, p.z, p.visibility, p.presence, w.x, w.y, w.z)
                        for p, w in zip(flat, world, strict=True)
                    ]
                )
    return np.array(found)
