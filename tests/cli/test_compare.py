"""``compare`` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from typed import Run, typed
from visits import movement, visit

MARCH, APRIL = (f"2026-0{month}-05T10:00:00+01:00" for month in (3, 4))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return typed(monkeypatch, capsys, "compare")


def test_a_patients_newest_two(run: Run, tmp_path: Path) -> None:
    visit(tmp_path, "a.mp4", [movement(60.0)], MARCH)
    after = visit(tmp_path, "b.mp4", [movement(30.0)], APRIL)
    code, said, complained = run(tmp_path / "P1")
    assert (code, complained) == (0, "")
    place = after / "before-and-after.html"
    assert said == f"2026-03-05 a and 2026-04-05 b, before and after: {place}\n"
    assert place.exists()


def test_what_cannot_be_compared_is_one_line(run: Run, tmp_path: Path) -> None:
    before = visit(tmp_path, "a.mp4", [movement()], MARCH, task="shoes")
    after = visit(tmp_path, "b.mp4", [movement()], APRIL)
    code, said, complained = run(before, after)
    assert (code, said) == (2, "")
    assert len(complained.splitlines()) == 1
    assert "only the same task can be compared" in complained
    assert not (after / "before-and-after.html").exists()


def test_what_is_deleted_is_deleted_from_what_compares_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = visit(tmp_path, "a.mp4", [movement()], MARCH)
    after = visit(tmp_path, "b.mp4", [movement()], APRIL)
    other = visit(tmp_path, "c.mp4", [movement()], "2026-06-05T10:00:00+01:00")
    run(before, after)
    run(after, other)
    code, _, _ = typed(monkeypatch, capsys, "forget")(before, "--yes")
    assert code == 0
    assert not (after / "before-and-after.html").exists()
    assert (other / "before-and-after.html").exists()
