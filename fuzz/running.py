"""Running a case as the real command, and saying what was wrong with how it ended.

On Linux each is a copy of this process, which has loaded everything; elsewhere each is
started anew, which takes longer.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import traceback
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fuzz.cases import Case

WITHIN_S = 60.0
MEMORY_MIB = 1536
MOST_LINES = 3
POLL_S = 0.02
COPIES = sys.platform == "linux"
# Nothing may reach out, whatever a spoiled file says; 9 is where nobody listens.
DEAD = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a case ended; ``wrong`` is empty where all is well."""

    case: Case
    wrong: tuple[str, ...]
    wall_s: float
    peak_mib: float
    code: int


@dataclass(slots=True)
class _Running:
    case: Case
    pid: int
    start_s: float
    killed: str = ""
    peak_mib: float = 0.0


def load_everything() -> None:
    """Load what the commands load late, once for all copies."""


def run(cases: Iterator[Case], jobs: int) -> Iterator[Ended]:
    """Run the cases, several at once, and yield each as it ends."""
    running: list[_Running] = []
    try:
        while True:
            while len(running) < jobs and (case := next(cases, None)) is not None:
                running.append(_Running(case, _start(case), time.monotonic()))
            if not running:
                return
            time.sleep(POLL_S)
            for one in list(running):
                if (ended := _look(one)) is not None:
                    running.remove(one)
                    yield ended
    finally:
        for one in running:
            _kill(one.pid)


def _environment(case: Case) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k != "POSTURECHECK_DEBUG"}
    proxies = {name: DEAD for name in ("http_proxy", "https_proxy")}
    return {**kept, **proxies, "POSTURECHECK_DATA": str(case.folder / "data")}


def _start(case: Case) -> int:
    if not COPIES:
        with _outputs(case) as (out, err):
            words = [sys.executable, "-m", "posturecheck", *case.arguments]
            return subprocess.Popen(
                words,
                cwd=case.folder,
                env=_environment(case) | {"PYTHONPATH": str(Path(__file__).parents[1])},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            ).pid
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        _be(case)
    return pid


@contextlib.contextmanager
def _outputs(case: Case) -> Iterator[tuple[int, int]]:
    paths = (case.folder / "stdout.txt", case.folder / "stderr.txt")
    out, err = (os.open(path, os.O_WRONLY | os.O_CREAT, 0o600) for path in paths)
    try:
        yield out, err
    finally:
        os.close(out)
        os.close(err)


def _be(case: Case) -> None:
    code = 70
    try:
        os.setsid()
        with _outputs(case) as (out, err):
            os.dup2(out, 1)
            os.dup2(err, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
        os.chdir(case.folder)
        os.environ.clear()
        os.environ.update(_environment(case))
        sys.argv = ["posturecheck", *case.arguments]
        from posturecheck.cli.main import main

        main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0 if left.code is None else 70
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _look(one: _Running) -> Ended | None:
    one.peak_mib = max(one.peak_mib, _memory_mib(one.pid))
    wall_s = time.monotonic() - one.start_s
    if not one.killed and one.peak_mib > MEMORY_MIB:
        one.killed = f"took more than {MEMORY_MIB} MiB"
        _kill(one.pid)
    if not one.killed and wall_s > WITHIN_S:
        one.killed = f"took more than {WITHIN_S:.0f} s"
        _kill(one.pid)
    pid, status, used = os.wait4(one.pid, os.WNOHANG)
    if not pid:
        return None
    _kill(one.pid)  # what it may have started
    scale = 1024 if sys.platform == "linux" else 1024 * 1024
    peak_mib = max(one.peak_mib, used.ru_maxrss / scale)
    code = os.waitstatus_to_exitcode(status)
    out = _said(one.case, "stdout.txt")
    wrong = tuple(_wrong(code, one.killed, peak_mib, out, _said(one.case, "stderr.txt")))
    return Ended(one.case, wrong, wall_s, peak_mib, code)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _memory_mib(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _said(case: Case, name: str) -> str:
    return (case.folder / name).read_text(encoding="utf-8", errors="replace")


def _wrong(code: int, killed: str, peak_mib: float, out: str, err: str) -> Iterator[str]:
    if killed:
        yield killed
    elif code not in (0, 2):
        yield f"ended with {code}"
    if not killed and peak_mib > MEMORY_MIB:
        yield f"took {peak_mib:.0f} MiB"
    lines = err.splitlines()
    if len(lines) > MOST_LINES:
        yield f"{len(lines)} lines on standard error"
    if code == 2 and not lines:
        yield "ended with 2 and said nothing"
    if "Traceback (most recent" in err or "a fault of ours" in err:
        yield "a fault of ours"
    yield from _raw((out + err).replace("\n", ""))


def _raw(text: str) -> Sequence[str]:
    raw = sorted({c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")})
    return [f"sent {', '.join(f'U+{ord(c):04X}' for c in raw)} to the terminal"] if raw else []
