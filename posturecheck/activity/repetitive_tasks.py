"""Tasks that are known by a few seconds of steady work: washing up and sweeping.

Each sign is a handful of conditions on a window of moments; the limits are set as those
of ``task_features``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from posturecheck.activity.task_features import LOW_HIPS_M, TaskFeatures
from posturecheck.core import Floats

WINDOW_S = 2.5  # long enough to distinguish work from a gesture

SINK_M = (0.72, 1.12)  # worktops stand at .85 to .95, basins .15 lower, wrists are above
SINK_ROOM_M = 0.3  # way of the hands' middle in a basin .4 to .5 wide: measured .08 to .25
SINK_LEVEL_M = 0.06  # one sd of the hands' height: measured .02 to .05; talking .1
SINK_SLOPE_M = 0.085  # one hand above the other: measured .01 to .07, on a broom .1 to .25
SINK_AHEAD_M = 0.28  # before the hips: measured .38 to .64, hanging .05 to .3
SINK_APART_M = 0.5  # both in the basin, or one on its edge
SINK_LEAN_DEG = 15.0  # less needs no advice; washing measured 20 to 50, talking 3 to 9
SINK_PATH_M_S = 0.15  # the hands' middle: washing measured .25 to .6, resting .06
SINK_TWIST_DEG = 25.0  # range of the twist: washing measured 6 to 20, swinging the trunk 45 to 80
SINK_STILL = 0.5  # share of the window in which the feet stand; hidden feet seem to step

STICK_M = (0.12, 0.6)  # between the two hands on a broom: measured .2 to .5
STICK_KEEPS_M = 0.09  # one sd of it: measured .02 to .08
STICK_SLOPE = 0.3  # height between the hands, of that length: .4 to .75, washing .05 to .25
BROOM_M = (0.55, 1.3)  # the hands' middle: measured .7 to 1.2
BROOM_LEVEL_M = 0.08  # one sd of it: measured .01 to .06, of hands that lift .2
BROOM_LEAN_DEG = 8.0  # measured 9 and more; standing with a stick 3 to 7
BROOM_SWING_M = 0.08  # least way from one turn to the next: measured .1 to .5
BROOM_TURNS = 2


def at_the_sink(window: Sequence[TaskFeatures]) -> bool:
    """Whether the hands work before a leaning body at the height of a basin."""
    hands = _hands(window)
    height = hands[:, 0]
    return bool(
        height.min() >= SINK_M[0]
        and height.max() <= SINK_M[1]
        and height.std() <= SINK_LEVEL_M
        and hands[:, 1].mean() >= SINK_AHEAD_M
        and np.ptp(hands[:, 1:], axis=0).max() <= SINK_ROOM_M
        and not abs(_column(window, "slope_m").mean()) > SINK_SLOPE_M
        and not _column(window, "apart_m").mean() > SINK_APART_M
        and _column(window, "lean_deg").mean() >= SINK_LEAN_DEG
        and _path_m(hands) >= SINK_PATH_M_S * (window[-1].t_s - window[0].t_s)
        and not np.ptp(_column(window, "twist_deg")) > SINK_TWIST_DEG
        and _stands(window)
    )


def sweeping(window: Sequence[TaskFeatures]) -> bool:
    """Whether both hands hold one stick, one above the other, and swing it to and fro."""
    hands = _hands(window)
    apart = _column(window, "apart_m")
    return bool(
        STICK_M[0] <= apart.mean() <= STICK_M[1]
        and apart.std() <= STICK_KEEPS_M
        and abs(_column(window, "slope_m").mean()) >= STICK_SLOPE * apart.mean()
        and BROOM_M[0] <= hands[:, 0].mean() <= BROOM_M[1]
        and hands[:, 0].std() <= BROOM_LEVEL_M
        and _column(window, "lean_deg").mean() >= BROOM_LEAN_DEG
        and _turns(hands[:, 1:]) >= BROOM_TURNS
        and not any(body.low_behind_feet for body in window)
    )


def _hands(window: Sequence[TaskFeatures]) -> Floats:
    """Return the hands' middle in every moment: height, ahead, aside; (n, 3) metres."""
    return np.array([(body.work_m, body.ahead_m, body.aside_m) for body in window])


def _column(window: Sequence[TaskFeatures], name: str) -> Floats:
    return np.array([getattr(body, name) for body in window])


def _stands(window: Sequence[TaskFeatures]) -> bool:
    still = sum(body.feet_still for body in window) >= SINK_STILL * len(window)
    low = sum(body.hips_m < LOW_HIPS_M for body in window) > len(window) / 2
    return still and not low


def _path_m(points: Floats) -> float:
    steps = np.diff(points, axis=0)
    return float(np.sqrt((steps * steps).sum(axis=1)).sum())


def _turns(ground: Floats) -> int:
    """Count the changes of direction of a point on the ground, (n, 2), along its longest way."""
    centred = ground - ground.mean(axis=0)
    if not np.isfinite(centred).all():
        return 0
    way = centred @ np.linalg.svd(centred, full_matrices=False)[2][0]
    strokes, last, heading = 0, float(way[0]), 0.0
    for at in map(float, way[1:]):
        if heading * (at - last) > 0:
            last = at
        elif abs(at - last) >= BROOM_SWING_M:
            strokes, last, heading = strokes + 1, at, math.copysign(1.0, at - last)
    return strokes
