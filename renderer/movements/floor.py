"""To the floor and up again: over the knees, over the seat; and falls."""

from __future__ import annotations

from renderer.core import SIDES, Doing, Side
from renderer.keyframes import Hand, Posture
from renderer.movements.floor_postures import DOWN, Back, Knees
from renderer.movements.holds import sign, vector
from renderer.movements.joining import QUIET_S, Routine

KNEELS = Doing(0, 0, technique="half-kneel")
FLOOR = Doing(0, 0)


def kneels(routine: Routine, way: Knees) -> None:
    """Go down from standing on one knee, then rest there."""
    routine.score.go(1.0, way.lunging)
    routine.score.go(1.1, way.half)
    routine.did(KNEELS)
    routine.idle(QUIET_S)


def to_fours(routine: Routine, way: Knees, seconds: float) -> None:
    """From one knee to both and on to all fours, and stay there."""
    routine.score.go(1.2, way.both)
    routine.idle(QUIET_S)
    routine.score.go(1.5, way.fours)
    routine.idle(seconds)
    routine.did(FLOOR)


def lies_down(routine: Routine, way: Knees, seconds: float) -> None:
    """From one knee to both, over the hands on to the front, and lie there."""
    routine.score.go(1.2, way.both)
    routine.idle(QUIET_S)
    routine.score.go(1.3, way.fours)
    routine.score.go(1.5, way.prone)
    routine.idle(seconds)
    routine.did(FLOOR)


def gets_up(routine: Routine, way: Knees, start: Posture, *, lies: bool) -> None:
    """From the floor to both knees, to one, and up."""
    if lies:
        routine.score.go(1.5, way.fours)
    routine.score.go(1.5, way.both)
    routine.idle(QUIET_S)
    routine.did(FLOOR)
    routine.score.go(1.2, way.half)
    routine.idle(QUIET_S)
    routine.score.go(1.1, way.lunging)
    routine.score.go(1.0, start)
    routine.idle(QUIET_S)
    routine.did(KNEELS)


def lies_back(routine: Routine, way: Back, seconds: float) -> None:
    """Sit down on the floor and lie back, and lie there."""
    routine.score.go(1.5, way.low)
    routine.score.go(1.0, way.sitting)
    routine.score.go(1.8, way.lying)
    routine.idle(seconds)
    routine.did(FLOOR)


def sits_up(routine: Routine, way: Back, start: Posture) -> None:
    """Sit up from the back and stand up over the feet."""
    routine.score.go(1.8, way.sitting)
    routine.score.go(1.1, way.low)
    routine.score.go(1.5, start)
    routine.idle(QUIET_S)
    routine.did(FLOOR)


def falls_ahead(routine: Routine, way: Knees, seconds: float) -> None:
    """Fall on the knees and on to the front, and lie still."""
    hands = {side: _thrown(side) for side in SIDES}
    knees = way.both.but(tilt_deg=38.0, flexion_deg=16.0, hands=hands, gaze=None)
    routine.score.go(0.55, knees)
    routine.score.go(0.5, way.prone)
    routine.idle(seconds)
    routine.did(FLOOR)


def falls_back(routine: Routine, way: Back, seconds: float) -> None:
    """Fall on the seat and on to the back, and lie still."""
    hands = {side: _thrown(side) for side in SIDES}
    routine.score.go(0.6, way.sitting.but(tilt_deg=-24.0, flexion_deg=24.0, hands=hands))
    routine.score.go(0.5, way.lying)
    routine.idle(seconds)
    routine.did(FLOOR)


def _thrown(side: Side) -> Hand:
    """Return an arm that is thrown out ahead."""
    return Hand("shoulder", vector(sign(side) * 0.16, -0.42, -0.12), vector(0, -1, 0.4), DOWN, 0.1)
