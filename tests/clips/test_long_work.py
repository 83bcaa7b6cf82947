"""One long piece of work at a time: watched, stopped, and what came of it told."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from patience import PATIENCE_S, until

from posturecheck.clips.long_work import LongWork, UnderWay
from posturecheck.core import InputError


@pytest.fixture
def work() -> Iterator[LongWork]:
    one = LongWork(lambda: "one at a time", lambda: "stopped", PATIENCE_S)
    yield one
    one.close()


def test_how_far_it_is_and_what_came_of_it(work: LongWork) -> None:
    half, whole = threading.Event(), threading.Event()

    def count() -> UnderWay:
        progress = work.progress("a", 4.0)
        progress(2.0)
        half.set()
        whole.wait(PATIENCE_S)
        progress(9.0)
        return UnderWay("a", 1.0, said="done")

    work.begin("a", count)
    assert half.wait(PATIENCE_S)
    assert work.now == UnderWay("a", 0.5, running=True)
    with pytest.raises(InputError, match="one at a time"):
        work.begin("b", count)
    whole.set()
    assert until(lambda: not work.running)
    assert work.now == UnderWay("a", 1.0, said="done")


def test_what_is_stopped_ends_with_its_next_progress(work: LongWork) -> None:
    def endless() -> UnderWay:
        progress = work.progress("a", 1.0)
        while True:
            progress(0.0)

    work.begin("a", endless)
    work.stop()
    assert until(lambda: not work.running)
    assert work.now == UnderWay("a", said="stopped")


@pytest.mark.parametrize(
    ("error", "said"),
    [(InputError("no clip"), "no clip"), (KeyError("x"), "a fault of ours: KeyError: 'x'")],
)
def test_what_goes_wrong_is_told_and_another_may_begin(
    work: LongWork, error: Exception, said: str
) -> None:
    def wrong() -> UnderWay:
        raise error

    work.begin("a", wrong)
    assert until(lambda: not work.running)
    assert work.now == UnderWay("a", said=said, failed=True)
    work.begin("b", lambda: UnderWay("b", 1.0))
    assert until(lambda: work.now.name == "b" and not work.now.running)
