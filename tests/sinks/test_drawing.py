"""What is drawn on a picture: heads hidden, gauges honest, words that fit."""

import io
import math

import numpy as np
import pytest
from PIL import Image as Pillow

from posturecheck.core import Floats, Frame, Image, Joint, Pose, Posture, Reading, Step, Verdict
from posturecheck.sinks.drawing import (
    BEND,
    TWIST,
    GaugeLimits,
    annotate,
    blur_faces,
    draw_cue,
    draw_gauges,
    draw_skeleton,
    gauge_text,
    judged,
    scales,
)
from posturecheck.sinks.face_veil import FaceWatch, head_region
from posturecheck.sinks.key_picture import key_picture

LIMITS = GaugeLimits(20, 60, 20, 30)
# Somebody upright seen from the front, metres, x right and y down from the mid-hip.
BODY_M = {
    "NOSE": (0, -0.72),
    "EYE": (0.03, -0.75),
    "EAR": (0.07, -0.73),
    "SHOULDER": (0.18, -0.5),
    "ELBOW": (0.24, -0.22),
    "WRIST": (0.24, 0.02),
    "HAND": (0.24, 0.1),
    "HIP": (0.1, 0),
    "KNEE": (0.1, 0.42),
    "ANKLE": (0.1, 0.84),
    "HEEL": (0.1, 0.88),
    "TOE": (0.12, 0.9),
}


def body(x: float = 640, y: float = 380, px_per_m: float = 300, turned: bool = False) -> Pose:
    """Somebody whose hips are at (x, y); ``turned`` shows them from the side."""
    points = np.zeros((23, 2))
    for joint in Joint:
        side, _, part = joint.name.rpartition("_")
        across, down = BODY_M[part]
        points[joint] = (across * (-1 if side == "RIGHT" else 1), down)
    flat_m = points * [0.1, 1] if turned else points
    if turned:
        flat_m[Joint.NOSE, 0] = 0.1
    return Pose(
        points_m=np.column_stack([flat_m * [1, -1], points[:, 0]]),
        points_px=flat_m * px_per_m + [x, y],
        visibility=np.ones(23),
    )


def noise(height: int = 720, width: int = 1280) -> Image:
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)


def step(*people: Pose, t_s: float = 0.0, bend: float = math.nan, twist: float = math.nan) -> Step:
    readings = {
        "trunk_inclination_deg": Reading(bend, 5.0),
        "trunk_rotation_deg": Reading(twist, 8.0),
    }
    pose = people[0] if people else None
    return Step(Frame(0, t_s), people, pose, Posture(t_s, readings), "", ())


def around(image: Image, point: Floats, half: int = 20) -> Image:
    x, y = np.round(point).astype(int)
    return image[max(0, y - half) : y + half, max(0, x - half) : x + half]


@pytest.mark.parametrize("turned", [False, True])
def test_a_head_loses_its_detail_and_the_rest_of_the_picture_stays(turned: bool) -> None:
    image, pose = noise(), body(turned=turned)
    veiled = blur_faces(image, (pose,))
    for joint in (Joint.NOSE, Joint.LEFT_EYE, Joint.RIGHT_EAR):
        spot = pose.points_px[joint]
        assert around(veiled, spot).std() < 0.2 * around(image, spot).std()
    changed = (veiled != image).any(axis=2)
    region = head_region(pose)
    assert region is not None
    rows, columns = np.nonzero(changed)
    far = np.hypot(columns - region.x, rows - region.y).max()
    assert far <= region.half_long + 2
    assert 0.2 * 300 < far < 0.4 * 300, "a head and a margin, not the chest"


def test_the_picture_handed_in_is_never_changed() -> None:
    image = noise(120, 160)
    before = image.copy()
    annotate(image, step(body(80, 60, 50), bend=30, twist=5), LIMITS, "Stand tall", None)
    assert (image == before).all()


def test_a_head_is_hidden_from_the_back_where_only_the_ears_are_known() -> None:
    image, pose = noise(), body()
    pose.points_px[[Joint.NOSE, Joint.LEFT_EYE, Joint.RIGHT_EYE]] = np.nan
    veiled = blur_faces(image, (pose,))
    assert around(veiled, body().points_px[Joint.NOSE]).std() < 15


@pytest.mark.parametrize(("x", "y"), [(0, 380), (1279, 380), (640, 200), (640, -500), (9000, 9000)])
def test_heads_over_the_border_are_clipped(x: float, y: float) -> None:
    image = noise()
    assert blur_faces(image, (body(x, y),)).shape == image.shape


def test_every_head_found_is_hidden() -> None:
    image, people = noise(), (body(300), body(900))
    veiled = blur_faces(image, people)
    assert all(around(veiled, pose.points_px[Joint.NOSE]).std() < 15 for pose in people)


def test_where_nobody_is_found_the_whole_picture_is_hidden() -> None:
    assert blur_faces(noise(), ()).std() < 10
    unknown = Pose(np.full((23, 3), np.nan), np.full((23, 2), np.nan), np.zeros(23))
    assert blur_faces(noise(), (unknown,)).std() < 10


def test_a_face_may_be_shown_and_an_empty_room_is_then_left_as_it_is() -> None:
    image, pose = noise(), body()
    shown = annotate(image, step(pose), LIMITS, "", ())
    nose = pose.points_px[Joint.NOSE]
    assert (around(shown, nose) == around(image, nose)).all()
    assert around(annotate(image, step(), LIMITS, "", ()), nose).std() > 50


def test_gauges_say_value_and_spread_in_words_or_that_they_cannot_see() -> None:
    assert gauge_text("Bend", Reading(34.4, 5.2)) == "Bend 34° ±5"
    assert gauge_text("Twist", Reading(-12.0, math.nan)) == "Twist 12°"
    assert gauge_text("Bend", Reading(math.nan, math.nan)) == "Bend: cannot see"


def test_twist_to_a_persons_left_lies_at_the_left_end() -> None:
    bend, twist = scales(LIMITS)
    assert (bend.share(0), bend.share(90), bend.share(200)) == (0, 1, 1)
    assert twist.share(60) == 0 < twist.share(20) < twist.share(0) == 0.5 < twist.share(-20)


@pytest.mark.parametrize(
    ("answers", "sign"),
    [
        ((), None),
        (("under",), None),
        (("cannot tell",), None),
        (("amber",), "amber"),
        (("amber", "red"), "red"),
    ],
)
def test_a_gauge_warns_only_of_what_its_rules_are_sure_of(answers, sign) -> None:
    verdicts = tuple(
        Verdict(rule, answer, 50.0, 5.0, "deg", 20.0, 60.0, 2.5)
        for rule, answer in zip(sorted(BEND), answers, strict=False)
    )
    step = Step(Frame(0, 0.0), (), None, Posture(0.0), "", verdicts)
    assert judged(step, BEND) == sign
    assert judged(step, TWIST) is None


def test_gauges_stay_in_the_upper_corners_and_differ_with_the_value() -> None:
    image = noise()
    drawn = draw_gauges(image, step(bend=30, twist=5), LIMITS)
    assert (drawn[150:] == image[150:]).all()
    assert (drawn[:, 560:720] == image[:, 560:720]).all()
    assert (drawn != draw_gauges(image, step(bend=60, twist=5), LIMITS)).any()
    assert (drawn != draw_gauges(image, step(), LIMITS)).any()


@pytest.mark.parametrize("limit", [math.nan, math.inf])
def test_a_gauge_without_limits_has_no_marks(limit: float) -> None:
    free = GaugeLimits(limit, limit, limit, limit)
    black = np.zeros((480, 640, 3), np.uint8)
    drawn = draw_gauges(black, step(bend=80, twist=-40), free).astype(int)
    assert (np.ptp(drawn, axis=2) < 40).all(), "no amber, no red"


def test_a_skeleton_leaves_out_what_was_not_seen() -> None:
    black, pose = np.zeros((720, 1280, 3), np.uint8), body()
    whole = draw_skeleton(black, pose)
    legs = slice(int(pose.points_px[Joint.LEFT_KNEE, 1]) - 40, 720)
    pose.visibility[Joint.LEFT_KNEE] = 0.2
    dashed = draw_skeleton(black, pose)
    pose.visibility[Joint.LEFT_KNEE :] = 0.2
    hidden = draw_skeleton(black, pose)
    lit = [(picture[legs] > 200).sum() for picture in (whole, dashed, hidden)]
    assert lit[0] > lit[1] > lit[2]
    pose.points_px[:] = np.nan
    assert not draw_skeleton(black, pose).any()


@pytest.mark.parametrize("size", [(480, 640), (640, 852), (1080, 608), (97, 131), (2, 2)])
@pytest.mark.parametrize("severity", ["amber", "red", None])
def test_a_banner_fits_at_the_bottom_of_any_picture(size: tuple[int, int], severity) -> None:
    grey = np.full((*size, 3), 128, np.uint8)
    drawn = draw_cue(grey, "Hips back, long back, bend your knees", severity)
    assert drawn.shape == grey.shape
    assert (drawn[-1, size[1] // 2] != 128).any()
    if min(size) > 400:
        assert (drawn[: int(0.7 * size[0])] == 128).all()
        assert (drawn[:, -int(0.02 * size[1]) :] < 200).all(), "no letter touches the edge"


@pytest.mark.parametrize("size", [(2, 2), (3, 40), (16, 9), (90, 161)])
def test_even_the_smallest_pictures_can_be_drawn_on(size: tuple[int, int]) -> None:
    for people in ((), (body(1, 1, 5),)):
        seen = step(*people, bend=70, twist=-70)
        hidden = FaceWatch().hidden(seen)
        drawn = annotate(noise(*size), seen, LIMITS, "Stand tall", hidden)
        assert drawn.shape == (*size, 3)
        assert key_picture(noise(*size), seen, LIMITS, hidden)


def test_a_key_picture_is_a_small_jpeg_with_the_face_hidden() -> None:
    image = noise()
    seen = step(body(), bend=64, twist=8)
    jpeg = key_picture(image, seen, LIMITS, FaceWatch().hidden(seen))
    with Pillow.open(io.BytesIO(jpeg)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (960, 540))
        read = np.asarray(opened)
    nose = body().points_px[Joint.NOSE] * 0.75
    assert around(read, nose, 15).std() < 15
    assert around(read, np.array([100.0, 300.0])).std() > 25
    small = key_picture(noise(100, 80), step(), LIMITS, ())
    with Pillow.open(io.BytesIO(small)) as opened:
        assert opened.size == (80, 100)
