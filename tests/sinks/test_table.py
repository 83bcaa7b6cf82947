import csv
import io
import math
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.core import Cue, Episode, Frame, Posture, Reading, Step
from posturecheck.measures import MEASURE_NAMES
from posturecheck.sinks.table import PostureTable, save_cues, save_episodes

MEASURES = (  # the design's section 3, in its order
    "trunk_inclination_deg",
    "trunk_flexion_deg",
    "trunk_side_bend_deg",
    "trunk_rotation_deg",
    "spine_flexion_deg",
    "hip_flexion_deg",
    "knee_flexion_deg",
    "trunk_flexion_rate_deg_s",
    "trunk_rotation_rate_deg_s",
    "pelvis_yaw_deg",
    "hand_height_m",
    "hand_reach_m",
)
COLUMNS = ["t_s", *(c for m in MEASURES for c in (m, f"{m}_sd")), "seen"]
EPISODE = Episode(
    rule="deep-lean",
    severity="red",
    start_s=1.23456,
    end_s=3.5,
    peak=71.239,
    peak_sd=4.0,
    unit="deg",
    peak_t_s=2.0,
    limit=60.0,
    task="sink",
    cue="Push your hips back. Back stays long.",
    alternative='Stand close, "one foot" up,\nand hold on.',
    lost=True,
)


def step(t_s: float, **readings: Reading) -> Step:
    return Step(Frame(0, t_s), (), None, Posture(t_s, readings), "", ())


def table(*steps: Step) -> PostureTable:
    filled = PostureTable()
    for taken in steps:
        filled.write(taken)
    filled.close()
    return filled


def saved(filled: PostureTable, folder: Path) -> list[dict[str, str]]:
    filled.save(folder / "posture.csv")
    return list(csv.DictReader(io.StringIO((folder / "posture.csv").read_text())))


def test_the_columns_are_those_of_the_design(tmp_path):
    table(step(0.0)).save(tmp_path / "posture.csv")
    header = (tmp_path / "posture.csv").read_text().splitlines()[0]
    assert header.split(",") == COLUMNS
    assert list(PostureTable.columns) == COLUMNS
    assert MEASURE_NAMES == MEASURES


def test_there_is_a_row_for_every_frame(tmp_path):
    rows = saved(table(*(step(i / 30) for i in range(90))), tmp_path)
    assert len(rows) == 90
    assert [float(row["t_s"]) for row in rows] == pytest.approx(
        [i / 30 for i in range(90)], abs=1e-4
    )


def test_an_empty_cell_is_what_was_not_seen(tmp_path):
    lean = Reading(12.0, 3.0)
    seen, unseen = saved(
        table(step(0.0, trunk_inclination_deg=lean, hand_reach_m=Reading(0.0, 0.1)), step(0.1)),
        tmp_path,
    )
    assert seen["trunk_inclination_deg"] == "12.00"
    assert seen["trunk_inclination_deg_sd"] == "3.00"
    assert seen["hand_reach_m"] == "0.0000"
    assert seen["trunk_rotation_deg"] == ""
    assert seen["seen"] == "1"
    assert {value for name, value in unseen.items() if name not in ("t_s", "seen")} == {""}
    assert unseen["seen"] == "0"


cells = st.one_of(st.just(math.nan), st.floats(-180, 180))


@given(st.lists(st.tuples(cells, cells, st.floats(0, 2)), max_size=20))
def test_what_is_saved_reads_back_the_same_within_its_decimals(tmp_path_factory, values):
    steps = [
        step(
            i / 30,
            trunk_inclination_deg=Reading(lean, 2.0),
            trunk_rotation_rate_deg_s=Reading(speed, 5.0),
            hand_height_m=Reading(height_m, 0.05),
        )
        for i, (lean, speed, height_m) in enumerate(values)
    ]
    filled = table(*steps)
    rows = saved(filled, tmp_path_factory.mktemp("table"))
    assert len(rows) == len(filled) == len(values)
    for name in COLUMNS:
        read = np.array([float(row[name]) if row[name] else math.nan for row in rows])
        within = 0.0051 if "_deg" in name else 0.000051
        np.testing.assert_allclose(read, filled[name], rtol=0, atol=within, equal_nan=True)


def test_a_column_is_an_array_of_floats():
    column = table(step(0.0, trunk_flexion_deg=Reading(5.0, 1.0)), step(0.1))["trunk_flexion_deg"]
    assert column.dtype == np.float64
    np.testing.assert_array_equal(column, [5.0, math.nan])


def test_a_column_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError, match="trunk_lean"):
        table(step(0.0))["trunk_lean"]


def test_without_pandas_a_data_frame_is_an_import_error_that_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pandas"):
        table(step(0.0)).to_pandas()


def test_with_pandas_a_data_frame_has_every_column_in_order(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", SimpleNamespace(DataFrame=dict))
    columns = table(step(0.0), step(0.5)).to_pandas()
    assert list(columns) == COLUMNS
    assert columns["t_s"].tolist() == [0.0, 0.5]


def test_episodes_are_saved_as_the_design_says_and_read_back_the_same(tmp_path):
    save_episodes(tmp_path / "episodes.csv", [EPISODE])
    text = (tmp_path / "episodes.csv").read_text()
    assert text.startswith(
        "rule,severity,start_s,end_s,peak,peak_sd,unit,peak_t_s,limit,task,cue,alternative,lost\n"
    )
    (row,) = csv.DictReader(io.StringIO(text))
    assert row == {
        "rule": "deep-lean",
        "severity": "red",
        "start_s": "1.235",
        "end_s": "3.500",
        "peak": "71.24",
        "peak_sd": "4.00",
        "unit": "deg",
        "peak_t_s": "2.000",
        "limit": "60",
        "task": "sink",
        "cue": EPISODE.cue,
        "alternative": EPISODE.alternative,
        "lost": "1",
    }


def test_cues_are_saved_as_the_design_says(tmp_path):
    cues = [
        Cue(2.5, "twist", "correct", "Step round, nose and toes.", movement=3),
        Cue(9.25, "", "ask", "Are you all right?", spoken=False),
    ]
    save_cues(tmp_path / "cues.csv", cues)
    assert (tmp_path / "cues.csv").read_text().splitlines() == [
        "t_s,rule,kind,say,movement,spoken",
        '2.500,twist,correct,"Step round, nose and toes.",3,1',
        "9.250,,ask,Are you all right?,0,0",
    ]


def test_nothing_found_is_a_file_with_its_header(tmp_path):
    save_episodes(tmp_path / "episodes.csv", [])
    save_cues(tmp_path / "cues.csv", [])
    assert len((tmp_path / "episodes.csv").read_text().splitlines()) == 1
    assert (tmp_path / "cues.csv").read_text() == "t_s,rule,kind,say,movement,spoken\n"


def test_rows_beyond_what_is_kept_in_memory_read_back_in_order(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("posturecheck.sinks.table.ROWS_IN_MEMORY", 4)
    filled = table(*(step(i / 10) for i in range(11)))
    assert len(filled) == 11
    assert filled["t_s"].tolist() == [i / 10 for i in range(11)]
    assert len(filled._newest) == 3 * len(PostureTable.columns), "the rest is on the disk"
    assert [float(row["t_s"]) for row in saved(filled, tmp_path)] == [i / 10 for i in range(11)]
