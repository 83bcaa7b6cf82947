"""The pose model's file: fetched once by itself, checked at every use, kept for offline.

Of each model the cache holds ``pose_<name>_mask.task`` (whole) and ``pose_<name>.task``
(landmarks only, a third less work). Nothing in the cache vouches for anything else in it. A whole
bundle is believed by the sha256 pinned in ``model_fetch``; a landmark-only one by its own, or,
where that is not known, by making it anew out of the whole one (0.2 s). What differs is made or
fetched anew. The cache is the folder ``models`` in the user's cache folder for posturecheck; the
environment variable ``POSTURECHECK_CACHE`` names another folder to hold ``models``. Beside the
pose models lies the network that finds faces in what is saved; it is fetched along with the first
of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from posturecheck.core import InputError
from posturecheck.detectors import model_fetch
from posturecheck.detectors.model_fetch import OnBytes, Unreachable, sha256_of
from posturecheck.files.atomic import save_bytes
from posturecheck.files.rights import make_folders, tighten

CACHE_VARIABLE = "POSTURECHECK_CACHE"
SIZE_MB = {"lite": 6, "full": 9, "heavy": 31}
IN_WHEEL = "full"  # the one model whose networks a mediapipe wheel carries
WHEEL_ORIGIN = f"{model_fetch.WHEEL.replace('==', ' ')} wheel"
MOST_BYTES_OF_TASK = 96_000_000  # three times the heavy model
FACES_FILE = "face_full_range.tflite"
TFLITE_MARK = slice(4, 8)  # where a flatbuffer names its kind

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
        say: Gets a few words on what is being waited for, if anything is.
        progress: Gets the bytes done and in all (0: not known) while downloading.

    Raises:
        InputError: The model cannot be fetched or kept, or the file given is not one.
    """
    folder = cache_dir or models_folder()
    if choice not in SIZE_MB:
        return _given(Path(choice).expanduser(), with_mask, folder, say)
    shelf = _ModelCache(folder, choice)
    if found := shelf.find(with_mask):
        return found
    try:
        make_folders(folder)  # fails before the download, not after it
        task = shelf.whole() or _fetch(choice, folder, say, progress)
        return shelf.keep(task, _landmarks_only(task) or task, with_mask)
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
        say: Gets a few words on what is being waited for, if anything is.
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
    content = _content(path)
    return content is not None and sha256_of(content) == model_fetch.FACES_SHA256


def _official_faces() -> bytes | None:
    try:
        return model_fetch.official_faces(_silent)
    except Unreachable:
        return None


def _wheel_faces(folder: Path) -> bytes | None:
    # 36 MB: only where the pose model had to come that way too, and its companion got lost.
    pose = _ModelCache(folder, IN_WHEEL).find(with_mask=False)
    if pose is None or pose.origin != WHEEL_ORIGIN:
        return None
    try:
        return model_fetch.wheel_networks().faces
    except Unreachable:
        return None


@dataclass(frozen=True)
class _ModelCache:
    """One model's place in the cache."""

    folder: Path
    name: str

    def path(self, with_mask: bool) -> Path:
        return self.folder / f"pose_{self.name}{'_mask' if with_mask else ''}.task"

    def whole(self) -> bytes | None:
        """Return the whole bundle, if it is there and one of those pinned."""
        content = _content(self.path(with_mask=True))
        return content if content and sha256_of(content) in _origins(self.name) else None

    def find(self, with_mask: bool) -> ModelFile | None:
        """Return the file if it is there and known to be right."""
        path = self.path(with_mask)
        content = _content(path)
        if content is None:
            return None
        sha256, origins = sha256_of(content), _origins(self.name)
        if with_mask:
            return (
                ModelFile(path, sha256, self.name, origins[sha256]) if sha256 in origins else None
            )
        for whole, origin in origins.items():
            if sha256 == model_fetch.LANDMARKS_ONLY_SHA256.get(whole):
                return ModelFile(path, sha256, self.name, origin)
        task = self.whole()
        if task is None or content != (_landmarks_only(task) or task):
            return None
        return ModelFile(path, sha256, self.name, origins[sha256_of(task)])

    def keep(self, whole: bytes, landmarks: bytes, with_mask: bool) -> ModelFile:
        """Write both files."""
        for content, masked in ((whole, True), (landmarks, False)):
            save_bytes(content, self.path(masked))
        sha256 = sha256_of(whole if with_mask else landmarks)
        origin = _origins(self.name)[sha256_of(whole)]
        return ModelFile(self.path(with_mask), sha256, self.name, origin)


def _origins(name: str) -> dict[str, str]:
    """Return where the whole bundles of a model come from, by their sha256."""
    of_wheel = {model_fetch.WHEEL_BUNDLE_SHA256[name]: WHEEL_ORIGIN} if name == IN_WHEEL else {}
    return of_wheel | dict.fromkeys(model_fetch.OFFICIAL_SHA256[name], "official")


def _content(path: Path) -> bytes | None:
    """Return what is in a file; None where there is none, or far too much."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES_OF_TASK + 1)
    except OSError:
        return None
    tighten(path)  # whoever may write it could change it after it was looked at
    return content if len(content) <= MOST_BYTES_OF_TASK else None


def _fetch(name: str, folder: Path, say: Say, progress: OnBytes) -> bytes:
    """Return a whole bundle; the network for faces is kept on the way."""
    say(f"Getting the pose model (once, {SIZE_MB[name]} MB) ...")
    try:
        task = model_fetch.official_bundle(name, progress)
    except Unreachable as error:
        return _out_of_wheel(name, error, folder, say)
    if not _is_face_network(folder / FACES_FILE) and (faces := _official_faces()):
        save_bytes(faces, folder / FACES_FILE)
    return task


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
    task = model_bundle.task_bundle(
        model_bundle.with_detector_metadata(networks.detector),
        model_bundle.with_landmarks_metadata(networks.landmarks),
    )
    if sha256_of(task) != model_fetch.WHEEL_BUNDLE_SHA256[name]:
        raise InputError(
            "the pose model was fetched, but what was made of it is not what it should be: install"
            " what requirements.txt names, or use --model PATH with a pose_landmarker_full.task"
        )
    return task


def _landmarks_only(task: bytes) -> bytes | None:
    from posturecheck.detectors import model_bundle  # loads mediapipe: only when needed

    return model_bundle.landmarks_only(task)


def _given(path: Path, with_mask: bool, folder: Path, say: Say) -> ModelFile:
    task = _read_given(path)
    as_it_is = ModelFile(path, sha256_of(task), path.name, "given file")
    if with_mask:
        return as_it_is
    landmarks = _landmarks_only(task)
    if landmarks is None:
        return as_it_is
    path = folder / f"pose_{as_it_is.sha256}.task"
    try:
        if _content(path) != landmarks:
            make_folders(folder)
            save_bytes(landmarks, path)
    except OSError as error:  # the same landmarks, only slower: no reason to stop
        say(f"Nothing can be kept in {folder} ({error.strerror}); the model will run slower.")
        return as_it_is
    return ModelFile(path, sha256_of(landmarks), as_it_is.name, as_it_is.origin)


def _read_given(path: Path) -> bytes:
    from posturecheck.detectors import model_bundle  # loads mediapipe: only when needed

    expected = f"expected lite, full, heavy or a .task file for the model, got {path}"
    try:
        with path.open("rb") as file:  # to no end, if it is a device
            task = file.read(MOST_BYTES_OF_TASK + 1)
    except OSError as error:
        raise InputError(f"{expected} ({error.strerror}): check the path, or use full") from error
    if len(task) > MOST_BYTES_OF_TASK:
        raise InputError(f"{expected} (too large to be one): use a pose_landmarker_full.task")
    try:
        networks = model_bundle.bundle_networks(task)
    except ValueError as error:
        raise InputError(f"{expected} ({error}): use a pose_landmarker_full.task") from error
    if any(network[TFLITE_MARK] != model_bundle.MODEL_IDENTIFIER for network in networks):
        raise InputError(f"{expected} (damaged networks): use a pose_landmarker_full.task")
    return task
