"""Processes that work for another one: they tell how far they are, and stop when it does."""

from __future__ import annotations

import os
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from queue import SimpleQueue

import pytest
from small_tasks import press_ctrl_c, tenfold

from posturecheck.clips import processes
from posturecheck.clips.processes import StoppedError, in_processes


def silent(_: object) -> None:
    pass


def test_answers_come_in_the_order_of_the_tasks() -> None:
    done = in_processes(tenfold, [3, 1, 2], 2, silent)
    assert [future.result() for future in done] == [30, 10, 20]


def test_the_seconds_that_were_told_are_passed_on() -> None:
    told, heard, done = SimpleQueue[float](), list[float](), Future[None]()
    for seconds in (0.5, 1.5):
        told.put(seconds)
    done.set_result(None)
    processes._follow([done], told, heard.append, first_error_ends=False)
    assert heard == [0.5, 1.5]


def test_an_error_is_one_task_s_own() -> None:
    done = in_processes(tenfold, [1, -1], 1, silent)
    assert done[0].result() == 10
    assert isinstance(done[1].exception(), ValueError)


def test_the_first_error_ends_it_all_where_that_is_wished() -> None:
    with pytest.raises(ValueError, match="less than nothing: -1"):
        in_processes(tenfold, [-1, 1], 1, silent, first_error_ends=True)


def test_a_crash_is_told_apart_from_an_error() -> None:
    (done,) = in_processes(tenfold, [0], 1, silent)
    assert isinstance(done.exception(), BrokenProcessPool)


@pytest.mark.skipif(os.name == "nt", reason="signals are another thing there")
def test_only_the_first_process_answers_ctrl_c() -> None:
    (done,) = in_processes(press_ctrl_c, ["worked on"], 1, silent)
    assert done.result() == "worked on"


def test_a_child_that_is_told_to_stop_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped:
        def is_set(self) -> bool:
            return True

    monkeypatch.setattr(processes, "_stop", Stopped())
    with pytest.raises(StoppedError):
        processes._work(tenfold, 1)
