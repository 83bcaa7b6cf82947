"""What one result's folder says, and that nothing in it can do harm."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from visits import LEAN, movement, summary_of, visit

from posturecheck.comparison.curves import draw, read_track
from posturecheck.comparison.recorded import read_recorded
from posturecheck.core import InputError


def test_what_was_written_is_read(tmp_path: Path) -> None:
    found = read_recorded(visit(tmp_path, "a.mp4", [movement(61.5, 2.5), movement(kind="turn")]))
    assert [m.group for m in found.movements] == ["bending", "turning"]
    assert found.movements[0].largest[LEAN] == (61.5, 2.5)
    assert found.shares == (0.5, 0.25, 0.25)
    assert found.measured_with == ("model", "one")
    assert found.film is None


def test_before_movements_were_kept_is_said(tmp_path: Path) -> None:
    folder = visit(tmp_path, "a.mp4", [])
    (folder / "movements.csv").unlink()
    with pytest.raises(InputError, match="checked by an older posturecheck"):
        read_recorded(folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "expected a column number, found"),
        ("a,b\n1,2\n", "expected a column number, found"),
        ("{whole}\n1,bend,x,3\n", "row 2: expected a movement"),
        ("{whole}\n1,bend\n", "row 2: expected a movement"),
        ("{whole}\n1,bend,0,1,2,,sink,1" + "," * 14 + "\n", "row 2: expected a movement"),
        ("{whole}\n1,bend,,1,2,,,1,90,1e300\n", "row 2: expected a movement"),
        ("{whole}\n\x00\n", "row 2: expected a movement"),
        ('{whole}\n"1,bend\n', "expected a movement"),
    ],
)
def test_a_table_that_is_not_ours(tmp_path: Path, text: str, said: str) -> None:
    folder = visit(tmp_path, "a.mp4", [])
    header = (folder / "movements.csv").read_text(encoding="utf-8").strip()
    (folder / "movements.csv").write_text(text.format(whole=header), encoding="utf-8")
    with pytest.raises(InputError, match=said) as error:
        read_recorded(folder)
    assert "\n" not in str(error.value)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    folder = visit(tmp_path, "a.mp4", [])
    (folder / "movements.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="expected a text file"):
        read_recorded(folder)


@pytest.mark.parametrize("summary", ["{", "[]", '{"clip": 3}', '{"format": 99}'])
def test_a_summary_that_is_not_ours(tmp_path: Path, summary: str) -> None:
    folder = visit(tmp_path, "a.mp4", [movement()])
    (folder / "summary.json").write_text(summary, encoding="utf-8")
    with pytest.raises(InputError):
        read_recorded(folder)


@pytest.mark.parametrize("odd", [None, 3, [], "x", {"a": []}])
@pytest.mark.parametrize("part", ["settings", "model", "versions", "exposure", "profile"])
def test_a_summary_with_something_odd_in_it_is_still_read(
    tmp_path: Path, part: str, odd: object
) -> None:
    folder = visit(tmp_path, "a.mp4", [movement()])
    data = summary_of(folder) | {part: odd}
    (folder / "summary.json").write_text(json.dumps(data), encoding="utf-8")
    found = read_recorded(folder)
    assert found.begins_s == 0.0
    assert len(found.shares) == 3
    assert isinstance(found.task, str)
    assert found.limits == {}


def test_a_part_of_a_clip_begins_where_its_film_does(tmp_path: Path) -> None:
    settings = {"task": "sink", "range_s": [20.0, 60.0]}
    assert read_recorded(visit(tmp_path, "a.mp4", [], settings=settings)).begins_s == 20.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "expected a column t_s"),
        ("t_s\n1\n", "expected a column trunk_inclination_deg"),
        ("{whole}\n", "expected rising seconds"),
        ("{whole}\nx\n", "row 2: expected numbers"),
        ("{whole}\n2,1\n", "row 2: expected numbers"),
    ],
)
def test_curves_that_are_not_ours(tmp_path: Path, text: str, said: str) -> None:
    folder = visit(tmp_path, "a.mp4", [movement()], seconds=0)
    header = (folder / "posture.csv").read_text(encoding="utf-8").strip()
    (folder / "posture.csv").write_text(text.format(whole=header), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_track(read_recorded(folder), 0.0)


def test_curves_begin_at_the_first_movement_and_leave_gaps_open(tmp_path: Path) -> None:
    one = read_track(read_recorded(visit(tmp_path, "a.mp4", [movement()])), 2.0)
    other = read_track(read_recorded(visit(tmp_path, "b.mp4", [movement()], seconds=20)), 5.0)
    one.values[LEAN][30:60] = math.nan
    drawing = draw(one, other)
    assert (drawing.from_s, drawing.to_s) == (-5, 15)
    lean = drawing.overlays[0]
    assert (lean.before.count("M"), lean.after.count("M")) == (2, 1)
    assert [o.measure.label for o in drawing.overlays][1] == "Rounding of the back"
    assert drawing.overlays[1].before == ""
