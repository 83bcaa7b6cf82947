"""What ``check`` and ``evaluate`` take for many clips: parts of them, and who does the work."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from posturecheck.clips.processes import Processes
from posturecheck.clips.work import Runner
from posturecheck.cluster.address import WHY_NOT_PLAIN, LocalCluster, Place, place_named
from posturecheck.console.terminal import complain, tell
from posturecheck.core import InputError

Resume = Annotated[
    bool,
    typer.Option("--resume", help="Skip what is done with the same settings, versions and model."),
]
ShardText = Annotated[
    str | None, typer.Option("--shard", metavar="I/N", help="Part I of N of the clips only.")
]
ClusterText = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="ADDRESS|local:N", help="Have the workers of a Dask cluster do it."
    ),
]
ClusterSecurity = Annotated[
    Path | None,
    typer.Option("--cluster-security", metavar="FILE", help="The certificates for tls://."),
]
Insecure = Annotated[
    bool, typer.Option("--insecure", help="Plain tcp:// to other machines all the same.")
]
Dashboard = Annotated[
    bool, typer.Option("--dashboard", help="Dask's own page, with --cluster local:N.")
]


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does the work: so many processes here (0 = one for each core), or a cluster."""

    jobs: int
    place: Place | None


def chosen_workers(
    jobs: int, cluster: str | None, security: Path | None, insecure: bool, dashboard: bool
) -> Workers:
    """Return who is to do the work.

    Raises:
        InputError: The options contradict each other, or the address is not to be used so.
    """
    if cluster is None:
        for option, given in (
            ("--cluster-security", security),
            ("--insecure", insecure),
            ("--dashboard", dashboard),
        ):
            if given:
                raise InputError(f"{option}: expected --cluster with it")
        return Workers(jobs, None)
    if jobs:
        raise InputError("--jobs: expected it without --cluster; say --cluster local:N for N")
    place = place_named(cluster, security, insecure=insecure, dashboard=dashboard)
    if insecure:
        complain(f"--insecure: nothing is encrypted, and {WHY_NOT_PLAIN}")
    return Workers(0, place)


@contextlib.contextmanager
def runner(
    workers: Workers,
    clips: Sequence[Path],
    model: tuple[str, str],
    folder: Path | None,
    *,
    shared: bool = False,
) -> Iterator[Runner]:
    """Give who does the work on these clips.

    Args:
        workers: Who is to do it.
        clips: What is to be done.
        model: The pose model, as it was asked for, and its sha256.
        folder: Where a cluster's workers are to write; None where they write nothing.
        shared: Whether the group may see what they write.

    Raises:
        InputError: A cluster cannot be used.
    """
    if workers.place is None:
        yield Processes(workers.jobs or os.cpu_count() or 1)
        return
    from posturecheck.cluster.runner import on_cluster

    with on_cluster(workers.place, clips, model, folder, shared=shared) as cluster:
        if isinstance(workers.place, LocalCluster) and workers.place.dashboard:
            tell(f"Dask's page: {cluster.client.dashboard_link}")
        yield cluster
