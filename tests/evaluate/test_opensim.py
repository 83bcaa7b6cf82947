import math
import re

import numpy as np
import pytest
from made_up import write

from posturecheck.core import InputError
from posturecheck.evaluate.body_points import read_trc
from posturecheck.evaluate.opensim import read_mot

HEADER = (
    "Coordinates\nversion=1\nnRows=2\nnColumns=6\ninDegrees=yes\n\n"
    "Units are S.I. units (second, meters, Newtons, ...)\n\nendheader\n"
)
COLUMNS = "time\tpelvis_tilt\tknee_angle_r\tknee_angle_l\tlumbar_extension\tlumbar_rotation\n"
POINTS = ("LShoulder", "RShoulder", "LHip", "RHip", "LKnee", "RKnee", "LAnkle", "RAnkle")


def mot(tmp_path, text):
    return read_mot(write(tmp_path, "a.mot", text))


def test_joint_angles(tmp_path):
    rows = "0.00\t-5\t10\t20\t-30\t8\n      0.01\t     -5\t     40\t 20\t   -31\t  -9\n"
    truth = mot(tmp_path, HEADER + COLUMNS + rows)
    np.testing.assert_allclose(truth.t_s, [0, 0.01])
    assert set(truth.values) == {"trunk_rotation_deg", "spine_flexion_deg", "knee_flexion_deg"}
    np.testing.assert_allclose(truth.values["spine_flexion_deg"], [30, 31])
    np.testing.assert_allclose(truth.values["trunk_rotation_deg"], [8, -9])
    np.testing.assert_allclose(truth.values["knee_flexion_deg"], [20, 40])
    assert truth.views == ("", "")


def test_radians_and_state_names(tmp_path):
    text = HEADER.replace("yes", "no") + "time /jointset/back/lumbar_extension/value\n0 -1\n"
    truth = mot(tmp_path, text)
    np.testing.assert_allclose(truth.values["spine_flexion_deg"], [math.degrees(1)])


def test_knees_that_bend_negative_as_in_gait2392(tmp_path):
    truth = mot(tmp_path, HEADER + "time knee_angle_r knee_angle_l\n0 -60 -10\n1 4 5\n")
    np.testing.assert_allclose(truth.values["knee_flexion_deg"], [60, -4])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "row 1: expected an OpenSim header that ends with endheader, got 'nothing'"),
        ("time,x\n0,1\n", "row 1: expected an OpenSim header that ends with endheader"),
        ("endheader\n" + COLUMNS, "expected a line inDegrees=yes or inDegrees=no"),
        (HEADER.replace("yes", "maybe"), "row 5: expected inDegrees=yes or inDegrees=no"),
        (HEADER, "row 9: expected column names after endheader"),
        (HEADER + "t x\n", "row 10: expected column names, time first, got 't x'"),
        (HEADER + COLUMNS + "0 1 2\n", "row 11: expected 6 numbers, got '3'"),
        (HEADER + COLUMNS + "0 1 2 3 4 x\n", "row 11: expected a number, got 'x'"),
        (HEADER + COLUMNS + "1 1 2 3 4 5\n1 1 2 3 4 5\n", "row 12: expected a time after 1 s"),
        (HEADER + "time pelvis_tilt knee_angle_r\n0 1 2\n", "expected one of lumbar_rotation"),
        (HEADER + "time knee_angle_r knee_angle_l\n0 -60 50\n", "to bend one way, got -60 to 50"),
    ],
)
def test_malformed_motions(tmp_path, text, says):
    with pytest.raises(InputError, match=re.escape(says)):
        mot(tmp_path, text)


def body(lean_deg=0.0, side_deg=0.0, knee_deg=0.0):
    """A body facing +x, y up, z to its right (OpenSim's axes); metres."""
    lean, side, knee = (math.radians(a) for a in (lean_deg, side_deg, knee_deg))
    hips = np.array([0.0, 0.9, 0.0])
    up = np.array([math.sin(lean) * math.cos(side), math.cos(lean) * math.cos(side), 0])
    up[2] = -math.sin(side)
    right = np.array([0.0, 0.0, 1.0])
    points = {}
    for letter, sign in (("L", -1.0), ("R", 1.0)):
        points[f"{letter}Shoulder"] = hips + 0.5 * up + sign * 0.18 * right
        points[f"{letter}Hip"] = hips + sign * 0.09 * right
        points[f"{letter}Knee"] = points[f"{letter}Hip"] - [0, 0.42, 0]
        shank = np.array([-math.sin(knee), -math.cos(knee), 0]) if letter == "R" else [0, -1, 0]
        points[f"{letter}Ankle"] = points[f"{letter}Knee"] + 0.42 * np.array(shank)
    return points


def trc_text(bodies, names=POINTS, rename=str, units="m"):
    top = "PathFileType\t4\t(X/Y/Z)\ta.trc\n"
    top += "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\n"
    top += f"30\t30\t{len(bodies)}\t{len(names)}\t{units}\t30\n"
    top += "Frame#\tTime\t" + "\t\t\t".join(rename(name) for name in names) + "\t\t\n"
    top += "\t\t" + "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, len(names) + 1)) + "\n\n"
    for i, points in enumerate(bodies):
        cells = [str(v) for name in names for v in points.get(name, ("", "", ""))]
        top += f"{i + 1}\t{i / 30:.6f}\t" + "\t".join(cells) + "\n"
    return top


def trc(tmp_path, *args, **more):
    return read_trc(write(tmp_path, "a.trc", trc_text(*args, **more)))


def test_a_body_of_points(tmp_path):
    truth = trc(tmp_path, [body(), body(lean_deg=40), body(side_deg=15), body(knee_deg=70)])
    np.testing.assert_allclose(truth.values["trunk_flexion_deg"], [0, 40, 0, 0], atol=1e-6)
    np.testing.assert_allclose(truth.values["trunk_side_bend_deg"], [0, 0, 15, 0], atol=1e-6)
    np.testing.assert_allclose(truth.values["trunk_inclination_deg"], [0, 40, 15, 0], atol=1e-6)
    np.testing.assert_allclose(truth.values["hip_flexion_deg"], [0, 40, 15, 0], atol=1e-6)
    np.testing.assert_allclose(truth.values["knee_flexion_deg"], [0, 0, 0, 70], atol=1e-6)
    np.testing.assert_allclose(truth.t_s, np.arange(4) / 30, atol=1e-6)


@pytest.mark.parametrize(
    "rename",
    [
        str.lower,
        lambda n: n.replace("Hip", "HJC"),
        lambda n: n.replace("L", "Left ").replace("R", "Right "),
        lambda n: f"{n[0].lower()}_{n[1:].lower()}_study",
    ],
)
def test_names_of_several_laboratories(tmp_path, rename):
    truth = trc(tmp_path, [body(lean_deg=40)], rename=rename)
    assert truth.values["trunk_flexion_deg"] == pytest.approx([40])
    assert "knee_flexion_deg" in truth.values


def test_a_medial_marker_makes_the_joints_middle(tmp_path):
    points = body()
    for side in "LR":
        middle, beside = points[f"{side}Knee"], np.array([0.05, 0, 0])
        points[f"{side}Knee"], points[f"{side}MKnee"] = middle + beside, middle - beside
    truth = trc(tmp_path, [points], names=(*POINTS, "LMKnee", "RMKnee"))
    assert truth.values["knee_flexion_deg"] == pytest.approx([0], abs=1e-6)


def test_a_point_that_was_not_tracked_is_not_known(tmp_path):
    whole, part = body(), body()
    del part["RAnkle"]
    truth = trc(tmp_path, [whole, part])
    assert np.isnan(truth.values["knee_flexion_deg"]).tolist() == [False, True]
    assert np.isfinite(truth.values["trunk_flexion_deg"]).all()


def test_without_legs_there_is_still_the_lean(tmp_path):
    truth = trc(tmp_path, [body()], names=POINTS[:4])
    assert set(truth.values) == {
        "trunk_inclination_deg",
        "trunk_flexion_deg",
        "trunk_side_bend_deg",
    }


def test_markers_nobody_can_name(tmp_path):
    with pytest.raises(InputError, match="found none for left hip, right hip; it has LShoulder"):
        trc(tmp_path, [body()], names=("LShoulder", "RShoulder", "LKnee"))


def test_z_up_is_said(tmp_path):
    turned = {name: p[[0, 2, 1]] * [1, -1, 1] for name, p in body().items()}
    with pytest.raises(InputError, match="expected y to point up"):
        trc(tmp_path, [turned])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: "x\n" + t, "row 1: expected a TRC header"),
        (lambda t: t.replace("Frame#", "No"), "row 4: expected Frame#, Time and markers"),
        (lambda t: t + "2\t1\t" + "x\t" * 24 + "\n", "row 8: expected a number, got 'x'"),
        (lambda t: t + "2\t1\t" + "1\t" * 25 + "\n", "row 8: expected 26 cells, got '27 cells'"),
        (lambda t: t + "2\t0\t" + "1\t" * 24 + "\n", "row 8: expected a time after 0 s, got '0'"),
    ],
)
def test_malformed_points(tmp_path, change, says):
    path = write(tmp_path, "a.trc", change(trc_text([body()])))
    with pytest.raises(InputError, match=re.escape(says)):
        read_trc(path)


def test_no_body_in_any_row(tmp_path):
    with pytest.raises(InputError, match="expected a row with both shoulders and hips"):
        trc(tmp_path, [])


def test_columns_named_like_the_measures_are_taken_as_they_are(tmp_path):
    text = "own\nversion=1\ninDegrees=yes\nendheader\ntime\ttrunk_inclination_deg\tother\n"
    path = tmp_path / "own.mot"
    path.write_text(text + "0.0\t12.5\t1\n0.1\tnan\t1\n")
    values = read_mot(path).values
    assert set(values) == {"trunk_inclination_deg"}
    assert values["trunk_inclination_deg"][0] == 12.5
    assert np.isnan(values["trunk_inclination_deg"][1])
