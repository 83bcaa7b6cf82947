"""The work of ``clips.work`` done by the workers of a cluster, one task a clip."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from posturecheck.clips.processes import Processes
from posturecheck.clips.work import Done, Progress, Task, Work
from posturecheck.cluster import at_worker
from posturecheck.cluster.address import LocalCluster, Place
from posturecheck.cluster.connection import connected
from posturecheck.cluster.likeness import Likeness, likeness
from posturecheck.core import InputError

RETRIES = 2  # after a fault of ours; a worker that dies is another matter, which Dask counts itself


@dataclass(frozen=True, slots=True)
class Cluster:
    """Does the work on a cluster; see ``Runner``."""

    client: Any
    place: Place
    expected: Likeness

    def cores_for_each(self, tasks: int) -> int:
        """Return how many cores each may use; elsewhere one, for a worker is one of many there."""
        if isinstance(self.place, LocalCluster):
            return Processes(self.place.workers).cores_for_each(tasks)
        return 1

    def run(
        self,
        work: Work[Task, Done],
        tasks: Sequence[Task],
        progress: Progress,
        *,
        first_error_ends: bool = False,
    ) -> list[Future[Done]]:
        """Do every task, each a task of Dask's; see ``Runner``."""
        from distributed import as_completed

        ended = [Future[Done]() for _ in tasks]
        asked = self._asked(work, tasks)
        places = {future.key: place for place, future in enumerate(asked)}
        try:
            for future in as_completed(asked, loop=self.client.loop):
                place = places[future.key]
                error = _settle(ended[place], future, work, tasks[place], progress)
                if error is not None and first_error_ends:
                    raise error
                future.release()
        except BaseException:
            self.client.cancel(asked, force=True)
            raise
        return ended

    def _asked(self, work: Work[Task, Done], tasks: Sequence[Task]) -> list[Any]:
        # Each is a name of ours and three texts.
        run, expected = secrets.token_hex(8), self.expected.text()
        asked: list[Any] = self.client.map(
            at_worker.do,
            [work.name] * len(tasks),
            [expected] * len(tasks),
            [json.dumps(work.sent(task)) for task in tasks],
            key=[f"posturecheck-{run}-{number}" for number in range(len(tasks))],
            retries=RETRIES,
            pure=False,
        )
        return asked


@contextlib.contextmanager
def on_cluster(
    place: Place,
    clips: Iterable[Path],
    model: tuple[str, str],
    folder: Path | None,
    *,
    shared: bool = False,
) -> Iterator[Cluster]:
    """Give a cluster of which every worker is as it must be.

    Args:
        place: Which one.
        clips: What will be worked on.
        model: The pose model, as it was asked for, and its sha256.
        folder: Where the workers are to write; None where they write nothing.
        shared: Whether the group may see what they write.

    Raises:
        InputError: It cannot be reached, a worker is not like us, or does not see the same.
    """
    with connected(place) as client, likeness(clips, *model, folder, shared=shared) as expected:
        said = client.run(at_worker.problem, expected.text(), on_error="return")
        for worker, problem in sorted(said.items()):
            if problem:
                raise _refused(worker, problem)
        yield Cluster(client, place, expected)


def _settle(
    ended: Future[Done], future: Any, work: Work[Task, Done], task: Task, progress: Progress
) -> Exception | None:
    """Pass on what came of a task; return its error, unless it crashed."""
    if future.status == "cancelled":
        raise InputError(
            "--cluster: the scheduler is gone, or let the work go; what was done is kept: --resume "
            "goes on from there"
        )
    if future.status == "error":
        return _settle_error(ended, future.exception())
    said = json.loads(future.result())
    if "refused" in said:
        raise _refused("a worker that came later", said["refused"])
    progress(said["seconds"])
    if "error" in said:
        ended.set_exception(InputError(said["error"]))
        return ended.exception()  # type: ignore[return-value]
    ended.set_result(work.answer(said["answer"], task))
    return None


def _settle_error(ended: Future[Any], error: Exception) -> Exception | None:
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        ended.set_exception(BrokenExecutor(str(error)))
        return None
    ended.set_exception(error)
    return error


def _refused(worker: str, problem: object) -> InputError:
    told = problem if isinstance(problem, str) else f"cannot run us: {problem}"
    return InputError(
        f"--cluster: the worker {worker} {told}; every worker needs the same posturecheck, model, "
        "clips and folder"
    )
