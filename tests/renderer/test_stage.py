from types import SimpleNamespace

import numpy as np
import pytest

from renderer.cameras import projection
from renderer.core import Camera, Light, Part, Placed
from renderer.shapes import ball, box, curtain, cushion, rod, standing

pytest.importorskip("moderngl")
from renderer.stage import Stage

pytestmark = [pytest.mark.usefixtures("drawing"), pytest.mark.slow]
SIZE = {"width": 320, "height": 240}


@pytest.fixture(scope="module")
def shared_stage():
    with Stage(**SIZE) as made:
        yield made


@pytest.fixture
def stage(shared_stage):
    shared_stage.clear()
    return shared_stage


def red_middle(image):
    rows, columns = np.nonzero(image[:, :, 0] > image[:, :, 2].astype(int) + 60)
    return np.array([columns.mean() + 0.5, rows.mean() + 0.5])


def red_ball(where):
    return ball(where, 0.05, "glow", "#ff0000")


def block(where=(0.0, 0.0, 1.0)):
    """A red box hanging on one bone whose joint is at its middle."""
    made = box(where, (0.2, 0.2, 0.4), "shoe", "#ff0000")
    count = len(made.vertices)
    weights = np.tile([1.0, 0, 0, 0], (count, 1))
    part = Part(
        name="block",
        vertices=made.vertices,
        normals=made.normals,
        triangles=made.triangles,
        bone_ids=np.zeros((count, 4), int),
        bone_weights=weights,
        tint=np.ones((count, 3)),
        material="shoe",
        colour="#ff0000",
    )
    return [part], SimpleNamespace(head=np.array([where]))


def placed(rotation=None, position=(0.0, 0.0, 1.0)):
    rotation = np.eye(3) if rotation is None else rotation
    return Placed(rotation[None], np.array([position]))


@pytest.mark.parametrize(
    "camera",
    [
        Camera(0, **SIZE),
        Camera(60, pitch_deg=18, **SIZE),
        Camera(-120, distance_m=2.1, height_m=1.6, pitch_deg=20, roll_deg=9, **SIZE),
        Camera(90, roll_deg=-12, fov_deg=75, **SIZE),
    ],
)
@pytest.mark.parametrize("where", [(0.0, 0.0, 1.0), (0.4, -0.3, 0.6), (-0.3, 0.4, 1.1)])
def test_a_thing_is_drawn_where_the_projection_says(stage, camera, where):
    stage.add_shapes([red_ball(where)])
    expected = projection(camera).pixels(np.array([where]))[0]
    assert red_middle(stage.render(camera, Light())) == pytest.approx(expected, abs=0.35)


def test_portrait_pictures_fit_as_well():
    camera = Camera(20, pitch_deg=8, roll_deg=4, width=180, height=320)
    with Stage(180, 320) as stage:
        stage.add_shapes([red_ball((0.1, 0.1, 1.3))])
        image = stage.render(camera, Light())
    expected = projection(camera).pixels(np.array([[0.1, 0.1, 1.3]]))[0]
    assert image.shape == (320, 180, 3)
    assert red_middle(image) == pytest.approx(expected, abs=0.35)


def test_a_bone_takes_its_skin_along(stage):
    parts, body = block()
    person = stage.add_person(parts)
    stage.move_person(person, placed(position=(0.3, 0.1, 0.7)), body)
    camera = Camera(30, **SIZE)
    expected = projection(camera).pixels(np.array([[0.3, 0.1, 0.7]]))[0]
    assert red_middle(stage.render(camera, Light())) == pytest.approx(expected, abs=2)


def test_a_turned_bone_turns_its_skin(stage):
    parts, body = block()
    person = stage.add_person(parts)
    about_y = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])
    stage.move_person(person, placed(about_y), body)
    rows, columns = np.nonzero(stage.render(Camera(0, **SIZE), Light())[:, :, 1] < 60)
    assert np.ptp(columns) > 1.5 * np.ptp(rows)


def test_the_whole_person_is_turned_and_shifted(stage):
    parts, body = block()
    person = stage.add_person(parts)
    stage.move_person(person, placed(position=(0.4, 0.0, 1.0)), body, at=(0.1, 0.2), yaw_deg=90)
    camera = Camera(0, **SIZE)
    expected = projection(camera).pixels(np.array([[0.1, 0.6, 1.0]]))[0]
    assert red_middle(stage.render(camera, Light())) == pytest.approx(expected, abs=2)


def test_two_people_stand_side_by_side(stage):
    parts, body = block()
    for x in (-0.6, 0.6):
        stage.move_person(stage.add_person(parts), placed(), body, at=(x, 0.0))
    red = stage.render(Camera(0, **SIZE), Light())[:, :, 1] < 60
    assert red[:, :160].any()
    assert red[:, 160:].any()


def test_a_thing_is_hidden_until_moved_and_when_taken_away(stage):
    empty = stage.render(Camera(0, **SIZE), Light())
    thing = stage.add_thing([red_ball((0, 0, 0))])
    assert (stage.render(Camera(0, **SIZE), Light()) == empty).all()
    stage.move_thing(thing, standing(0.2, 0.0, 1.0))
    assert (stage.render(Camera(0, **SIZE), Light()) != empty).any()
    stage.move_thing(thing, None)
    assert (stage.render(Camera(0, **SIZE), Light()) == empty).all()


def test_less_light_gives_a_darker_picture_but_not_a_black_one(stage):
    stage.add_shapes([box((0, 0, 0.5), (4, 1, 3), "plaster", "#cccccc")])
    bright, dim = (
        stage.render(Camera(0, **SIZE), Light(level))[120].mean() for level in (1.0, 0.15)
    )
    assert 30 < dim < 0.75 * bright


def test_lamplight_is_warmer_than_daylight(stage):
    stage.add_shapes([box((0, 0, 0.5), (4, 1, 3), "plaster", "#cccccc")])
    day, lamp = (
        stage.render(Camera(0, **SIZE), Light(1, warmth))[120].mean(axis=0) for warmth in (0, 1)
    )
    assert lamp[0] / lamp[2] > 1.15 * day[0] / day[2]


def test_a_body_throws_a_shadow(stage):
    floor = box((0, 0, -0.05), (6, 6, 0.1), "plaster", "#cccccc", shades=False)
    stage.add_shapes([floor])
    camera = Camera(0, height_m=1.7, pitch_deg=25, **SIZE)
    plain = stage.render(camera, Light()).astype(int)
    stage.add_shapes([box((0, 0.4, 1.2), (0.5, 0.3, 0.3), "plaster", "#cccccc")])
    x, y = projection(camera).pixels(np.array([[-0.05, 0.6, 0.0]]))[0]
    shaded = stage.render(camera, Light()).astype(int)
    assert (plain - shaded)[int(y) : int(y) + 8, int(x) - 20 : int(x) + 20].max() > 15


def test_the_same_scene_gives_the_same_picture(stage):
    stage.add_shapes([cushion((0, 0, 1), (1, 0.5, 0.5), 0.1, "fabric", "#4a6080")])
    one, other = (stage.render(Camera(15, **SIZE), Light()) for _ in range(2))
    assert (one == other).all()


def test_a_cleared_stage_is_empty(stage):
    empty = stage.render(Camera(0, **SIZE), Light())
    parts, body = block()
    stage.move_person(stage.add_person(parts), placed(), body)
    stage.add_shapes([red_ball((0, 0, 1))])
    stage.clear()
    assert (stage.render(Camera(0, **SIZE), Light()) == empty).all()


def test_a_camera_of_another_size_is_refused(stage):
    with pytest.raises(ValueError, match="expected a camera of 320x240, got 640x480"):
        stage.render(Camera(0), Light())


def test_two_stages_at_once_do_not_mix(stage):
    stage.add_shapes([red_ball((0, 0, 1))])
    camera = Camera(0, **SIZE)
    alone = stage.render(camera, Light())
    with Stage(64, 64) as other:
        other.add_shapes([box((0, 0, 0), (3, 3, 3), "plaster", "#ffffff")])
        assert (stage.render(camera, Light()) == alone).all()
    assert (stage.render(camera, Light()) == alone).all()


def test_closing_twice_is_harmless():
    stage = Stage(64, 64)
    stage.close()
    stage.close()


@pytest.mark.parametrize(
    "shape",
    [
        box((0, 0, 0), (1, 2, 3), "paint", "#ffffff"),
        cushion((0, 0, 0), (1, 2, 3), 0.2, "paint", "#ffffff"),
        ball((1, 1, 1), 0.3, "paint", "#ffffff"),
        rod((0, 0, 0), (1, 2, 3), 0.2, "paint", "#ffffff"),
        rod((0, 0, 0), (0, 1, 0), 0.3, "paint", "#ffffff", end_radius_m=0.1),
        curtain(0.5, 1.2, 4, "fabric", "#ffffff"),
    ],
    ids=["box", "cushion", "ball", "rod", "cone", "curtain"],
)
def test_triangles_face_the_way_their_normals_point(shape):
    a, b, c = (shape.vertices[shape.triangles[:, k]] for k in range(3))
    facing = np.cross(b - a, c - a)
    agree = (facing * shape.normals[shape.triangles].mean(axis=1)).sum(axis=1)
    assert (agree > -1e-12).all()
    assert np.linalg.norm(shape.normals, axis=1) == pytest.approx(1)
