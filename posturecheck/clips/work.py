"""Work on many clips, and who does it: this process, several of them, or other machines.

A ``Work`` says what is done with one clip, a ``Runner`` does it with many. Which runner it was
shows in nothing but the time it took.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")
Progress = Callable[[float], None]


class FaultError(Exception):
    """The program's own fault, found by somebody else; its text says which."""


@dataclass(frozen=True, slots=True)
class Work(Generic[Task, Done]):
    """What is done with one clip, and how it travels: as plain data, never as code.

    Attributes:
        name: By which another machine knows it.
        do: Does one task; gets what takes the seconds of clip just done.
        clip: Returns the path of a task's clip.
        sent: Returns a task as JSON has it, its paths whole.
        received: Returns the task again, on another machine.
        answered: Returns what came of a task as JSON has it.
        answer: Returns that again, and as the task's own paths have it, where it was asked.
    """

    name: str
    do: Callable[[Task, Progress], Done]
    clip: Callable[[Task], Any]
    sent: Callable[[Task], Any]
    received: Callable[[Any], Task]
    answered: Callable[[Done], Any]
    answer: Callable[[Any, Task], Done]


class Runner(Protocol):
    """Who does the work on many clips."""

    def cores_for_each(self, tasks: int) -> int:
        """Return how many cores each of so many tasks may use."""
        ...

    def run(
        self,
        work: Work[Task, Done],
        tasks: Sequence[Task],
        progress: Progress,
        *,
        first_error_ends: bool = False,
    ) -> list[Future[Done]]:
        """Do every task and return the outcomes in order, all of them done.

        A task that ended its process has a ``BrokenExecutor`` as its error, and so may others
        have that were under way there.

        Args:
            work: What is done.
            tasks: A clip each.
            progress: Gets the seconds of clip just done, in this process.
            first_error_ends: Raise the first error of a task instead of doing the others.

        Raises:
            KeyboardInterrupt: The user stopped it; all that was begun here has tidied up by then.
        """
        ...


class Here:
    """Does one task after the other, in this process."""

    def cores_for_each(self, tasks: int) -> int:
        """Return 0: each may use them all."""
        return 0

    def run(
        self,
        work: Work[Task, Done],
        tasks: Sequence[Task],
        progress: Progress,
        *,
        first_error_ends: bool = False,
    ) -> list[Future[Done]]:
        """Do every task; see ``Runner``."""
        ended = []
        for task in tasks:
            future = Future[Done]()
            try:
                future.set_result(work.do(task, progress))
            except Exception as error:
                if first_error_ends:
                    raise
                future.set_exception(error)
            ended.append(future)
        return ended


def run_each(
    runner: Runner,
    work: Work[Task, Done],
    tasks: Sequence[Task],
    progress: Progress,
    *,
    first_error_ends: bool = False,
) -> list[Future[Done]]:
    """Do every task, those again alone that a crash took along; see ``Runner``."""
    futures = runner.run(work, tasks, progress, first_error_ends=first_error_ends)
    return [
        runner.run(work, [task], progress, first_error_ends=first_error_ends)[0]
        if crashed(future)
        else future
        for future, task in zip(futures, tasks, strict=True)
    ]


def crashed(future: Future[Any]) -> bool:
    """Whether a task that is done ended the process it was in, or was in one that ended."""
    return isinstance(future.exception(), BrokenExecutor)
