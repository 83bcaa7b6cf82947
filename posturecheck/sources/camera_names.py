"""Which cameras this computer has, by number and name, as far as its system says.

Linux tells in ``/sys``; of macOS and Windows FFmpeg's own lists are asked, in whose order OpenCV
is taken to number them.
"""

from __future__ import annotations

import contextlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from posturecheck.core import InputError

LINUX_CAMERAS = Path("/sys/class/video4linux")
DEVICE = re.compile(r"/dev/video(\d+)")
LISTS = {"darwin": "avfoundation", "win32": "dshow"}


@dataclass(frozen=True, slots=True, order=True)
class NamedCamera:
    """A camera: the number that opens it, and what it calls itself."""

    index: int
    name: str


def named_cameras(folder: Path = LINUX_CAMERAS, system: str = sys.platform) -> list[NamedCamera]:
    """Return the cameras whose names the system tells, by number; none where it tells none."""
    return _of_linux(folder) if system.startswith("linux") else _of_ffmpeg(LISTS.get(system, ""))


def _of_linux(folder: Path) -> list[NamedCamera]:
    found = []
    for place in folder.glob("video*"):
        with contextlib.suppress(OSError, ValueError):
            # A camera has a second place for what it says about its pictures.
            if (place / "index").exists() and _text(place / "index") != "0":
                continue
            found.append(NamedCamera(int(place.name.removeprefix("video")), _text(place / "name")))
    return sorted(found)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").strip()


def _of_ffmpeg(kind: str) -> list[NamedCamera]:
    import av
    import av.error

    with contextlib.suppress(av.error.FFmpegError, ValueError, OSError):
        devices = [d for d in av.enumerate_input_devices(kind) if "video" in d.media_types]
        return [NamedCamera(i, d.description or d.name) for i, d in enumerate(devices)]
    return []


def camera_index(name: str, known: list[NamedCamera] | None = None) -> int | None:
    """Return the number of the camera that a device's path or a name stands for, else None.

    A name may be a part of the camera's, in capitals or not.

    Raises:
        InputError: Several cameras are called so.
    """
    if named := DEVICE.fullmatch(_resolved(name)):
        return int(named[1])
    known = named_cameras() if known is None else known
    same = [camera for camera in known if camera.name.casefold() == name.casefold()]
    like = same or [c for c in known if name.strip() and name.casefold() in c.name.casefold()]
    if len(like) > 1:
        told = ", ".join(f"{camera.index} ({camera.name})" for camera in like)
        raise InputError(f"--camera {name}: several are called so: {told}; give the number")
    return like[0].index if like else None


def _resolved(name: str) -> str:
    """Return where a path below /dev leads: /dev/v4l/by-id/... are links."""
    if not name.startswith("/dev/"):
        return ""
    try:
        return str(Path(name).resolve())
    except (OSError, RuntimeError):
        return name
