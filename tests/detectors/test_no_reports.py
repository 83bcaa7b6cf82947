"""MediaPipe's reporter has no address left; where that cannot be had, MediaPipe is not used."""

from __future__ import annotations

import ast
import contextlib
import ctypes
import os
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from posturecheck.core import InputError
from posturecheck.detectors import no_reports
from posturecheck.detectors.no_reports import NOWHERE, REPORTS_TO

ROOT = Path(__file__).parents[2]
ASK_ALL_AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from posturecheck.detectors import no_reports
with ThreadPoolExecutor(8) as pool:
    list(pool.map(lambda _: no_reports.silence(), range(8)))
from mediapipe.tasks.python.core import mediapipe_c_bindings
library = mediapipe_c_bindings.load_raw_library()
path = no_reports.Path(library._name)
address, _ = no_reports._in_memory(library, path, no_reports._in_file(path))
print(no_reports.ctypes.string_at(address, len(no_reports.NOWHERE)).decode())
"""

LOOK_THEN_OPEN_A_CAMERA = """
import sys
import threading
from pathlib import Path
import cv2, numpy as np
from posturecheck.core import Frame
from posturecheck.detectors.mediapipe_pose import MediaPipePose
detector = MediaPipePose(Path(sys.argv[1]))
detector.detect(Frame(0, 0.0, np.zeros((64, 64, 3), np.uint8)))
detector.close()
cv2.VideoCapture("https://camera.invalid/stream.mp4")
"""


def library(path: Path) -> SimpleNamespace:
    return SimpleNamespace(_name=str(path))


def test_the_new_address_fits_exactly_over_the_old() -> None:
    assert len(NOWHERE) == len(REPORTS_TO)


def test_threads_that_begin_together_overwrite_it_once() -> None:
    # Failed before: one thread's search of the file was taken for the library by another.
    ran = subprocess.run(
        [sys.executable, "-c", ASK_ALL_AT_ONCE], capture_output=True, text=True, check=False
    )
    assert ran.stdout.strip() == NOWHERE.decode(), ran.stderr


def test_the_file_on_disk_stays_as_it_was() -> None:
    no_reports.silence()
    from mediapipe.tasks.python.core import mediapipe_c_bindings

    path = Path(mediapipe_c_bindings.load_raw_library()._name)
    assert path.read_bytes().count(REPORTS_TO) == 1


def test_a_camera_goes_by_the_users_own_proxy_and_nothing_else_does(pose_model) -> None:
    # Before, the proxy was asked for the log server, too.
    asked: list[str] = []

    def refuse(proxy: socket.socket) -> None:
        with contextlib.suppress(OSError):  # closed: no more is asked
            while True:
                caller, _ = proxy.accept()
                with caller:
                    asked.append(caller.recv(400).decode().partition(" HTTP/")[0])
                    caller.sendall(b"HTTP/1.1 502 Not today\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as proxy:
        threading.Thread(target=refuse, args=(proxy,), daemon=True).start()
        names = ("http_proxy", "https_proxy", "all_proxy")
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        subprocess.run(
            [sys.executable, "-c", LOOK_THEN_OPEN_A_CAMERA, str(pose_model.path)],
            env={**os.environ, **dict.fromkeys(names, address)},
            capture_output=True,
            check=True,
        )
    assert asked == ["CONNECT camera.invalid:443"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"no address at all", "where it reports to is not found"),
        (REPORTS_TO + b"\0" + REPORTS_TO, "where it reports to is not found"),
        (b"\0" + REPORTS_TO, "it is not found in memory"),
        (b"", "cannot mmap an empty file"),
    ],
    ids=["spelt in another way", "twice", "not loaded", "empty"],
)
def test_who_cannot_be_kept_from_reporting_is_not_used(
    content: bytes, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mediapipe.tasks.python.core import mediapipe_c_bindings

    strange = tmp_path / "libstrange.so"
    strange.write_bytes(content)
    monkeypatch.setattr(no_reports, "_silenced", False)
    monkeypatch.setattr(mediapipe_c_bindings, "load_raw_library", lambda: library(strange))
    made = []
    task = SimpleNamespace(create_from_options=made.append)
    with pytest.raises(InputError, match=why) as refused:
        no_reports.create(task, "options")
    assert "POSTURECHECK_ALLOW_REPORTS=1" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert made == []
    monkeypatch.setenv("POSTURECHECK_ALLOW_REPORTS", "1")
    no_reports.create(task, "options")
    assert made == ["options"]


def test_a_file_that_is_only_read_is_not_taken_for_the_library(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("needs /proc/self/maps")
    import mmap

    path = tmp_path / "libread.so"
    path.write_bytes(bytes(4096) + REPORTS_TO)
    with path.open("rb") as file:
        only_read = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with only_read, pytest.raises(Exception, match="not found in memory"):
        no_reports._in_memory(ctypes.CDLL(None), path, 4096)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as copy:
        address, allowed = no_reports._in_memory(ctypes.CDLL(None), path, 4096)
        assert ctypes.string_at(address, len(REPORTS_TO)) == REPORTS_TO
        assert allowed & no_reports.WRITE
        assert copy[4096:] == REPORTS_TO


def test_a_byte_of_a_dll_is_found_by_its_section(tmp_path: Path) -> None:
    # As laid out in the real one: .rdata lies at 0x2fb3200 in the file, at 0x2fb4000 in memory.
    header = struct.pack("<4sHH12xHH", b"PE\0\0", 0x8664, 2, 240, 0) + bytes(240)
    text = struct.pack("<8s4I16x", b".text", 0x180, 0x1000, 0x200, 0x400)
    constants = struct.pack("<8s4I16x", b".rdata", 0x150, 0x2000, 0x200, 0x600)
    dll = tmp_path / "small.dll"
    dll.write_bytes(bytes(0x3C) + struct.pack("<I", 0x40) + header + text + constants)
    assert no_reports.from_base(dll, 0x400) == 0x1000
    assert no_reports.from_base(dll, 0x612) == 0x2012
    with pytest.raises(Exception, match="not found in memory"):
        no_reports.from_base(dll, 0x760)


def made_without_it(source: str) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr.startswith("create_from_")
        for node in ast.walk(ast.parse(source))
    )


def test_every_task_is_made_where_reports_are_stopped() -> None:
    rooms = ("posturecheck", "benchmarks", "learning", "renderer", "speech", "tests")
    files = [file for room in rooms for file in (ROOT / room).rglob("*.py")]
    makers = {file.name for file in files if made_without_it(file.read_text(encoding="utf-8"))}
    assert makers == {"no_reports.py"}
