"""What is written for OpenSim says the same when the project's own readers read it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from mannequin import mannequin, tall_stance

from posturecheck.core import Frame, Joint, Pose, Posture, Reading, Step
from posturecheck.evaluate.body_points import read_trc
from posturecheck.evaluate.opensim import read_mot
from posturecheck.kinematics.angles import measure
from posturecheck.kinematics.body import Body
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.measures import MEASURE_NAMES
from posturecheck.sinks.opensim import MARKERS, MarkerFile, MotionFile

ANGLES = [name for name in MEASURE_NAMES if "_deg" in name]
MEASURED = [name for name in ANGLES if "rate" not in name]
RATE_HZ = 25.0
KNEES_HIDDEN = (Joint.LEFT_KNEE, Joint.RIGHT_KNEE)
HEADER_ROWS = 6


def stepped(poses: Sequence[Pose | None], stance: Stance) -> list[Step]:
    """What the loop would hand to a sink, measured plainly."""
    times = [i / RATE_HZ for i in range(len(poses))]
    measured = [
        measure(Body(t, p), stance)[0] if p else Posture(t)
        for t, p in zip(times, poses, strict=True)
    ]
    return [
        Step(Frame(i, m.t_s), (), p, m, "", ())
        for i, (m, p) in enumerate(zip(measured, poses, strict=True))
    ]


def motion(path: Path, steps: Sequence[Step]) -> Path:
    with closing(MotionFile(path)) as sink:
        for step in steps:
            sink.write(step)
    return path


def markers(path: Path, steps: Sequence[Step], stance: Stance) -> Path:
    with closing(MarkerFile(path, len(steps), RATE_HZ, stance)) as sink:
        for step in steps:
            sink.write(step)
    return path


def motion_table(path: Path) -> tuple[dict[str, str], dict[str, np.ndarray]]:
    """The header's facts, and the columns by name."""
    head, body = path.read_text(encoding="utf-8").split("endheader\n")
    names, *rows = (line.split("\t") for line in body.splitlines())
    facts = dict(line.split("=") for line in head.splitlines()[1:])
    table = np.array(rows, float).reshape(len(rows), len(names))
    return facts, dict(zip(names, table.T, strict=True))


def positions(path: Path) -> dict[str, np.ndarray]:
    """Every marker's (rows, 3) metres, nan where a cell is empty."""
    lines = path.read_text(encoding="utf-8").splitlines()[HEADER_ROWS:]
    cells = [line.removesuffix("\t").split("\t")[2:] for line in lines]
    assert {len(row) for row in cells} == {3 * len(Joint)}
    table = np.array([[float(c or "nan") for c in row] for row in cells])
    return {name: table[:, 3 * i : 3 * i + 3] for i, name in enumerate(MARKERS)}


BODIES = [
    None,
    mannequin(yaw=90.0),
    mannequin(flexion=60.0, knee=25.0, yaw=90.0),
    mannequin(flexion=30.0, side_bend=12.0, rotation=10.0, yaw=60.0),
    mannequin(hidden=[Joint.LEFT_HIP]),
]


def test_the_motion_holds_every_angle_and_its_sd(tmp_path):
    steps = stepped(BODIES, tall_stance(yaw=90.0))
    facts, columns = motion_table(motion(tmp_path / "a.mot", steps))
    assert facts == {"version": "1", "nRows": "3", "nColumns": "20", "inDegrees": "yes"}
    assert len(columns) == 20
    assert list(columns)[:3] == ["time", "trunk_inclination_deg", "trunk_inclination_deg_sd"]
    steps = steps[1:4]  # in the first and the last nobody was measured
    np.testing.assert_allclose(columns["time"], [s.frame.t_s for s in steps])
    for name in MEASURED:
        np.testing.assert_allclose(columns[name], [s.posture[name].value for s in steps], atol=1e-4)
        np.testing.assert_allclose(
            columns[f"{name}_sd"], [s.posture[name].sd for s in steps], atol=1e-4
        )
    assert not set(columns) & set(ANGLES) - set(MEASURED)  # speeds need more than single bodies
    assert columns["filled"].tolist() == [0, 0, 0]


def test_the_motion_is_read_back_as_the_same_angles(tmp_path):
    steps = stepped(BODIES, tall_stance(yaw=90.0))
    truth = read_mot(motion(tmp_path / "a.mot", steps))
    assert set(truth.values) == set(MEASURED)
    for name, column in truth.values.items():
        expected = [step.posture[name].value for step in steps[1:4]]
        np.testing.assert_allclose(column, expected, atol=0.01)
    np.testing.assert_allclose(truth.t_s, [s.frame.t_s for s in steps[1:4]], atol=1e-6)


def read_by_opensim(path: Path) -> int:
    """How many rows OpenSim 4.6's Storage takes in: it stops at the first that holds a nan."""
    _, body = path.read_text(encoding="utf-8").split("endheader\n")
    rows = [[float(cell) for cell in row.split("\t")] for row in body.splitlines()[1:]]
    return next((i for i, row in enumerate(rows) if not np.isfinite(row).all()), len(rows))


def test_opensim_reads_every_row_whatever_was_not_seen(tmp_path):
    stance = tall_stance(yaw=90.0)
    no_knees = mannequin(flexion=30.0, yaw=90.0, hidden=KNEES_HIDDEN)
    bodies = [None, no_knees, mannequin(knee=40.0, yaw=90.0), None, no_knees, None]
    path = motion(tmp_path / "a.mot", stepped(bodies, stance))
    facts, columns = motion_table(path)
    assert read_by_opensim(path) == int(facts["nRows"]) == 3
    # Not seen: the first value known, and later the last one; the row says how many.
    knee = columns["knee_flexion_deg"]
    assert knee[0] == knee[1] == knee[2] == pytest.approx(40.0, abs=1.0)
    assert columns["filled"][1] == 0
    assert columns["filled"][0] == columns["filled"][2] == 2  # knees, and hips by the thighs
    assert [path.name for path in tmp_path.iterdir()] == ["a.mot"]


def test_nobody_at_all_is_a_motion_without_rows(tmp_path):
    facts, columns = motion_table(motion(tmp_path / "a.mot", stepped([None, None], Stance())))
    assert facts["nRows"] == "0"
    assert list(columns) == ["time", "filled"]


@pytest.mark.parametrize("camera", [{}, {"pitch": 15.0}, {"roll": 8.0}])
@pytest.mark.parametrize("yaw", [0.0, 45.0, 90.0, -90.0])
def test_the_points_are_read_back_with_the_lean_of_the_body(tmp_path, camera, yaw):
    stance = tall_stance(yaw=yaw, **camera)
    leans = [4.0, 20.0, 45.0, 80.0]
    steps = stepped([mannequin(flexion=f, knee=20, yaw=yaw, **camera) for f in leans], stance)
    truth = read_trc(markers(tmp_path / "a.trc", steps, stance))
    np.testing.assert_allclose(truth.values["trunk_flexion_deg"], leans, atol=0.01)
    np.testing.assert_allclose(truth.values["knee_flexion_deg"], [20] * 4, atol=0.01)
    measured = [step.posture["trunk_inclination_deg"].value for step in steps]
    np.testing.assert_allclose(truth.values["trunk_inclination_deg"], measured, atol=0.01)


@pytest.mark.parametrize("yaw", [0.0, 60.0, -120.0])
def test_x_is_forward_y_up_and_z_to_the_right(tmp_path, yaw):
    stance = tall_stance(yaw=yaw)
    at = positions(
        markers(tmp_path / "a.trc", stepped([mannequin(yaw=yaw, arm=90.0)], stance), stance)
    )
    across = at["RHip"][0] - at["LHip"][0]
    reach = at["RHand"][0] - at["RShoulder"][0]
    shin = at["RKnee"][0] - at["RAnkle"][0]
    np.testing.assert_allclose(across / np.linalg.norm(across), [0, 0, 1], atol=0.01)
    np.testing.assert_allclose(reach / np.linalg.norm(reach), [1, 0, 0], atol=0.01)
    np.testing.assert_allclose(shin / np.linalg.norm(shin), [0, 1, 0], atol=0.01)


def test_somebody_who_turns_turns_about_y(tmp_path):
    stance = tall_stance()
    steps = stepped([mannequin(), mannequin(yaw=90.0)], stance)  # to the left
    at = positions(markers(tmp_path / "a.trc", steps, stance))
    nose = at["Nose"] - (at["LEar"] + at["REar"]) / 2
    assert np.argmax(nose, axis=1)[0] == 0
    assert np.argmin(nose, axis=1)[1] == 2


def test_what_was_not_seen_is_empty_and_every_frame_is_a_row(tmp_path):
    whole, no_knees = mannequin(), mannequin(hidden=KNEES_HIDDEN)
    settling = Step(Frame(4, 4 / RATE_HZ), (), whole, Posture(4 / RATE_HZ), "", ())
    stance = tall_stance()
    steps = [*stepped([None, whole, no_knees, mannequin(visibility=0.0)], stance), settling]
    path = markers(tmp_path / "a.trc", steps, stance)
    at = positions(path)
    assert np.isfinite(at["LHip"][:, 0]).tolist() == [False, True, True, False, False]
    assert np.isfinite(at["RKnee"][:, 0]).tolist() == [False, True, False, False, False]
    truth = read_trc(path)
    np.testing.assert_allclose(truth.t_s, np.arange(5) / RATE_HZ)
    assert np.isfinite(truth.values["trunk_flexion_deg"]).tolist() == [
        *(False, True, True),
        *(False, False),
    ]


def test_a_row_ends_with_a_tab_even_where_the_last_marker_was_not_seen(tmp_path):
    steps = stepped([mannequin(hidden=[Joint.RIGHT_TOE])], Stance())
    row = markers(tmp_path / "a.trc", steps, Stance()).read_text().splitlines()[-1]
    assert row.count("\t") == 2 + 3 * len(Joint)


def test_the_points_header_is_the_one_opensim_reads(tmp_path):
    stance = tall_stance()
    lines = markers(tmp_path / "a.trc", stepped([mannequin()] * 3, stance), stance).read_text()
    first, keys, facts, names, axes, empty, *rows = lines.splitlines()
    assert first == "PathFileType\t4\t(X/Y/Z)\ta.trc"
    assert dict(zip(keys.split("\t"), facts.split("\t"), strict=True)) == {
        "DataRate": "25.00",
        "CameraRate": "25.00",
        "NumFrames": "3",
        "NumMarkers": "23",
        "Units": "m",
        "OrigDataRate": "25.00",
        "OrigDataStartFrame": "1",
        "OrigNumFrames": "3",
    }
    assert [n for n in names.split("\t") if n] == ["Frame#", "Time", *MARKERS]
    assert axes.split("\t")[2:5] == ["X1", "Y1", "Z1"]
    assert axes.endswith("\tZ23")
    assert (empty, len(rows)) == ("", 3)
    assert {"Nose", "LShoulder", "RHip", "LToe"} < set(MARKERS)


@pytest.mark.parametrize("name", ["a\tb\nc", "inDegrees=no", "caf\udce9", "endheader"])
def test_a_clips_name_breaks_no_header(tmp_path, name):
    stance = tall_stance()
    steps = stepped([mannequin()], stance)
    assert len(read_mot(motion(tmp_path / f"{name}.mot", steps)).t_s) == 1
    assert len(read_trc(markers(tmp_path / f"{name}.trc", steps, stance)).t_s) == 1


def test_an_opensim_model_bends_the_way_the_person_does(tmp_path):
    readings = {"spine_flexion_deg": Reading(30.0, 5.0), "trunk_rotation_deg": Reading(-12.0, 4.0)}
    step = Step(Frame(0, 0.0), (), None, Posture(0.0, readings), "", ())
    _, columns = motion_table(motion(tmp_path / "a.mot", [step]))
    assert columns["lumbar_extension"] == [-30.0]  # to bend is the opposite of to extend
    assert columns["lumbar_rotation"] == [-12.0]
    assert "knee_flexion_deg" not in columns
