"""Work done through Dask: a scheduler and a worker within this process, so that it is quick."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from patience import until
from small_tasks import tenfold, work_of

from posturecheck.clips.work import FaultError, Work
from posturecheck.cluster import at_worker, connection, runner
from posturecheck.cluster import likeness as likenesses
from posturecheck.cluster.address import Scheduler
from posturecheck.cluster.runner import Cluster, on_cluster
from posturecheck.core import InputError

MODEL = "ab" * 32
TENFOLD = work_of(tenfold)


def silent(_: object) -> None:
    pass


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    import dask
    import distributed

    within = {"n_workers": 1, "threads_per_worker": 1, "processes": False}
    scratch = {connection.SCRATCH: str(tmp_path_factory.mktemp("dask"))}
    with (
        dask.config.set({**connection.NO_PAGE, **scratch}),
        distributed.LocalCluster(
            host="127.0.0.1", protocol="tcp://", dashboard_address="127.0.0.1:0", **within
        ) as cluster,
    ):
        yield cluster.scheduler_address


@pytest.fixture
def cluster(scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    monkeypatch.setattr(at_worker, "_model_sha256", lambda choice: MODEL)
    with on_cluster(Scheduler(scheduler), [], ("full", MODEL), tmp_path / "out") as ready:
        yield ready


def named(monkeypatch: pytest.MonkeyPatch, do: Any) -> Work[Any, Any]:
    work = work_of(do)
    monkeypatch.setitem(at_worker.WORKS, work.name, work)
    return Work(work.name, do, str, work.sent, work.received, work.answered, lambda d, task: d)


def test_answers_come_in_the_order_of_the_tasks_with_their_seconds(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[float] = []
    done = cluster.run(named(monkeypatch, tenfold), [3, 1, 2], heard.append)
    assert [future.result() for future in done] == [30, 10, 20]
    assert sorted(heard) == [1, 2, 3]


def test_nothing_to_do_is_done_at_once(cluster: Cluster) -> None:
    assert cluster.run(TENFOLD, [], silent) == []


def test_a_line_for_the_user_is_one_clip_s_own(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(task: int, progress: Any) -> int:
        if task == 2:
            raise InputError("two.mp4: expected a clip")
        return task

    kind = named(monkeypatch, work)
    done = cluster.run(kind, [1, 2, 3], silent)
    assert [done[0].result(), done[2].result()] == [1, 3]
    assert str(done[1].exception()) == "two.mp4: expected a clip"
    with pytest.raises(InputError, match=r"two\.mp4: expected a clip"):
        cluster.run(kind, [2, 1], silent, first_error_ends=True)


def test_a_fault_is_tried_again_and_then_is_one(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def work(task: int, progress: Any) -> int:
        tried.append(task)
        if task == 1 or tried.count(task) < 2:
            raise OSError("stale file handle")
        return task

    done = cluster.run(named(monkeypatch, work), [1, 2], silent)
    assert isinstance(done[0].exception(), FaultError)
    assert str(done[0].exception()) == "OSError: stale file handle"
    assert done[1].result() == 2
    assert (tried.count(1), tried.count(2)) == (1 + runner.RETRIES, 2)


def test_ctrl_c_lets_the_waiting_ones_go(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()
    worked: list[int] = []

    def work(task: int, progress: Any) -> int:
        worked.append(task)
        begun.set()
        go_on.wait()
        return task

    def interrupted(*_: object, **__: object) -> None:
        begun.wait()
        raise KeyboardInterrupt

    monkeypatch.setattr("distributed.as_completed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cluster.run(named(monkeypatch, work), list(range(30)), silent)
    go_on.set()
    assert until(lambda: not any(cluster.client.processing().values()))
    assert len(worked) < 30


def test_a_worker_of_another_version_is_refused_in_a_line(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_worker, "_model_sha256", lambda choice: MODEL)
    monkeypatch.setattr(likenesses, "versions", lambda: {"posturecheck": "9.9"})
    with (
        pytest.raises(InputError, match=r"has posturecheck \S+, where 9\.9 is expected") as error,
        on_cluster(Scheduler(scheduler), [], ("full", MODEL), tmp_path),
    ):
        pass
    assert "\n" not in str(error.value)


def test_a_worker_that_comes_later_and_differs_ends_it(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_worker, "_model_sha256", lambda choice: "cd" * 32)
    with pytest.raises(InputError, match="came later has another pose model full"):
        cluster.run(named(monkeypatch, tenfold), [1, 2, 3], silent)


def test_a_share_that_goes_away_ends_it(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cluster.expected.token is not None
    Path(cluster.expected.token).unlink()
    with pytest.raises(InputError, match="where the results are to lie"):
        cluster.run(named(monkeypatch, tenfold), [1], silent)


def test_a_worker_without_us_is_told_in_a_line() -> None:
    said = str(runner._refused("tcp://10.0.0.7:1", ModuleNotFoundError("No module named 'x'")))
    assert "the worker tcp://10.0.0.7:1 cannot run us: No module named 'x'" in said


def test_where_nobody_answers_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "CONNECT_S", 0.2)
    with (
        pytest.raises(InputError, match="expected a Dask scheduler there, but nobody") as error,
        connection.connected(Scheduler("tcp://127.0.0.1:1")),
    ):
        pass
    assert "\n" not in str(error.value)


def test_a_scheduler_without_workers_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    monkeypatch.setattr(connection, "WORKERS_S", 0.1)
    empty = {"n_workers": 0, "processes": False, "dashboard_address": "127.0.0.1:0"}
    with (
        distributed.LocalCluster(protocol="tcp://", **empty) as cluster,
        pytest.raises(InputError, match="expected workers there, none came"),
        connection.connected(Scheduler(cluster.scheduler_address)),
    ):
        pass


def test_without_dask_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with (
        pytest.raises(InputError, match=r"pip install posturecheck\[cluster\]"),
        connection.connected(Scheduler("tcp://127.0.0.1:1")),
    ):
        pass


def test_no_thread_and_no_process_of_it_stays(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_worker, "_model_sha256", lambda choice: MODEL)
    before = set(threading.enumerate())
    for _ in range(2):
        with on_cluster(Scheduler(scheduler), [], ("full", MODEL), tmp_path / "out") as ready:
            ready.run(named(monkeypatch, tenfold), [1], silent)
    assert until(lambda: not _ours(set(threading.enumerate()) - before))
    assert not (tmp_path / "out").exists()


def _ours(threads: set[threading.Thread]) -> list[threading.Thread]:
    """Leave out Dask's own pools of threads, of which each process has one."""
    return [t for t in threads if not t.name.startswith("Dask-")]


def test_what_a_worker_does_is_named_in_a_function_of_ours() -> None:
    from distributed.protocol.pickle import dumps

    assert len(dumps(at_worker.do)) < 200  # by name; its code would be more
    assert b"posturecheck.cluster.at_worker" in dumps(at_worker.do)
