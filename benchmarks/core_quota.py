"""A process that gets only so much of a core, by the system's own means; Linux, as root."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

PERIOD_US = 100_000
CGROUPS = Path("/sys/fs/cgroup")
ALL = 2.0  # cores; as many are no limit


@contextlib.contextmanager
def limited(process: int, cores: float) -> Iterator[str]:
    """Give a process so many cores and yield how; 2 and more is no limit.

    A group goes before all other programs, so that a busy machine is not taken for a weak one.
    """
    quota_us = round(cores * PERIOD_US) if cores < ALL else -1
    most = str(quota_us) if cores < ALL else "max"
    name = f"posturecheck-{process}"
    ways = (
        ("cpu.max", CGROUPS / name, {"cpu.max": f"{most} {PERIOD_US}", "cpu.weight": "10000"}),
        (
            "cpu.cfs_quota_us",
            CGROUPS / "cpu" / name,
            {
                "cpu.cfs_period_us": str(PERIOD_US),
                "cpu.cfs_quota_us": str(quota_us),
                "cpu.shares": "100000",
            },
        ),
    )
    for how, group, settings in ways:
        if _grouped(process, group, settings):
            try:
                yield f"{how} every {PERIOD_US // 1000} ms" if cores < ALL else "no quota"
            finally:
                _leave(group)
            return
    if cores >= ALL:
        yield "no quota, among others"
        return
    limiter = subprocess.Popen(["cpulimit", "-p", str(process), "-l", str(round(100 * cores))])
    try:
        yield "cpulimit"
    finally:
        limiter.terminate()
        limiter.wait(10)


def _leave(group: Path) -> None:
    with contextlib.suppress(OSError):
        for process in (group / "cgroup.procs").read_text().split():
            (group.parent / "cgroup.procs").write_text(process)
        group.rmdir()


def _grouped(process: int, group: Path, settings: dict[str, str]) -> bool:
    made = False
    try:
        if not (group.parent / "cgroup.procs").exists():
            return False
        group.mkdir()
        made = True
        for name, value in settings.items():
            if not (group / name).exists():
                raise FileNotFoundError(name)
            (group / name).write_text(value)
        (group / "cgroup.procs").write_text(str(process))
    except OSError:
        if made:
            _leave(group)
        return False
    return True
