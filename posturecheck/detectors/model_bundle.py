"""Turn bare pose networks into the bundles that MediaPipe Tasks loads.

A ``.task`` bundle is an uncompressed zip of two TFLite networks. The networks
found in a mediapipe wheel lack the input-normalisation metadata that Tasks
demands; it is written here with the flatbuffers schemas mediapipe ships. The
landmark-only bundle is the same network with the operators that only feed the
segmentation mask removed: same landmarks, a third less work.
"""

from __future__ import annotations

import io
import math
import struct
import zipfile
from typing import Any

import flatbuffers
import numpy as np
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as tflite_schema

from posturecheck.detectors.model_fetch import BROKEN_ZIP, unpacked

DETECTOR_FILE = "pose_detector.tflite"
LANDMARKS_FILE = "pose_landmarks_detector.tflite"
MASK_OUTPUT = 2  # of the landmark network's five outputs
MOST_PIXELS_OF_MASK = 1 << 20  # sixteen times what there are
# What reading a network of another make as a flatbuffer can end in.
STRANGE_NETWORK = (struct.error, LookupError, TypeError, AttributeError, ValueError)
METADATA_ENTRY = "TFLITE_METADATA"
METADATA_IDENTIFIER = b"M001"
MODEL_IDENTIFIER = b"TFL3"
MIN_METADATA_PARSER = "1.0.0"
ZIP_HEADER_BYTES = 30
EXTRA_HEADER = struct.Struct("<HH")
ALIGNMENT_EXTRA_ID = 0xD935  # the id zipalign registered for padding
MOST_BYTES_OF_NETWORK = 64_000_000  # twice the heavy model's
TENSOR_ALIGNMENT = 16  # bytes; TFLite copies (and warns about) buffers less aligned


def task_bundle(detector: bytes, landmarks: bytes) -> bytes:
    """Return the ``.task`` zip of two TFLite networks, aligned for memory mapping."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        for name, data in ((DETECTOR_FILE, detector), (LANDMARKS_FILE, landmarks)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            data_starts = out.tell() + ZIP_HEADER_BYTES + len(name) + EXTRA_HEADER.size
            padding = -data_starts % TENSOR_ALIGNMENT
            entry.extra = EXTRA_HEADER.pack(ALIGNMENT_EXTRA_ID, padding) + bytes(padding)
            bundle.writestr(entry, data)
    return out.getvalue()


def bundle_networks(task: bytes) -> tuple[bytes, bytes]:
    """Return the detector and landmark networks of a ``.task`` bundle.

    Raises:
        ValueError: The bytes are no zip, or the zip lacks one of the two networks, or one would
            unpack to more than any pose network has.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(task)) as bundle:
            return (
                unpacked(bundle, DETECTOR_FILE, MOST_BYTES_OF_NETWORK),
                unpacked(bundle, LANDMARKS_FILE, MOST_BYTES_OF_NETWORK),
            )
    except BROKEN_ZIP as error:
        raise ValueError(f"not a pose landmarker bundle: {error}") from error


def landmarks_only(task: bytes) -> bytes | None:
    """Return the bundle without the mask's operators; None if the network is of another make."""
    detector, landmarks = bundle_networks(task)
    try:
        if not _mask_is_third(landmarks):
            return None
        return task_bundle(detector, without_mask(landmarks))
    except STRANGE_NETWORK:
        return None


def _mask_is_third(landmarks: bytes) -> bool:
    graph = tflite_schema.ModelT.InitFromPackedBuf(landmarks).subgraphs[0]
    shape = [int(side) for side in graph.tensors[int(graph.outputs[MASK_OUTPUT])].shape]
    if len(graph.outputs) != 5 or len(shape) != 4 or shape[3] != 1:  # no one-channel picture
        return False
    return 0 < math.prod(shape) <= MOST_PIXELS_OF_MASK


def with_detector_metadata(network: bytes) -> bytes:
    """Declare the detector's input as RGB normalised to -1..1."""
    return _with_image_input(network, mean=127.5, std=127.5)


def with_landmarks_metadata(network: bytes) -> bytes:
    """Declare the landmark network's input as RGB normalised to 0..1."""
    return _with_image_input(network, mean=0.0, std=255.0)


def without_mask(network: bytes) -> bytes:
    """Remove the operators that only feed the segmentation mask.

    The mask output stays, as a constant of zeros, because Tasks counts the outputs.
    """
    model = tflite_schema.ModelT.InitFromPackedBuf(network)
    graph = model.subgraphs[0]
    mask_tensor = int(graph.outputs[MASK_OUTPUT])
    wanted = {int(t) for i, t in enumerate(graph.outputs) if i != MASK_OUTPUT}
    kept = []
    for operator in reversed(graph.operators):  # the file lists them in running order
        if wanted & {int(t) for t in operator.outputs}:
            kept.append(operator)
            wanted |= {int(t) for t in operator.inputs}
    graph.operators = kept[::-1]
    mask = graph.tensors[mask_tensor]
    zeros = tflite_schema.BufferT()
    zeros.data = np.zeros(int(np.prod(mask.shape)) * 4, np.uint8)
    model.buffers.append(zeros)
    mask.buffer = len(model.buffers) - 1
    return _packed(model)


def _with_image_input(network: bytes, mean: float, std: float) -> bytes:
    model = tflite_schema.ModelT.InitFromPackedBuf(network)
    entry = tflite_schema.MetadataT()
    entry.name = METADATA_ENTRY
    content = tflite_schema.BufferT()
    content.data = np.frombuffer(_image_metadata(model, mean, std), np.uint8)
    model.buffers.append(content)
    entry.buffer = len(model.buffers) - 1
    others = [m for m in model.metadata or [] if m.name != METADATA_ENTRY.encode()]
    model.metadata = [*others, entry]
    return _packed(model)


def _image_metadata(model: Any, mean: float, std: float) -> bytes:
    normalization = metadata_schema.ProcessUnitT()
    normalization.optionsType = metadata_schema.ProcessUnitOptions.NormalizationOptions
    normalization.options = metadata_schema.NormalizationOptionsT()
    normalization.options.mean = [mean]
    normalization.options.std = [std]
    image = metadata_schema.TensorMetadataT()
    image.name = "image"
    image.content = metadata_schema.ContentT()
    image.content.contentPropertiesType = metadata_schema.ContentProperties.ImageProperties
    image.content.contentProperties = metadata_schema.ImagePropertiesT()
    image.content.contentProperties.colorSpace = metadata_schema.ColorSpaceType.RGB
    image.processUnits = [normalization]
    graph = metadata_schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [image]
    graph.outputTensorMetadata = [_named_output(t) for t in _output_names(model)]
    root = metadata_schema.ModelMetadataT()
    root.minParserVersion = MIN_METADATA_PARSER
    root.subgraphMetadata = [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(root.Pack(builder), METADATA_IDENTIFIER)
    return bytes(builder.Output())


def _output_names(model: Any) -> list[str]:
    graph = model.subgraphs[0]
    return [graph.tensors[int(i)].name.decode() for i in graph.outputs]


def _named_output(name: str) -> Any:
    output = metadata_schema.TensorMetadataT()
    output.name = name
    return output


def _packed(model: Any) -> bytes:
    for buffer in model.buffers:
        if buffer.data is not None:
            buffer.__class__ = _AlignedBuffer
    builder = flatbuffers.Builder(1 << 20)
    builder.Finish(model.Pack(builder), MODEL_IDENTIFIER)
    return bytes(builder.Output())


class _AlignedBuffer(tflite_schema.BufferT):  # type: ignore[misc]
    """A tensor buffer that packs at TFLite's alignment; the generated code does not."""

    def Pack(self, builder: flatbuffers.Builder) -> int:  # noqa: N802, the schema's name
        data = np.asarray(self.data, np.uint8).tobytes()
        builder.StartVector(1, len(data), TENSOR_ALIGNMENT)
        builder.head = builder.head - len(data)
        builder.Bytes[builder.head : builder.head + len(data)] = data
        vector = builder.EndVector()
        tflite_schema.BufferStart(builder)
        tflite_schema.BufferAddData(builder, vector)
        return int(tflite_schema.BufferEnd(builder))
