"""A trace is judged without its clip; legs that cross cost no sight and make no episode."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from mannequin import keyed, mannequin, times

from posturecheck.clips.first_pass import FirstPass
from posturecheck.clips.judging import Judged, judge_trace
from posturecheck.clips.options import CheckOptions
from posturecheck.core import InputError, NobodySeenError, Pose
from posturecheck.kinematics.sides import ARMS, LEGS, swap_sides
from posturecheck.sources.trace import Trace

BEND = keyed((2.0, 4.0), (3.0, 75.0), (4.5, 75.0), (5.5, 4.0))
CROSSED_S = (1.4, 3.2, 4.7)  # from then on left and right swap every tenth of a second, five times


def _judged(rate_hz: float, seen: Callable[[float, Pose], Pose], name: str = "a") -> Judged:
    ahead = FirstPass()
    with Trace() as trace:
        for t in times(7.0, rate_hz):
            pose = seen(t, mannequin(flexion=BEND(t), yaw=70, motion=0.4))
            trace.append(t, (pose,))
            ahead.observe(t, (pose,))
        return judge_trace(name, trace, ahead, CheckOptions())


def _crossed(parts: tuple[int, ...]) -> Callable[[float, Pose], Pose]:
    def seen(t: float, pose: Pose) -> Pose:
        since = [t - start for start in CROSSED_S if 0 <= t - start < 0.5]
        return swap_sides(pose, parts) if since and int(since[0] / 0.1) % 2 == 0 else pose

    return seen


@pytest.mark.parametrize("parts", [(ARMS, LEGS), (LEGS,)])
@pytest.mark.parametrize("rate_hz", [7, 30])
def test_five_swaps_in_half_a_second_cost_no_sight_and_no_episode(rate_hz, parts):
    clean = _judged(rate_hz, lambda t, pose: pose)
    crossed = _judged(rate_hz, _crossed(parts))
    assert clean.totals.seen_s > 6.3
    assert crossed.totals.seen_s == clean.totals.seen_s
    assert crossed.episodes == clean.episodes
    assert "deep-lean" in {e.rule for e in clean.episodes}
    for measure in ("trunk_inclination_deg", "trunk_rotation_deg"):
        assert np.array_equal(crossed.posture[measure], clean.posture[measure], equal_nan=True)


def test_what_was_said_is_kept_with_how_severe_it_was_for_who_scores_it():
    judged = _judged(30, lambda t, pose: pose)
    assert judged.totals.cues
    assert [given.cue for given in judged.words.cues] == judged.totals.cues
    assert 0 < judged.words.warned_s < 4


def test_a_trace_of_one_picture_is_named_no_film():
    with Trace() as trace:
        trace.append(0.0, (mannequin(motion=0.4),))
        with pytest.raises(InputError, match=r"^a\.mp4: expected a film, found 1 picture"):
            judge_trace("a.mp4", trace, FirstPass(), CheckOptions())


def test_where_nothing_moves_nobody_was_seen():
    with Trace() as trace:
        for t in times(2.0):
            trace.append(t, ())
        with pytest.raises(NobodySeenError, match=r"^a\.mp4: nobody"):
            judge_trace("a.mp4", trace, FirstPass(), CheckOptions())
