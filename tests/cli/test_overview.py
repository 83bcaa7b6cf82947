"""``overview`` and ``forget`` as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from clinic import result
from typed import Run, typed

from posturecheck.cli import overview as command


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return typed(monkeypatch, capsys)


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command.sys.stdin, "isatty", lambda: True, raising=False)


def test_what_cannot_be_read_is_one_line_each_and_the_rest_is_shown(
    run: Run, tmp_path: Path
) -> None:
    result(tmp_path, "a.mp4")
    (result(tmp_path, "b.mp4") / "summary.json").write_text("{")
    code, said, complained = run("overview", tmp_path)
    assert code == 0
    assert said == f"Overview of 1 result: {tmp_path / 'overview.html'}\n"
    assert complained.startswith("posturecheck: b: its summary.json cannot be read")
    assert len(complained.splitlines()) == 1


def test_no_folder_is_one_line(run: Run, tmp_path: Path) -> None:
    code, said, complained = run("overview", tmp_path / "none")
    assert (code, said) == (2, "")
    assert "expected a folder of results" in complained


def test_where_nobody_can_be_asked_nothing_is_deleted_without_a_yes(
    run: Run, tmp_path: Path
) -> None:
    place = result(tmp_path, "a.mp4")
    code, said, complained = run("forget", place)
    assert (code, said) == (2, "")
    assert "say --yes" in complained
    assert place.exists()


def test_with_a_yes_it_is_gone_from_the_overview_too(run: Run, tmp_path: Path) -> None:
    place = result(tmp_path, "a.mp4", "P1")
    result(tmp_path, "b.mp4", "P1")
    run("overview", tmp_path)
    code, said, complained = run("forget", place, "--yes")
    assert (code, complained) == (0, "")
    assert said == "Deleted: the result 2026-03-05 a of P1.\n"
    page = (tmp_path / "overview.html").read_text(encoding="utf-8")
    assert "b.mp4" in page
    assert "a.mp4" not in page


def test_where_no_overview_is_none_is_made(run: Run, tmp_path: Path) -> None:
    run("forget", result(tmp_path, "a.mp4"), "--yes")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("on_a_terminal")
@pytest.mark.parametrize(("answer", "stays"), [(False, True), (True, False)])
def test_on_a_terminal_it_asks(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bool, stays: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(command.typer, "confirm", lambda text: (asked.append(text), answer)[1])
    place = result(tmp_path, "a.mp4")
    assert run("forget", place)[0] == 0
    assert asked == [f"Delete the result a of {tmp_path.name}? It cannot be brought back."]
    assert place.exists() == stays


def test_what_is_not_ours_is_named(run: Run, tmp_path: Path) -> None:
    place = result(tmp_path, "a.mp4")
    (place / "letter.docx").write_text("precious")
    code, _, complained = run("forget", place, "--yes")
    assert code == 2
    assert "letter.docx; move that away first" in complained
    assert (place / "letter.docx").exists()
