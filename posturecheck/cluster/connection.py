"""To a cluster and away again: nothing of it is left, in this process or beside it."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from posturecheck.clips.processes import ctrl_c_held
from posturecheck.cluster import preload
from posturecheck.cluster.address import LocalCluster, Place, Scheduler
from posturecheck.core import InputError
from posturecheck.files.drafts import temporary_folder

CONNECT_S = 10.0
WORKERS_S = 30.0  # how long the first of them may take to come
DASHBOARD = "127.0.0.1:8787"
# Of workers that we start: one clip at a time and none in advance, so that a crash takes no other
# along, and as many threads in numpy as everywhere else; a clip takes seconds, so that nobody need
# look fifty times in one whether there is something to do, or to move to another worker.
SETTINGS: dict[str, object] = {
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.worker.preload": [preload.__name__],
    "distributed.nanny.pre-spawn-environ": {},
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.tick.limit": "60s",
    "distributed.scheduler.work-stealing-interval": "1s",
    "distributed.scheduler.active-memory-manager.start": False,
}
# Where nobody looks at Dask's page none is served, and nothing is measured for it all the while.
NO_PAGE: dict[str, object] = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "10s",
}
SCRATCH = "temporary-directory"  # of Dask's setting


@contextlib.contextmanager
def connected(place: Place) -> Iterator[Any]:
    """Give a client of a cluster, a ``distributed.Client``.

    Raises:
        InputError: Dask is not installed, or nobody answers there.
    """
    _check_installed(place)
    _quiet_dask()
    with contextlib.ExitStack() as stack:
        if isinstance(place, LocalCluster):
            client = stack.enter_context(_of_local(place))
        else:
            client = stack.enter_context(_of_scheduler(place))
        try:
            client.wait_for_workers(1, timeout=WORKERS_S)
        except (OSError, TimeoutError) as error:
            raise InputError(
                f"--cluster {_named(place)}: expected workers there, none came within "
                f"{WORKERS_S:g} s; start some with dask worker"
            ) from error
        yield client


def _check_installed(place: Place) -> None:
    if importlib.util.find_spec("distributed") is None:
        raise InputError("--cluster needs Dask: pip install posturecheck[cluster]")
    wants_page = isinstance(place, LocalCluster) and place.dashboard
    if wants_page and importlib.util.find_spec("bokeh") is None:
        raise InputError("--dashboard needs Bokeh beside Dask: pip install bokeh")


def _quiet_dask() -> None:
    # It logs what we say in a line of our own.
    import distributed  # noqa: F401 (it sets its logging up)

    if not os.environ.get("POSTURECHECK_DEBUG"):
        for name in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextlib.contextmanager
def _of_local(place: LocalCluster) -> Iterator[Any]:
    import dask
    import distributed

    settings = {**SETTINGS, **({} if place.dashboard else NO_PAGE)}
    with temporary_folder() as folder, dask.config.set({**settings, SCRATCH: str(folder)}):
        with ctrl_c_held():  # the workers never get it
            cluster = distributed.LocalCluster(
                n_workers=place.workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                protocol="tcp://",
                dashboard_address=DASHBOARD if place.dashboard else "127.0.0.1:0",
                memory_limit=None,
                local_directory=str(folder),
                silence_logs=logging.CRITICAL + 1,
            )
        with cluster, distributed.Client(cluster, set_as_default=False) as client:
            yield client


@contextlib.contextmanager
def _of_scheduler(place: Scheduler) -> Iterator[Any]:
    import distributed

    try:
        client = distributed.Client(
            place.address,
            security=_security(place),
            timeout=CONNECT_S,
            set_as_default=False,
        )
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(
            f"--cluster {place.address}: expected a Dask scheduler there, but nobody answers who "
            f"speaks as we do ({_why(error)}); start one with dask scheduler, or mend the address"
        ) from error
    with client:
        yield client


def _security(place: Scheduler) -> Any:
    from distributed.security import Security

    if place.certificates is None:
        return Security(require_encryption=False)
    files = place.certificates
    security = Security(
        require_encryption=True,
        tls_ca_file=str(files.ca),
        tls_client_cert=str(files.cert),
        tls_client_key=str(files.key),
    )
    try:
        security.get_connection_args("client")
    except (OSError, ssl.SSLError) as error:
        raise InputError(
            f"--cluster-security: expected certificates and a key in PEM that belong together, in "
            f"{Path(files.ca)}, {files.cert.name} and {files.key.name}; but {_why(error)}"
        ) from error
    return security


def _named(place: Place) -> str:
    return f"local:{place.workers}" if isinstance(place, LocalCluster) else place.address


def _why(error: BaseException) -> str:
    return " ".join(str(error.__cause__ or error).split())[:200] or type(error).__name__
