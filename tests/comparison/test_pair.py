"""Which two are compared, and why two are not: a line each."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pytest
from visits import movement, summary_of, visit

from posturecheck.comparison.pair import find_pair
from posturecheck.core import InputError

MARCH, APRIL, MAY = (f"2026-0{month}-05T10:00:00+01:00" for month in (3, 4, 5))
BENDS = [movement()]


def test_the_earlier_film_comes_first_however_they_are_named(tmp_path: Path) -> None:
    later = visit(tmp_path, "a.mp4", BENDS, APRIL)
    earlier = visit(tmp_path, "b.mp4", BENDS, MARCH)
    for pair in (find_pair(later, earlier), find_pair(earlier, later)):
        assert (pair.before.folder, pair.after.folder) == (earlier, later)
        assert pair.ordered


def test_where_a_film_has_no_date_they_stay_as_named(tmp_path: Path) -> None:
    first = visit(tmp_path, "a.mp4", BENDS, APRIL)
    second = visit(tmp_path, "b.mp4", BENDS, None)
    pair = find_pair(first, second)
    assert (pair.before.folder, pair.after.folder, pair.ordered) == (first, second, False)


def test_of_a_patient_the_newest_two_of_one_task(tmp_path: Path) -> None:
    visit(tmp_path, "a.mp4", BENDS, "2026-01-05T10:00:00+01:00")
    march = visit(tmp_path, "b.mp4", BENDS, MARCH)
    april = visit(tmp_path, "c.mp4", BENDS, APRIL)
    visit(tmp_path, "d.mp4", BENDS, MAY, task="shoes")
    pair = find_pair(tmp_path / "P1", None)
    assert (pair.before.folder, pair.after.folder) == (march, april)


def test_a_broken_result_of_a_patient_is_passed_over(tmp_path: Path) -> None:
    march = visit(tmp_path, "b.mp4", BENDS, MARCH)
    april = visit(tmp_path, "c.mp4", BENDS, APRIL)
    (visit(tmp_path, "d.mp4", BENDS, MAY) / "movements.csv").write_text("nonsense")
    pair = find_pair(tmp_path / "P1", None)
    assert (pair.before.folder, pair.after.folder) == (march, april)


def test_a_task_that_is_clear_in_most_movements_is_the_films(tmp_path: Path) -> None:
    sweeps = [movement(task="sweep"), movement(task="sweep"), movement()]
    one = visit(tmp_path, "a.mp4", sweeps, MARCH, task="auto")
    pair = find_pair(one, visit(tmp_path, "b.mp4", BENDS, APRIL, task="sweep"))
    assert pair.before.task == pair.after.task == "sweep"


def test_two_of_which_no_task_is_known_are_compared(tmp_path: Path) -> None:
    one = visit(tmp_path, "a.mp4", BENDS, MARCH, task="auto")
    pair = find_pair(one, visit(tmp_path, "b.mp4", BENDS, APRIL, task="auto"))
    assert pair.after.task == ""


def refused(first: Path, second: Path | None = None) -> str:
    with pytest.raises(InputError) as error:
        find_pair(first, second)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_different_tasks(tmp_path: Path) -> None:
    one = visit(tmp_path, "a.mp4", BENDS, MARCH, task="shoes")
    said = refused(one, visit(tmp_path, "b.mp4", BENDS, APRIL))
    assert "a is of the task shoes, 2026-04-05 b is of the task dishwasher; only the same" in said


@pytest.mark.parametrize(("other_deg", "apart"), [(-90.0, "180"), (0.0, "90"), (135.0, "45")])
def test_different_views(tmp_path: Path, other_deg: float, apart: str) -> None:
    one = visit(tmp_path, "a.mp4", BENDS, MARCH)
    other = visit(tmp_path, "b.mp4", [movement(facing_deg=other_deg)], APRIL)
    said = refused(one, other)
    assert "filmed from the right side" in said
    assert f"{apart} degrees apart" in said


@pytest.mark.parametrize(("one_deg", "other_deg"), [(90, 110), (28, 33), (175, -175)])
def test_a_camera_that_was_moved_a_little_is_the_same_view(
    tmp_path: Path, one_deg: float, other_deg: float
) -> None:
    one = visit(tmp_path, "a.mp4", [movement(facing_deg=one_deg)], MARCH)
    other = visit(tmp_path, "b.mp4", [movement(facing_deg=other_deg)], APRIL)
    assert find_pair(one, other).groups == ("bending",)


@pytest.mark.parametrize("facing_deg", [[math.nan], [0.0, 180.0], [0.0, 90.0, 180.0, -90.0]])
def test_a_view_that_is_not_known(tmp_path: Path, facing_deg: list[float]) -> None:
    one = visit(tmp_path, "a.mp4", [movement(facing_deg=deg) for deg in facing_deg], MARCH)
    assert "from where its movements were filmed is not known" in refused(
        one, visit(tmp_path, "b.mp4", BENDS, APRIL)
    )


def test_movements_of_different_kinds(tmp_path: Path) -> None:
    one = visit(tmp_path, "a.mp4", [movement(kind="turn")], MARCH)
    said = refused(one, visit(tmp_path, "b.mp4", [movement(), movement(kind="lift")], APRIL))
    assert "no kind of movement in common that was seen whole (turn; bend, lift)" in said


def test_movements_that_were_half_seen_do_not_count(tmp_path: Path) -> None:
    one = visit(tmp_path, "a.mp4", [movement(seen_share=0.5)], MARCH)
    assert "(nothing; bend)" in refused(one, visit(tmp_path, "b.mp4", BENDS, APRIL))


def test_two_people(tmp_path: Path) -> None:
    one = visit(tmp_path, "a.mp4", BENDS, MARCH, patient="P1")
    other = visit(tmp_path, "b.mp4", BENDS, APRIL, patient="P2")
    assert "of two patients, P1 and P2" in refused(one, other)


def test_the_same_result_twice_or_one_alone(tmp_path: Path) -> None:
    one = visit(tmp_path, "a.mp4", BENDS)
    assert "got the same one twice" in refused(one, one / "." / ".." / one.name)
    assert "got one result" in refused(one)


def twin(one: Path, **settings: object) -> Path:
    """Make another result of the same recording beside one."""
    other = one.with_name("copy")
    shutil.copytree(one, other)
    about = summary_of(one)
    about["settings"] |= settings
    (other / "summary.json").write_text(json.dumps(about), encoding="utf-8")
    return other


def test_two_results_of_the_same_recording(tmp_path: Path) -> None:
    one = visit(tmp_path, "a.mp4", BENDS)
    said = refused(one, twin(one))
    assert "2026-03-05 a and copy: expected two recordings, got two results of the same" in said
    assert "\n" not in said


def test_two_stretches_of_one_recording_are_compared(tmp_path: Path) -> None:
    one = visit(tmp_path, "a.mp4", BENDS)
    assert find_pair(one, twin(one, range_s=[0, 9])).after.name == "copy"


def test_of_a_patient_the_newest_two_recordings_are_taken(tmp_path: Path) -> None:
    visit(tmp_path, "a.mp4", BENDS, MARCH)
    twin(visit(tmp_path, "b.mp4", BENDS, APRIL))
    pair = find_pair(tmp_path / "P1", None)
    assert (pair.before.name, pair.after.name) == ("2026-03-05 a", "copy")


def test_a_patient_with_one_result_of_each_task(tmp_path: Path) -> None:
    visit(tmp_path, "a.mp4", BENDS, MARCH, task="shoes")
    visit(tmp_path, "b.mp4", BENDS, APRIL)
    said = refused(tmp_path / "P1")
    assert (
        "found: 2026-04-05 b is of the task dishwasher; 2026-03-05 a is of the task shoes" in said
    )


def test_folders_that_are_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    assert "expected the folder of a patient with two results, found: nothing" in refused(
        tmp_path / "empty"
    )
    assert "cannot be read" in refused(tmp_path / "file")
    assert "cannot be read" in refused(tmp_path / "none")
    assert "there is none" in refused(tmp_path / "none", tmp_path / "empty")
    assert "found no summary.json" in refused(tmp_path / "empty", tmp_path / "empty")
