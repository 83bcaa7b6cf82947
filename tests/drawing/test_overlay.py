"""What is drawn on a picture: heads hidden, gauges honest, words that fit."""

import io
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from pictured import LIMITS, body, noise, step
from PIL import Image as Pillow

from posturecheck.core import (
    Floats,
    Headline,
    HeadlineTone,
    Image,
    Joint,
    People,
    Pose,
    Step,
)
from posturecheck.drawing.face_blur import hide
from posturecheck.drawing.head_region import head_region
from posturecheck.drawing.key_picture import key_picture
from posturecheck.drawing.overlay import annotate, draw_headline, draw_skeleton


def anonymous(image: Image, people: People) -> Image:
    """The picture with the heads of bodies hidden; all of it where nobody is found."""
    heads = tuple(head for pose in people if (head := head_region(pose)) is not None)
    return hide(image, heads or None)


def saying(seen: Step, tone: HeadlineTone) -> Step:
    return replace(seen, headline=Headline(tone, "Stand tall"))


def around(image: Image, point: Floats, half: int = 20) -> Image:
    x, y = np.round(point).astype(int)
    return image[max(0, y - half) : y + half, max(0, x - half) : x + half]


@pytest.mark.parametrize("turned", [False, True])
def test_a_head_loses_its_detail_and_the_rest_of_the_picture_stays(turned: bool) -> None:
    image, pose = noise(), body(turned=turned)
    veiled = anonymous(image, (pose,))
    for joint in (Joint.NOSE, Joint.LEFT_EYE, Joint.RIGHT_EAR):
        spot = pose.points_px[joint]
        assert around(veiled, spot, 14).std() < 0.2 * around(image, spot, 14).std()
    changed = (veiled != image).any(axis=2)
    region = head_region(pose)
    assert region is not None
    rows, columns = np.nonzero(changed)
    far = np.hypot(columns - region.x, rows - region.y).max()
    assert far <= region.half_long + 2
    assert 0.13 * 300 < far < 0.25 * 300, "a head and a margin, not the chest"


def test_the_picture_handed_in_is_never_changed() -> None:
    image = noise(120, 160)
    before = image.copy()
    annotate(image, saying(step(body(80, 60, 50), bend=30, twist=5), "amber"), LIMITS, None)
    assert (image == before).all()


def test_a_head_is_hidden_from_the_back_where_only_the_ears_are_known() -> None:
    image, pose = noise(), body()
    pose.points_px[[Joint.NOSE, Joint.LEFT_EYE, Joint.RIGHT_EYE]] = np.nan
    veiled = anonymous(image, (pose,))
    assert around(veiled, body().points_px[Joint.NOSE]).std() < 15


@pytest.mark.parametrize(("x", "y"), [(0, 380), (1279, 380), (640, 200), (640, -500), (9000, 9000)])
def test_heads_over_the_border_are_clipped(x: float, y: float) -> None:
    image = noise()
    assert anonymous(image, (body(x, y),)).shape == image.shape


def test_every_head_found_is_hidden() -> None:
    image, people = noise(), (body(300), body(900))
    veiled = anonymous(image, people)
    assert all(around(veiled, pose.points_px[Joint.NOSE]).std() < 15 for pose in people)


def test_where_nobody_is_found_the_whole_picture_is_hidden() -> None:
    assert anonymous(noise(), ()).std() < 10
    unknown = Pose(np.full((23, 3), np.nan), np.full((23, 2), np.nan), np.zeros(23))
    assert anonymous(noise(), (unknown,)).std() < 10


def test_a_face_may_be_shown_and_an_empty_room_is_then_left_as_it_is() -> None:
    image, pose = noise(), body()
    shown = annotate(image, step(pose), LIMITS, ())
    nose = pose.points_px[Joint.NOSE]
    assert (around(shown, nose) == around(image, nose)).all()
    assert around(annotate(image, step(), LIMITS, ()), nose).std() > 50


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
@pytest.mark.parametrize("tone", get_args(HeadlineTone))
def test_a_banner_fits_at_the_bottom_of_any_picture(size: tuple[int, int], tone) -> None:
    grey = np.full((*size, 3), 128, np.uint8)
    drawn = draw_headline(grey, Headline(tone, "Hips back, long back, bend your knees"))
    assert drawn.shape == grey.shape
    assert (drawn[-1, size[1] // 2] != 128).any()
    if min(size) > 400:
        assert (drawn[: int(0.7 * size[0])] == 128).all()
        assert (drawn[:, -int(0.02 * size[1]) :] < 200).all(), "no letter touches the edge"


def test_every_tone_looks_like_no_other() -> None:
    grey = np.full((360, 480, 3), 128, np.uint8)
    looks = [draw_headline(grey, Headline(tone, "")).tobytes() for tone in get_args(HeadlineTone)]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("size", [(2, 2), (3, 40), (16, 9), (90, 161)])
def test_even_the_smallest_pictures_can_be_drawn_on(size: tuple[int, int]) -> None:
    for people in ((), (body(1, 1, 5),)):
        seen = step(*people, bend=70, twist=-70)
        heads = [head for one in people if (head := head_region(one)) is not None]
        hidden = tuple(heads) or None
        drawn = annotate(noise(*size), saying(seen, "red"), LIMITS, hidden)
        assert drawn.shape == (*size, 3)
        assert key_picture(noise(*size), seen, LIMITS, hidden)


def test_a_key_picture_is_a_small_jpeg_with_the_face_hidden() -> None:
    image = noise()
    seen = step(body(), bend=64, twist=8)
    head = head_region(body())
    assert head is not None
    jpeg = key_picture(image, seen, LIMITS, (head,))
    with Pillow.open(io.BytesIO(jpeg)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (960, 540))
        read = np.asarray(opened)
    nose = body().points_px[Joint.NOSE] * 0.75
    assert around(read, nose, 15).std() < 15
    assert around(read, np.array([100.0, 300.0])).std() > 25
    small = key_picture(noise(100, 80), step(), LIMITS, ())
    with Pillow.open(io.BytesIO(small)) as opened:
        assert opened.size == (80, 100)
