"""One film under two names is said in one line that names both."""

from __future__ import annotations

import json
from pathlib import Path

from posturecheck.clips.batch import Outcome
from posturecheck.clips.same_recording import with_same_recordings


def result(folder: Path, content: str | None, **settings: object) -> Outcome:
    folder.mkdir(parents=True)
    about = {"clip": {"sha256": content}, "settings": settings}
    (folder / "summary.json").write_text(json.dumps(about), encoding="utf-8")
    return Outcome(Path(f"{folder.name}.mp4"), folder=folder)


def notes(*outcomes: Outcome, beside: bool = True) -> list[tuple[str, ...]]:
    return [outcome.notes for outcome in with_same_recordings(outcomes, beside=beside)]


def test_of_two_in_one_run_the_second_names_the_first(tmp_path: Path) -> None:
    said = notes(result(tmp_path / "a", "1"), result(tmp_path / "b", "1"))
    assert said == [
        (),
        ("b.mp4 is the same recording as a, so the overview counts it twice",),
    ]


def test_of_two_patients_the_folder_is_named_too(tmp_path: Path) -> None:
    said = notes(result(tmp_path / "P1" / "a", "1"), result(tmp_path / "P2" / "a", "1"))
    assert said[1][0].startswith("a.mp4 is the same recording as P1/a,")


def test_an_earlier_result_beside_it_is_named(tmp_path: Path) -> None:
    result(tmp_path / "z", "1")
    new = result(tmp_path / "a", "1")
    assert "the same recording as z," in notes(new)[0][0]
    assert notes(new, beside=False) == [()]


def test_other_films_stretches_and_people_are_no_matter(tmp_path: Path) -> None:
    result(tmp_path / "whole", "1", person="main")
    (tmp_path / "overview.html").write_text("")
    others = (
        result(tmp_path / "part", "1", person="main", range_s=[1, 2]),
        result(tmp_path / "left", "1", person="left"),
        result(tmp_path / "film", "2", person="main"),
        result(tmp_path / "session", None),
        result(tmp_path / "session 2", None),
        Outcome(Path("none.mp4"), error="x"),
    )
    assert notes(*others) == [()] * len(others)


def test_checked_again_it_is_no_twin_of_itself(tmp_path: Path) -> None:
    assert notes(result(tmp_path / "a", "1")) == [()]
