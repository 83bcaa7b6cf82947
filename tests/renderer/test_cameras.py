import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.cameras import gravity_in_camera, projection
from renderer.core import Camera

cameras = st.builds(
    Camera,
    azimuth_deg=st.floats(-180, 180),
    distance_m=st.floats(1.5, 4),
    height_m=st.floats(0.5, 1.8),
    pitch_deg=st.floats(-10, 30),
    roll_deg=st.floats(-15, 15),
    fov_deg=st.floats(45, 80),
)


@pytest.mark.parametrize(
    ("azimuth_deg", "expected"),
    [(0, (0, -3, 1)), (90, (3, 0, 1)), (180, (0, 3, 1)), (-90, (-3, 0, 1))],
)
def test_the_camera_stands_where_its_azimuth_says(azimuth_deg, expected):
    seen = projection(Camera(azimuth_deg, distance_m=3, height_m=1))
    assert seen.position == pytest.approx(expected, abs=1e-9)


@given(cameras)
def test_the_rotation_is_a_rotation(camera):
    rotation = projection(camera).rotation
    assert rotation @ rotation.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(rotation) == pytest.approx(1)


def test_a_level_camera_sees_its_own_height_on_the_axis_in_the_middle():
    camera = Camera(30, height_m=1.2, pitch_deg=0, width=360, height=640)
    assert projection(camera).pixels(np.array([[0, 0, 1.2]]))[0] == pytest.approx((180, 320))


def test_seen_from_the_front_the_persons_left_is_on_the_right():
    x = projection(Camera(0)).pixels(np.array([[0.3, 0, 1], [-0.3, 0, 1]]))[:, 0]
    assert x[0] > 320 > x[1]


def test_looking_down_lifts_the_person_in_the_picture():
    head = np.array([[0.0, 0, 1.6]])
    level, down = (projection(Camera(0, pitch_deg=p)).pixels(head)[0, 1] for p in (0, 15))
    assert down < level


def test_roll_turns_the_horizon_clockwise():
    camera = Camera(0, height_m=1, pitch_deg=0, roll_deg=10)
    left, right = projection(camera).pixels(np.array([[-1.0, 0, 1], [1.0, 0, 1]]))
    assert math.degrees(math.atan2(*(right - left)[::-1])) == pytest.approx(10)


def test_the_field_of_view_is_the_longer_sides():
    for size in ((640, 480), (480, 640)):
        camera = Camera(0, fov_deg=60, width=size[0], height=size[1])
        focal_px = projection(camera).intrinsics[0, 0]
        assert 2 * math.degrees(math.atan(320 / focal_px)) == pytest.approx(60)


@given(cameras)
def test_gravity_is_what_a_plumb_line_shows(camera):
    seen = projection(camera)
    high, low = seen.in_camera(np.array([[0.2, 0.1, 1.0], [0.2, 0.1, 0.0]]))
    assert gravity_in_camera(camera) == pytest.approx(low - high)


def test_a_camera_looking_down_has_gravity_before_it():
    down = gravity_in_camera(Camera(70, pitch_deg=20))
    assert down == pytest.approx((0, math.cos(math.radians(20)), math.sin(math.radians(20))))


def test_what_is_behind_the_camera_has_no_pixel():
    assert np.isnan(projection(Camera(0)).pixels(np.array([[0.0, -5, 1]]))).all()


@given(cameras)
def test_opengl_is_told_the_same_as_the_truth(camera):
    seen = projection(camera)
    points = np.array([[0.2, 0.3, 0.1], [-0.5, -0.4, 1.5]])
    clip = np.c_[points, np.ones(2)] @ seen.clip_matrix().T
    across = (clip[:, :2] / clip[:, 3:] * [1, -1] + 1) / 2 * [seen.width, seen.height]
    assert across == pytest.approx(seen.pixels(points))
