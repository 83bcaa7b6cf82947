"""What a worker asks itself before it works, and what it says of its work; without Dask."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_up_language import spoken
from small_tasks import same, work_of

from posturecheck.clips.work import FaultError
from posturecheck.cluster import at_worker
from posturecheck.cluster.likeness import Likeness, likeness
from posturecheck.core import InputError
from posturecheck.language import catalogue

MODEL = "ab" * 32


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "anna.mp4"
    path.write_bytes(b"a film")
    return path


@pytest.fixture
def expected(clip: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Likeness]:
    monkeypatch.setattr(at_worker, "_model_sha256", lambda choice: MODEL)
    with likeness([clip], "full", MODEL, clip.parent / "out") as alike:
        yield alike


def problem(expected: Likeness) -> str:
    return at_worker.problem(expected.text())


def test_who_is_like_us_has_no_problem(expected: Likeness) -> None:
    assert problem(expected) == ""


def test_another_version_is_named_with_ours(expected: Likeness) -> None:
    other = replace(expected, versions={**expected.versions, "numpy": "1.0"})
    assert problem(other).endswith(", where 1.0 is expected")
    assert problem(other).startswith("has numpy ")


def test_another_model_is_none_of_ours(expected: Likeness) -> None:
    assert problem(replace(expected, model_sha256="cd" * 32)) == "has another pose model full"


def test_a_model_that_cannot_be_had_is_said(
    expected: Likeness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(choice: str) -> str:
        raise InputError("the pose model could not be fetched")

    monkeypatch.setattr(at_worker, "_model_sha256", none)
    assert problem(expected) == "says: the pose model could not be fetched"


def test_a_clip_that_is_not_there_or_another(expected: Likeness, clip: Path) -> None:
    clip.write_bytes(b"another film")
    assert problem(expected) == f"does not see {clip}, or sees another file there"
    clip.unlink()
    assert problem(expected) == f"does not see {clip}, or sees another file there"


def test_where_no_clip_is_there_none_is_looked_for(tmp_path: Path) -> None:
    with likeness([tmp_path / "none.mp4"], "full", MODEL, None) as alike:
        assert (alike.clip, alike.token) == ("", None)


def test_a_share_that_is_missing(expected: Likeness, tmp_path: Path) -> None:
    # As where it is not mounted: the folder is there, and empty.
    empty = replace(expected, token=str(tmp_path / "out" / "none" / "new"))
    said = f"does not see {tmp_path / 'out'}, where the results are to lie"
    assert problem(empty) == said
    assert problem(replace(expected, token_text="another run's")) == said


def test_a_share_on_which_locks_reach_no_other_machine(
    expected: Likeness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_worker, "take", lambda lock: True)
    assert "does not see our locks" in problem(expected)


def test_a_disk_without_locks_is_used(expected: Likeness, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(lock: int) -> bool:
        raise OSError("no locks available")

    monkeypatch.setattr(at_worker, "take", no_locks)
    assert problem(expected) == ""


def test_nothing_is_left_in_the_folder(clip: Path) -> None:
    out = clip.parent / "new"
    with likeness([clip], "full", MODEL, out) as alike:
        assert alike.token is not None
        assert Path(alike.token).is_file()
    assert not out.exists()


def test_a_folder_that_cannot_be_written_is_said_first(clip: Path) -> None:
    with (
        pytest.raises(InputError, match="it must be a folder that every worker sees"),
        likeness([clip], "full", MODEL, clip / "out"),
    ):
        pass


def done(
    expected: Likeness, monkeypatch: pytest.MonkeyPatch, do: Any, task: object
) -> dict[str, Any]:
    monkeypatch.setitem(at_worker.WORKS, "a test", work_of(do))
    said = at_worker.do("a test", expected.text(), json.dumps(task))
    return dict(json.loads(said))


def test_an_answer_comes_with_the_seconds(
    expected: Likeness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(task: int, progress: Any) -> int:
        progress(1.5)
        progress(2.0)
        return 10 * task

    assert done(expected, monkeypatch, work, 4) == {"answer": 40, "seconds": 3.5}


def test_what_the_user_can_correct_is_a_line(
    expected: Likeness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(task: int, progress: Any) -> int:
        raise InputError("expected a clip")

    assert done(expected, monkeypatch, work, 4) == {"error": "expected a clip", "seconds": 0}


def test_a_fault_is_raised_so_that_it_is_tried_again(
    expected: Likeness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(task: int, progress: Any) -> int:
        raise ZeroDivisionError("by zero")

    with pytest.raises(FaultError, match="ZeroDivisionError: by zero"):
        done(expected, monkeypatch, work, 4)


def test_a_worker_that_is_not_like_us_does_nothing(
    expected: Likeness, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(expected, versions={"posturecheck": "0.0.1"})
    assert "refused" in done(other, monkeypatch, same, 4)


def test_only_work_of_ours_is_done_by_name() -> None:
    assert sorted(at_worker.WORKS) == ["check", "estimate"]


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_name_that_is_no_text_travels_too(expected: Likeness, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"caf\xe9.mp4")
    odd.write_bytes(b"a film")
    with likeness([odd], "full", MODEL, None) as alike:
        assert alike.text().isascii()
        assert problem(alike) == ""


def test_a_worker_speaks_the_language_of_who_asked(
    expected: Likeness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = replace(expected, language="xx")
    assert "expected one of en; got 'xx'" in problem(elsewhere)
    with spoken(tmp_path / "catalogues"):
        catalogue.choose("en")
        assert problem(elsewhere) == ""
        assert catalogue.language() == "xx"
    assert catalogue.language() == "en"
