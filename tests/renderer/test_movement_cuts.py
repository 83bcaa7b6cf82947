"""One movement at a time, cut from made-up curves of angles and heights."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.movement_cuts import Curves, curves_of, cut

SECONDS = 20.0
STANDING, SITTING, KNEELING, LYING = 1.7, 1.1, 0.95, 0.2  # hips, trunk lengths


def curve(times_s, keys, rest=0.0):
    """Minimum-jerk ways between (time, value) keys; ``rest`` before and after."""
    keys = [(0.0, rest), *keys, (SECONDS, keys[-1][1] if keys else rest)]
    found = np.full(len(times_s), float(rest))
    for (a_s, a), (b_s, b) in itertools.pairwise(keys):
        u = np.clip((times_s - a_s) / max(b_s - a_s, 1e-9), 0, 1)
        way = u**3 * (10 - 15 * u + 6 * u * u)
        inside = times_s >= a_s
        found[inside] = (a + (b - a) * way)[inside]
    return found


def curves(times_s=None, *, floor=(), knee=(), **keys):
    """A body that rests but for what is given as keys; stretches on floor and knee, seconds."""
    times_s = np.arange(0, SECONDS, 1 / 25) if times_s is None else times_s

    def held(spans):
        return np.any([(times_s >= a) & (times_s < b) for a, b in spans] or [times_s < 0], axis=0)

    return Curves(
        times_s,
        *(curve(times_s, keys.get(name, [])) for name in ("lean", "forward", "side", "twist")),
        curve(times_s, keys.get("heading", [])),
        curve(times_s, keys.get("hips", []), STANDING),
        held(floor),
        held(knee),
    )


def there_and_back(at_s, value, rest=0.0, way_s=1.5):
    return [(at_s, rest), (at_s + way_s, value), (at_s + 2 * way_s, rest)]


def kinds(made):
    return [one.kind for one in cut(made)]


BEND = there_and_back(3, 60)


def test_somebody_who_stands_makes_no_movement():
    assert cut(curves()) == ()


def test_a_bend_goes_from_rest_to_rest_and_is_deepest_where_the_lean_is():
    (one,) = cut(curves(lean=BEND, forward=BEND))
    assert one.kind == "bend"
    assert 3.0 <= one.start_s <= 3.6
    assert one.deepest_s == pytest.approx(4.5, abs=0.04)
    assert 5.4 <= one.end_s <= 6.0


def test_less_than_20_degrees_is_no_movement():
    assert cut(curves(lean=there_and_back(3, 19.5))) == ()
    assert kinds(curves(lean=there_and_back(3, 20.5))) == ["bend"]


def test_two_bends_with_a_rest_between_are_two():
    lean = [*BEND, *there_and_back(8, 50)]
    assert [round(one.deepest_s, 1) for one in cut(curves(lean=lean))] == [4.5, 9.5]


def test_passing_through_upright_is_no_rest_but_parts_two_strokes():
    lean = [(3, 0), (4, 60), (4.6, 5), (5.2, 60), (7, 0)]
    first, second = cut(curves(lean=lean))
    assert first.end_s == second.start_s == pytest.approx(4.6, abs=0.04)


@pytest.mark.parametrize(("up_to", "strokes"), [(50, 1), (44, 2)])
def test_strokes_are_parted_where_the_trunk_comes_up_15_degrees(up_to, strokes):
    lean = [(3, 0), (4, 60), (5, up_to), (6, 60), (7, 0)]
    assert len(cut(curves(lean=lean))) == strokes


def test_a_tail_that_does_not_reach_15_degrees_again_belongs_to_the_bend():
    lean = [(3, 0), (4, 60), (5, 25), (6, 35), (7, 0)]
    assert len(cut(curves(lean=lean))) == 1


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ({"side": there_and_back(3, -30), "lean": there_and_back(3, 30)}, "side-bend"),
        ({"twist": there_and_back(3, -30)}, "turn"),
        ({"heading": [(3, 0), (4.5, 80)]}, "turn"),
        ({"hips": [(3, STANDING), (4.5, SITTING)], "lean": there_and_back(3, 35)}, "sit-down"),
        ({"hips": there_and_back(3, 0.8, STANDING), "lean": BEND}, "bend"),
    ],
)
def test_a_movement_is_known_by_what_moves_most(keys, kind):
    assert kinds(curves(**keys)) == [kind]


def test_down_on_a_knee_and_up_again_are_two_movements():
    hips = [(3, STANDING), (4.5, KNEELING), (7, KNEELING), (8.5, STANDING)]
    assert kinds(curves(hips=hips, knee=[(4.3, 7.2)])) == ["kneel-down", "stand-up"]


def test_lying_still_is_rest_and_the_ways_down_and_up_are_movements():
    hips = [(3, STANDING), (5, LYING), (12, LYING), (14, STANDING)]
    lean = [(3, 0), (5, 90), (12, 90), (14, 0)]
    down, up = cut(curves(hips=hips, lean=lean, floor=[(4.6, 12.4)]))
    assert down.kind == up.kind == "to-floor"
    assert down.end_s == pytest.approx(5.0, abs=0.5)
    assert up.start_s == pytest.approx(12.0, abs=0.5)


def test_a_step_turn_is_deepest_where_it_turns_fastest():
    (one,) = cut(curves(heading=[(3, 0), (5, 90)]))
    assert one.deepest_s == pytest.approx(4.0, abs=0.1)


def test_a_body_on_all_fours_is_on_the_floor_and_a_squatting_one_is_not():
    times_s = np.array([0.0, 0.1, 0.2])
    names = ("trunk_flexion", "trunk_side_bend", "trunk_rotation", "pelvis_yaw")
    columns = {f"{name}_deg": np.zeros(3) for name in names}
    columns["trunk_inclination_deg"] = np.array([0.0, 80.0, 50.0])

    def joints(hip, shoulder, knee, hand):
        heights = {"hip": hip, "shoulder": shoulder, "knee": knee, "index": hand}
        return {f"{n}_{s}": np.array([0.0, 0.0, z]) for n, z in heights.items() for s in "LR"}

    rows = [joints(0.9, 1.4, 0.5, 0.7), joints(0.45, 0.5, 0.06, 0.05), joints(0.4, 0.7, 0.4, 0.1)]
    made = curves_of(times_s, columns, rows)
    assert made.on_floor.tolist() == [False, True, False]
    assert made.hips == pytest.approx([1.8, 0.9, 0.8])


@settings(max_examples=40, deadline=None)
@given(
    rate_hz=st.floats(7, 60),
    jitter=st.floats(0, 0.3),
    depth=st.floats(25, 90),
    pause_s=st.floats(1.5, 4),
)
def test_the_same_movements_are_cut_at_any_frame_rate(rate_hz, jitter, depth, pause_s):
    def made(times_s):
        lean = [*there_and_back(2, depth), *there_and_back(5 + pause_s, 70)]
        twist = there_and_back(11.5, 25)
        return cut(curves(times_s, lean=lean, forward=lean, twist=twist))

    every_s = 1 / rate_hz
    times_s = np.arange(0, SECONDS, every_s)
    shaken = times_s + jitter * every_s * np.sin(np.arange(len(times_s)) * 2.4)
    fine, coarse = made(np.arange(0, SECONDS, 1 / 100)), made(shaken)
    assert [one.kind for one in coarse] == [one.kind for one in fine]
    for one, other in zip(coarse, fine, strict=True):
        for name in ("start_s", "deepest_s", "end_s"):
            assert getattr(one, name) == pytest.approx(getattr(other, name), abs=0.12 + 2 * every_s)


def test_no_movement_overlaps_another():
    lean = [(2, 0), (3, 70), (4, 20), (5, 70), (6, 0), (7, 0), (8, 40), (9, 0)]
    found = cut(curves(lean=lean))
    assert len(found) == 3
    for one, after in itertools.pairwise(found):
        assert one.start_s < one.deepest_s < one.end_s <= after.start_s
