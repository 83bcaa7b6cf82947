"""Keep MediaPipe from reporting its use to Google: the address it reports to is overwritten.

MediaPipe 1.x posts what task ran, when, on what system, on how many pictures and how fast to
Google's log server when a task is closed, and waits for the answer. It has no option against that:
the reporter is made with every task, whatever is said of the host.

So the address is overwritten in this process's own copy of the loaded library, before the first
task is made, with one that no client can post to. Nothing is looked up and nothing is connected
to; the file on disk stays as it was, and every other program and every other part of this one
(a camera at an https address, pip, a browser that is opened, the user's own proxy) is left alone.
What else was weighed:

* A dead ``https_proxy`` would be inherited by the browser that is opened, and is passed over where
  ``no_proxy`` says so (tried). On macOS and Windows the library brings the system's own client
  (CFNetwork, WinINet), which would not read it.
* A wrong certificate bundle, or another host, does not stop the look-up of the name.
* Failing the library's ``getaddrinfo`` would leave posts by way of a proxy given as a number: it
  is connected to without a look-up (tried).
* Other versions: 0.10.35 looks the server up too; 1.0.0 and 1.2.3 carry its address.

Where the address is not found exactly once, or cannot be overwritten, no task is made at all.
It is there once in the libraries of version 1.2.2 for Linux (x86-64 and ARM), macOS (ARM) and
Windows; overwriting it was tried on Linux, x86-64, only.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import re
import struct
import sys
import threading
from importlib import metadata
from pathlib import Path
from typing import Any

from posturecheck.core import InputError

REPORTS_TO = b"https://play.googleapis.com/log"
# As long. No client knows the scheme; one that took it for https would reach this computer only.
NOWHERE = b"none://127.0.0.1:9/not-reported"
ALLOW_VARIABLE = "POSTURECHECK_ALLOW_REPORTS"
READ, WRITE, EXECUTE = 1, 2, 4  # of mprotect and vm_protect
COPY_ON_WRITE = 0x10  # of vm_protect
PAGE_READONLY, PAGE_READWRITE = 0x02, 0x04  # of VirtualProtect
UNUSED = ctypes.c_ulong()  # VirtualProtect insists on saying what was allowed before


class _CannotSilence(Exception):  # noqa: N818, it is a circumstance more than an error
    """Why the address could not be overwritten, in a few words."""


def create(task: Any, options: Any) -> Any:
    """Return a MediaPipe task (``vision.PoseLandmarker``, say) that sends no reports.

    Raises:
        InputError: It cannot be kept from reporting, and the user has not allowed it to.
    """
    silence()
    return task.create_from_options(options)


def silence() -> None:
    """Overwrite the address that reports go to; cheap to repeat, and the same in any order.

    Raises:
        InputError: As for ``create``.
    """
    from mediapipe.tasks.python.core import mediapipe_c_bindings  # slow to load

    global _silenced
    with _one_at_a_time:  # the parts of a clip begin side by side
        if _silenced:
            return
        try:
            overwrite(mediapipe_c_bindings.load_raw_library())
        except (_CannotSilence, OSError, ValueError, AttributeError) as error:
            if not os.environ.get(ALLOW_VARIABLE):
                raise InputError(
                    f"mediapipe {metadata.version('mediapipe')} cannot be kept from reporting its"
                    f" use to Google here ({error}), so it is not used: install the version in"
                    f" requirements.txt, or set {ALLOW_VARIABLE}=1 to let it report"
                ) from error
        _silenced = True


_one_at_a_time = threading.Lock()
_silenced = False


def overwrite(library: ctypes.CDLL) -> None:
    """Overwrite the one address in the loaded library, and read back that it is so.

    Raises:
        _CannotSilence: The address is not there exactly once, or not where it should be.
        OSError: The system does not let its memory be changed, or its file be read.
    """
    path = Path(library._name)
    address, allowed = _in_memory(library, path, _in_file(path))
    there = ctypes.string_at(address, len(REPORTS_TO))
    if there == NOWHERE:
        return
    if there != REPORTS_TO:
        raise _CannotSilence("its memory is laid out in another way")
    _allow(address, READ | WRITE)
    ctypes.memmove(address, NOWHERE, len(NOWHERE))
    _allow(address, allowed)
    if ctypes.string_at(address, len(NOWHERE)) != NOWHERE:
        raise _CannotSilence("its memory cannot be changed")


def _in_file(path: Path) -> int:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        offset = content.find(REPORTS_TO)
        # Twice would be one too many to be sure; none may mean that it is spelt in the code.
        if offset < 0 or content.find(REPORTS_TO, offset + 1) >= 0:
            raise _CannotSilence("where it reports to is not found")
        return offset


def _in_memory(library: ctypes.CDLL, path: Path, offset: int) -> tuple[int, int]:
    """Return where the file's byte lies in memory, and what may be done to it there."""
    if sys.platform == "win32":
        return int(library._handle) + from_base(path, offset), READ
    if sys.platform == "darwin":
        return _base(library) + offset, READ  # constants lie in __TEXT, which begins the file
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        # Private ones only: who reads the file (the search above, say) may share it.
        found = re.match(r"(\w+)-(\w+) (\S{3})p (\w+) \S+ \d+ +(.*)", line)
        if found and Path(found[5]).name == path.name:
            start, end, first = int(found[1], 16), int(found[2], 16), int(found[4], 16)
            if first <= offset and offset + len(REPORTS_TO) <= first + end - start:
                bits = zip("rwx", (READ, WRITE, EXECUTE), strict=True)
                return start + offset - first, sum(bit for c, bit in bits if c in found[3])
    raise _CannotSilence("it is not found in memory")


def _base(library: ctypes.CDLL) -> int:
    """Return where macOS has put the library's first byte."""
    told = (ctypes.c_void_p * 4)()  # Dl_info: file, base, symbol, address
    inside = ctypes.cast(library.MpErrorFree, ctypes.c_void_p)
    if not ctypes.CDLL(None).dladdr(inside, ctypes.byref(told)) or not told[1]:
        raise _CannotSilence("it is not found in memory")
    return int(told[1])


def from_base(path: Path, offset: int) -> int:
    """Return how far from its base Windows puts the byte at an offset of a DLL's file."""
    dll = path.read_bytes()
    (header,) = struct.unpack_from("<I", dll, 0x3C)
    sections, optional_bytes = struct.unpack_from("<H12xH", dll, header + 6)
    for index in range(sections):
        row = header + 24 + optional_bytes + 40 * index
        size, at, bytes_in_file, at_in_file = struct.unpack_from("<4I", dll, row + 8)
        if at_in_file <= offset < at_in_file + min(size, bytes_in_file):
            return int(at + offset - at_in_file)
    raise _CannotSilence("it is not found in memory")


def _allow(address: int, what: int) -> None:
    """Allow the pages around the address to be read or written to (as this process's own copy)."""
    first = address - address % mmap.PAGESIZE
    size = address + len(REPORTS_TO) - first
    at, bytes_long = ctypes.c_void_p(first), ctypes.c_size_t(size)
    if sys.platform == "win32":
        page = PAGE_READWRITE if what & WRITE else PAGE_READONLY
        if not ctypes.windll.kernel32.VirtualProtect(at, bytes_long, page, ctypes.byref(UNUSED)):
            raise ctypes.WinError()
    elif sys.platform == "darwin":
        system = ctypes.CDLL(None)
        us = ctypes.c_uint.in_dll(system, "mach_task_self_")
        copy = COPY_ON_WRITE if what & WRITE else 0
        if failed := system.vm_protect(us, at, bytes_long, 0, what | copy):
            raise OSError(failed, "the system does not let it be changed")
    elif ctypes.CDLL(None, use_errno=True).mprotect(at, bytes_long, what):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
