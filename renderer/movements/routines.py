"""Routines of half a minute and more: one movement after the other, as a day brings them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from renderer.core import Doing
from renderer.motion import Performance
from renderer.movements import barbell, chair, floor
from renderer.movements.boxes import hinge as box_hinge
from renderer.movements.boxes import squat as box_squat
from renderer.movements.boxes import stoop as box_stoop
from renderer.movements.carried import always, book_in
from renderer.movements.dishwasher import half_kneel, hinge, rounded, squat
from renderer.movements.everyday import chatting
from renderer.movements.floor_postures import behind_m, over_knees, over_seat
from renderer.movements.golfers_lift import golfers_lift
from renderer.movements.holds import stance, standing
from renderer.movements.joining import QUIET_S, Routine, keys_of
from renderer.movements.shoes import figure_four, seated_bend, standing_bend
from renderer.movements.sweeping import good as sweep_well
from renderer.movements.sweeping import poor as sweep_badly
from renderer.movements.sweeping import up_and_down
from renderer.movements.turning import TABLE_AND_SIDEBOARD, planted_twist, rapid_twist, step_turn
from renderer.skeleton import Skeleton

Maker = Callable[[Skeleton, np.random.Generator], Performance]
TALL_S = 2.0  # at first, so that the tall stance is found
MOST_TRIES = 40
RACK = Doing(0, 0, advice=("dishwasher-lower-rack",), lifts=True)
CUPBOARD = Doing(0, 0, advice=("dishwasher-to-cupboard",))
LOAD = Doing(0, 0, advice=("pick-up-heavy", "pick-up-light"), lifts=True)
SHOES = Doing(0, 0, advice=("shoes",), lifts=True)
BROOM = Doing(0, 0, advice=("vacuum",))
DISHWASHER, SIDEBOARD = frozenset({"dishwasher"}), frozenset({"sideboard-left"})
CHAIR = frozenset({"chair"})
FOOT_UP_TILT_DEG = (18.0, 23.0)
NEAR_Y = -0.5  # a box before the feet stands nearer than this


def rack(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Plates out of the lower rack and in again: rounded, hinged, rounded again."""
    routine = _begun(skeleton, rng)
    for maker in (rounded, hinge, rounded):
        routine.play(_part(maker, skeleton, rng), RACK, back=True)
    return routine.finished(rng, "routine-rack", "kitchen", DISHWASHER)


def rack_kneeling(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Plates out of the lower rack: with a squat, on one knee, with a squat."""
    routine = _begun(skeleton, rng)
    routine.play(_part(squat, skeleton, rng), RACK, back=True)
    routine.play(_part(kneel_and_rest, skeleton, rng), RACK)
    routine.play(_part(squat, skeleton, rng), RACK, back=True)
    return routine.finished(rng, "routine-rack-kneeling", "kitchen", DISHWASHER)


def boxes(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """A box up and down: stooped, with a squat, with a hinge."""
    routine = _begun(skeleton, rng)
    for maker in (box_stoop, box_squat, box_hinge):
        routine.play(_part(maker, skeleton, rng, _near), LOAD, back=True)
    return routine.finished(rng, "routine-boxes", "living")


def boxes_again(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """A box up and down: with a squat, stooped, with a squat."""
    routine = _begun(skeleton, rng)
    for maker in (box_squat, box_stoop, box_squat):
        routine.play(_part(maker, skeleton, rng, _near), LOAD, back=True)
    return routine.finished(rng, "routine-boxes-again", "living")


def sweep(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Sweeping: bent and twisted, upright with small strokes, up and down, upright again."""
    routine = _begun(skeleton, rng, broom=True)
    for maker in (sweep_badly, sweep_well, up_and_down, sweep_well):
        routine.play(_part(maker, skeleton, rng, _right_handed), BROOM)
    return routine.finished(rng, "routine-sweep", "living", frozenset({"dustpan"}))


def turns(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Plates from the table to the sideboard: feet planted, by steps, planted, by steps."""
    routine = _begun(skeleton, rng)
    for maker in (planted_twist, step_turn, planted_twist, step_turn):
        routine.play(_part(maker, skeleton, rng, _right_handed), CUPBOARD)
    return routine.finished(rng, "routine-turns", "kitchen", TABLE_AND_SIDEBOARD)


def shoes_seated(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Sits down, brings a foot up for its shoe, bends to the other, rises; and sits once more."""
    way = chair.seat(skeleton, rng)
    routine = Routine(skeleton, way.start)
    routine.idle(TALL_S)
    chair.sits(routine, rng, way)
    for maker in (foot_up, seated_bend, foot_up):
        routine.play(_part(maker, skeleton, rng), chair.SHOES)
    chair.rises(routine, rng, way)
    return routine.finished(rng, "routine-shoes", "bedroom", CHAIR)


def kneel_and_rest(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Goes down on one knee and rests there, so long that the reach is one of its own."""
    return half_kneel(skeleton, rng, QUIET_S)


def foot_up(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Brings a foot up to its shoe, leaning so far that it is told from sitting."""
    return figure_four(skeleton, rng, FOOT_UP_TILT_DEG)


def reading(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Sits down with a book, reads, rises, sits down again and reads on."""
    way = chair.holding(chair.seat(skeleton, rng))
    routine = Routine(skeleton, way.start)
    routine.show(always("book", book_in(skeleton, "R")))
    routine.idle(TALL_S)
    for seconds in (12.0, 6.0):
        chair.sits(routine, rng, way)
        chair.reads(routine, rng, way, seconds)
        chair.rises(routine, rng, way)
    return routine.finished(rng, "routine-reading", "living", CHAIR)


def bar(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """A bar from the floor, again and again, no deeper than a hinge may go."""
    routine = _with_bar(skeleton, rng)
    barbell.lifts(routine, rng, 5, 62.0, 57.0)
    return routine.finished(rng, "routine-bar", "living")


def bar_deep(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """A bar from the floor with straighter knees and a deeper lean."""
    routine = _with_bar(skeleton, rng)
    barbell.lifts(routine, rng, 5, 45.0, 84.0)
    return routine.finished(rng, "routine-bar-deep", "living")


def on_the_floor(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Down on a knee, on all fours, on the front, and up again; then a stooped lift of a shoe."""
    start = standing(skeleton).but(feet=stance(skeleton, at=(0.0, 0.35)))
    routine, way = Routine(skeleton, start), over_knees(skeleton, start, 0.35)
    routine.idle(TALL_S)
    floor.kneels(routine, way)
    floor.lies_down(routine, way, 5.0)
    floor.gets_up(routine, way, start, lies=True)
    routine.idle(1.0)
    floor.kneels(routine, way)
    floor.to_fours(routine, way, 4.0)
    floor.gets_up(routine, way, start, lies=False)
    return routine.finished(rng, "routine-floor", "living")


def on_the_back(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Down on the seat and the back, and up; then bends to a shoe."""
    start = standing(skeleton).but(feet=stance(skeleton, at=(0.0, 0.05)))
    routine, way = Routine(skeleton, start), over_seat(skeleton, start)
    routine.idle(TALL_S)
    floor.lies_back(routine, way, 5.0)
    floor.sits_up(routine, way, start)
    for _ in range(2):
        routine.play(_part(standing_bend, skeleton, rng, _right_handed), SHOES)
    return routine.finished(rng, "routine-back", "bedroom", frozenset({"shoe"}))


def fall_ahead(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Picks something up with a hand on the sideboard, talks, falls on the front and lies still."""
    routine = _begun(skeleton, rng)
    routine.play(_part(golfers_lift, skeleton, rng, _right_handed), LOAD, back=True)
    routine.play(_part(chatting, skeleton, rng))
    start = standing(skeleton).but(feet=stance(skeleton, at=(0.0, 0.5)))
    routine.goes_to(start)
    floor.falls_ahead(routine, over_knees(skeleton, start, behind_m(skeleton, 0.5)), 9.0)
    return routine.finished(rng, "routine-fall-ahead", "living", SIDEBOARD)


def fall_back(skeleton: Skeleton, rng: np.random.Generator) -> Performance:
    """Twists quickly from side to side, lifts a box stooped, falls on the back and lies still."""
    routine = _begun(skeleton, rng)
    routine.play(_part(rapid_twist, skeleton, rng))
    routine.play(_part(box_stoop, skeleton, rng, _near), LOAD, back=True)
    start = standing(skeleton).but(feet=stance(skeleton, at=(0.0, 0.1)))
    routine.goes_to(start)
    floor.falls_back(routine, over_seat(skeleton, start), 9.0)
    return routine.finished(rng, "routine-fall-back", "living")


def _begun(skeleton: Skeleton, rng: np.random.Generator, *, broom: bool = False) -> Routine:
    start = standing(skeleton)
    if broom:  # is held from the first picture on
        held = _part(sweep_well, skeleton, np.random.default_rng(0), _right_handed)
        start = keys_of(held).postures[0]
    routine = Routine(skeleton, start)
    routine.idle(TALL_S)
    return routine


def _with_bar(skeleton: Skeleton, rng: np.random.Generator) -> Routine:
    routine = Routine(skeleton, barbell.stands(skeleton, rng))
    routine.idle(TALL_S)
    return routine


def _part(
    maker: Maker,
    skeleton: Skeleton,
    rng: np.random.Generator,
    fits: Callable[[Performance], bool] = lambda _: True,
) -> Performance:
    """Draw a movement until it fits."""
    for _ in range(MOST_TRIES):
        part = maker(skeleton, rng)
        if fits(part):
            return part
    raise ValueError(f"{maker.__name__}: none of {MOST_TRIES} drawn fits the routine")


def _right_handed(part: Performance) -> bool:
    return not part.mirrored


def _near(part: Performance) -> bool:
    (box,) = part.props(0.0, part.motion.placed(0.0))
    return float(box.matrix[1, 3]) > NEAR_Y


ROUTINES = {
    "routine-rack": rack,
    "routine-rack-kneeling": rack_kneeling,
    "routine-boxes": boxes,
    "routine-boxes-again": boxes_again,
    "routine-sweep": sweep,
    "routine-turns": turns,
    "routine-shoes": shoes_seated,
    "routine-reading": reading,
    "routine-bar": bar,
    "routine-bar-deep": bar_deep,
    "routine-floor": on_the_floor,
    "routine-back": on_the_back,
    "routine-fall-ahead": fall_ahead,
    "routine-fall-back": fall_back,
}
