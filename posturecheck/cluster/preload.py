"""What a worker that we start does first; Dask imports it by its name."""

from __future__ import annotations

from posturecheck.clips.processes import quiet_native_code


def dask_setup(worker: object) -> None:
    """Make a worker as quiet as any process that works for us."""
    quiet_native_code()
