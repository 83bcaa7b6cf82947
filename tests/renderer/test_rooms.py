import numpy as np
import pytest

from renderer import places
from renderer.core import Camera, Prop

pytest.importorskip("moderngl")
from renderer.rooms import furnish
from renderer.rooms.layout import WALLS, sight
from renderer.shapes import bounds

pytestmark = pytest.mark.slow

KINDS = ("kitchen", "bedroom", "living")
AZIMUTHS = (0, 40, 90, 150, 180, -60, -100)


class Recorder:
    """Takes what a stage would be given."""

    def __init__(self):
        self.shapes, self.things = [], []

    def add_shapes(self, shapes):
        self.shapes += list(shapes)

    def place_lamps(self, where):
        self.lamps = where

    def add_thing(self, shapes):
        self.things.append({"shapes": list(shapes), "matrix": None})
        return self.things[-1]

    def move_thing(self, thing, matrix):
        thing["matrix"] = matrix


def furnished(kind, camera, seed=0, needs=frozenset(), island=False):
    stage = Recorder()
    room = furnish(stage, kind, frozenset(needs), camera, np.random.default_rng(seed), island)
    return stage, room


def shown(room, stage):
    return [thing for thing in stage.things if thing["matrix"] is not None]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("azimuth_deg", AZIMUTHS)
def test_the_camera_stands_inside_the_room(kind, azimuth_deg):
    for distance_m in (2.0, 4.0):
        camera = Camera(azimuth_deg, distance_m=distance_m)
        plan = furnished(kind, camera)[1].plan
        where = sight(camera).camera[:2]
        assert (where > plan.low + 0.4).all()
        assert (where < plan.high - 0.4).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("azimuth_deg", AZIMUTHS)
def test_nothing_hides_the_person(kind, azimuth_deg):
    camera = Camera(azimuth_deg)
    for seed in range(2):
        stage, _ = furnished(kind, camera, seed)
        assert not sight(camera).blocked_by(stage.shapes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("azimuth_deg", AZIMUTHS)
def test_every_wall_has_something_on_it(kind, azimuth_deg):
    for seed in range(2):
        stage, room = furnished(kind, Camera(azimuth_deg), seed)
        plan = room.plan
        corners = [bounds([s]) for s in stage.shapes if s.material != "plaster"]
        corners = [(low, high) for low, high in corners if high[2] > 0.3]
        walls = {
            "front": any(low[1] < plan.low[1] + 0.1 for low, _ in corners),
            "back": any(high[1] > plan.high[1] - 0.1 for _, high in corners),
            "left": any(high[0] > plan.high[0] - 0.1 for _, high in corners),
            "right": any(low[0] < plan.low[0] + 0.1 for low, _ in corners),
        }
        assert [wall for wall in WALLS if not walls[wall]] == []


@pytest.mark.parametrize("azimuth_deg", AZIMUTHS)
def test_an_island_stands_between_the_camera_and_the_legs(azimuth_deg):
    camera = Camera(azimuth_deg, height_m=1.1)
    stage, _ = furnished("living", camera, island=True)
    seen = sight(camera)
    knees = seen.targets[(abs(seen.targets[:, 2] - 0.5) < 0.01)]
    chests = seen.targets[(abs(seen.targets[:, 2] - 1.5) < 0.01)]
    blocked = [
        any(_crosses(seen.camera, target, shape) for shape in stage.shapes)
        for target in (*knees[:1], *chests)
    ]
    assert blocked == [True] + [False] * len(chests)


def _crosses(camera, target, shape):
    # Möller and Trumbore's ray against every triangle.
    a, b, c = (shape.vertices[shape.triangles[:, k]] for k in range(3))
    way = target - camera
    across = np.cross(way, c - a)
    det = (across * (b - a)).sum(1)
    det = np.where(abs(det) < 1e-12, np.nan, det)  # along the triangle's plane
    u = ((camera - a) * across).sum(1) / det
    other = np.cross(camera - a, b - a)
    v = other @ way / det
    t = (other * (c - a)).sum(1) / det
    return bool(((u >= 0) & (v >= 0) & (u + v <= 1) & (t > 0) & (t < 1)).any())


@pytest.mark.parametrize("need", sorted(places.FURNITURE))
def test_what_a_movement_needs_is_there_from_every_side(need):
    for azimuth_deg in (0, 90, 150):
        bare, _ = furnished("bedroom", Camera(azimuth_deg))
        stage, _ = furnished("bedroom", Camera(azimuth_deg), needs={need})
        near = [s for s in stage.shapes if _near_person(s)]
        assert len(near) > len([s for s in bare.shapes if _near_person(s)])


def _near_person(shape):
    low, high = bounds([shape])
    return (low[:2] > -1.6).all() and (high[:2] < 1.0).all() and low[2] > 0.001


@pytest.mark.parametrize(
    ("need", "where"),
    [
        ("table", (0.0, places.TABLE_FRONT_Y - 0.2, places.TABLE_Z)),
        ("sideboard", places.SIDEBOARD),
        ("sideboard-left", (-places.SIDEBOARD[0], *places.SIDEBOARD[1:])),
        ("chair", (*places.SEAT, places.SEAT_Z)),
        ("high-shelf", places.HIGH_SHELF),
        ("sink", (0.7, places.SINK_FRONT_Y - 0.1, places.WORKTOP_Z)),
    ],
)
def test_tops_are_where_hands_expect_them(need, where):
    stage, _ = furnished("kitchen" if need == "sink" else "living", Camera(180), needs={need})
    tops = [
        high[2]
        for low, high in (bounds([s]) for s in stage.shapes)
        if low[0] < where[0] < high[0] and low[1] < where[1] < high[1]
    ]
    assert min(abs(top - where[2]) for top in tops) < 0.002


def test_the_plates_end_where_hands_take_them():
    stage, _ = furnished("kitchen", Camera(90), needs={"dishwasher"})
    x, y, z = places.RACK
    plates = [s for s in stage.shapes if s.material == "ceramic" and _near(s, (x, y, z), 0.35)]
    assert max(bounds([plate])[1][2] for plate in plates) == pytest.approx(z, abs=0.01)


def _near(shape, where, reach_m):
    low, high = bounds([shape])
    return np.linalg.norm((low + high) / 2 - where) < reach_m


def test_an_unknown_need_is_refused():
    with pytest.raises(ValueError, match="expected furniture out of"):
        furnished("living", Camera(0), needs={"trampoline"})


def test_the_same_seed_gives_the_same_room_and_another_seed_another():
    one, same, other = (furnished("living", Camera(45), seed)[0] for seed in (5, 5, 6))
    points = [np.concatenate([s.vertices for s in stage.shapes]) for stage in (one, same, other)]
    assert np.array_equal(points[0], points[1])
    assert not np.array_equal(points[0], points[2])


def test_only_named_props_are_shown():
    stage, room = furnished("living", Camera(0))
    plates = (Prop("plate", np.eye(4)), Prop("plate", 2 * np.eye(4)))
    room.move_props(plates)
    assert len(shown(room, stage)) == 2
    room.move_props((Prop("mug", np.eye(4)), plates[0]))
    assert len(shown(room, stage)) == 2
    room.move_props(())
    assert shown(room, stage) == []


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        ("plate", (-0.12, -0.12, -0.01), (0.12, 0.12, 0.01)),
        ("box", (-0.18, -0.15, -0.15), (0.18, 0.15, 0.15)),
        ("broom", (-0.17, -0.04, -1.30), (0.17, 0.04, 0.0)),
        ("mug", (-0.042, -0.042, 0.0), (0.07, 0.042, 0.1)),
        ("rollator", (-0.27, -0.60, 0.0), (0.27, 0.14, 0.88)),
        ("stick", (-0.016, -0.07, 0.0), (0.016, 0.05, 0.85)),
    ],
)
def test_props_have_the_size_that_hands_expect(kind, low, high):
    stage, room = furnished("living", Camera(0))
    room.move_props((Prop(kind, np.eye(4)),))
    found = bounds(stage.things[0]["shapes"])
    assert found[0] == pytest.approx(low, abs=0.01)
    assert found[1] == pytest.approx(high, abs=0.01)
