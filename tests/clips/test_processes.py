"""Processes that work for another one: they tell how far they are, and stop when it does."""

from __future__ import annotations

import os
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from queue import SimpleQueue

import pytest
from small_tasks import press_ctrl_c, tenfold, work_of

from posturecheck.clips import processes
from posturecheck.clips.processes import Processes, StoppedError
from posturecheck.clips.work import Here, Runner, run_each


def silent(_: object) -> None:
    pass


TENFOLD = work_of(tenfold)
every_runner = pytest.mark.parametrize("runner", [Here(), Processes(2)])


@every_runner
def test_answers_come_in_the_order_of_the_tasks(runner: Runner) -> None:
    done = runner.run(TENFOLD, [3, 1, 2], silent)
    assert [future.result() for future in done] == [30, 10, 20]


@every_runner
def test_nothing_to_do_is_done_at_once(runner: Runner) -> None:
    assert runner.run(TENFOLD, [], silent) == []


def test_the_seconds_that_were_told_are_passed_on() -> None:
    told, heard, done = SimpleQueue[float](), list[float](), Future[None]()
    for seconds in (0.5, 1.5):
        told.put(seconds)
    done.set_result(None)
    processes._follow([done], told, heard.append, first_error_ends=False)
    assert heard == [0.5, 1.5]


@every_runner
def test_an_error_is_one_task_s_own(runner: Runner) -> None:
    done = runner.run(TENFOLD, [1, -1], silent)
    assert done[0].result() == 10
    assert isinstance(done[1].exception(), ValueError)


@every_runner
def test_the_first_error_ends_it_all_where_that_is_wished(runner: Runner) -> None:
    with pytest.raises(ValueError, match="less than nothing: -1"):
        runner.run(TENFOLD, [-1, 1], silent, first_error_ends=True)


def test_a_crash_is_told_apart_from_an_error() -> None:
    (done,) = Processes(1).run(TENFOLD, [0], silent)
    assert isinstance(done.exception(), BrokenProcessPool)


def test_what_a_crash_took_along_is_done_again_alone() -> None:
    done = run_each(Processes(1), TENFOLD, [0, 2, 3], silent, first_error_ends=True)
    assert isinstance(done[0].exception(), BrokenProcessPool)
    assert [future.result() for future in done[1:]] == [20, 30]


@pytest.mark.skipif(os.name == "nt", reason="signals are another thing there")
def test_only_the_first_process_answers_ctrl_c() -> None:
    (done,) = Processes(1).run(work_of(press_ctrl_c), ["worked on"], silent)
    assert done.result() == "worked on"


def test_a_child_that_is_told_to_stop_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped:
        def is_set(self) -> bool:
            return True

    monkeypatch.setattr(processes, "_stop", Stopped())
    with pytest.raises(StoppedError):
        processes._work(tenfold, 1)
