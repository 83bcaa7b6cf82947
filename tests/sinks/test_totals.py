from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.core import Cue, Episode, Frame, Posture, Reading, Step, Verdict
from posturecheck.sinks.totals import LONGEST_FRAME_S, Totals

EPISODE = Episode("twist", "amber", 1.0, 2.0, 25.0, 3.0, "deg", 1.5, 20.0)


def at(t_s: float, lean: float | None = 10.0, technique: str = "", **more: Any) -> Step:
    """A moment with the trunk leaning so far; None = nobody seen."""
    readings = {} if lean is None else {"trunk_inclination_deg": Reading(lean, 3.0)}
    posture = Posture(t_s, readings, "unknown" if lean is None else "side")
    return Step(Frame(0, t_s), (), None, posture, technique, (), **more)


def totals(steps: Iterable[Step]) -> Totals:
    sums = Totals()
    for step in steps:
        sums.write(step)
    sums.close()
    return sums


def film(fps: float, moment: Callable[[float], Step], seconds: float = 10) -> Totals:
    return totals(moment(i / fps) for i in range(round(seconds * fps)))


def scene(t_s: float) -> Step:
    """2 s upright, 3 s bent, 1 s far down, 4 s out of sight, squatting from 3 to 5."""
    lean = 10.0 if t_s < 2 else 40.0 if t_s < 5 else 80.0 if t_s < 6 else None
    return at(t_s, lean, "squat" if 3 <= t_s < 5 else "")


@pytest.mark.parametrize("fps", [10, 30])
def test_seconds_are_counted_by_time_and_not_by_frames(fps):
    sums = film(fps, scene)
    assert sums.frames == 10 * fps
    assert sums.total_s == pytest.approx(10)
    assert sums.seen_s == pytest.approx(6)
    assert sums.band_s == pytest.approx([2, 3, 1])
    assert sums.measure_seen_s["trunk_inclination_deg"] == pytest.approx(6)
    assert sums.measure_seen_s["trunk_rotation_deg"] == 0
    assert sums.view_s == {"side": pytest.approx(6)}
    assert sums.technique_s == {"squat": pytest.approx(2)}


def test_an_uneven_frame_rate_changes_no_sum():
    times = [*(i / 30 for i in range(90)), *(3 + i / 8 for i in range(56))]
    sums = totals(scene(t_s) for t_s in times)
    assert sums.seen_s == pytest.approx(6, abs=1 / 8)
    assert sums.band_s == pytest.approx([2, 3, 1], abs=1 / 8)


@pytest.mark.parametrize(
    ("lean", "band"), [(0.0, 0), (19.9, 0), (20.0, 1), (59.9, 1), (60.0, 2), (130.0, 2)]
)
def test_exposure_is_counted_in_three_bands(lean, band):
    sums = film(10, lambda t_s: at(t_s, lean), seconds=1)
    assert sums.band_s[band] == pytest.approx(1)
    assert sum(sums.band_s) == pytest.approx(1)


def test_the_last_frame_counts_as_long_as_the_mean_one():
    assert totals([at(0.0), at(0.1), at(0.2), at(0.3, 70.0)]).band_s == pytest.approx([0.3, 0, 0.1])


def test_a_single_frame_has_no_length():
    sums = totals([at(0.0)])
    assert (sums.frames, sums.total_s) == (1, 0)


def test_closing_twice_counts_the_last_frame_once():
    sums = totals([at(0.0), at(0.1)])
    sums.close()
    assert sums.total_s == pytest.approx(0.2)


def test_a_gap_in_the_film_is_nobody_s_time():
    sums = totals([at(0.0, 70.0), at(30.0), at(30.1)])
    assert sums.band_s[2] == LONGEST_FRAME_S


@given(
    st.lists(
        st.tuples(st.floats(0.001, 2), st.one_of(st.none(), st.floats(0, 150))),
        min_size=2,
        max_size=50,
    )
)
def test_the_bands_add_up_to_the_seen_time_and_that_to_no_more_than_all(track):
    t_s, steps = 0.0, []
    for wait_s, lean in track:
        t_s += wait_s
        steps.append(at(t_s, lean))
    sums = totals(steps)
    assert sum(sums.band_s) == pytest.approx(sums.seen_s)
    assert sum(sums.view_s.values()) == pytest.approx(sums.seen_s)
    assert sums.seen_s <= sums.total_s * (1 + 1e-9)
    assert sums.total_s <= LONGEST_FRAME_S * len(track) * (1 + 1e-9)


def test_what_cannot_be_told_is_counted_while_somebody_is_seen():
    unsure = (
        Verdict("twist", "cannot tell", 21.0, 9.0, "deg", 20.0, 30.0, 1.05),
        Verdict("deep-lean", "under", 5.0, 2.0, "deg", 20.0, 60.0, 0.25),
    )
    sums = film(10, lambda t_s: replace(at(t_s, 5.0 if t_s < 3 else None), verdicts=unsure), 5)
    assert dict(sums.cannot_tell_s) == {"twist": pytest.approx(3)}


@pytest.mark.parametrize("fps", [10, 30])
def test_a_technique_counts_once_each_time_it_is_held(fps):
    def twice(t_s: float) -> Step:
        return at(t_s, 30.0, "squat" if 1 <= t_s < 3 or 5 <= t_s < 6 else "")

    assert film(fps, twice).techniques == {"squat": 2}


def test_a_flicker_is_no_technique():
    sums = film(10, lambda t_s: at(t_s, 30.0, "squat" if int(t_s * 10) % 4 < 2 else ""))
    assert sums.techniques == {}


def test_closed_episodes_and_cues_are_kept_in_order():
    cue = Cue(0.1, "twist", "correct", "Step round.")
    later = replace(EPISODE, start_s=3.0, end_s=4.0, peak_t_s=3.5)
    sums = totals([at(0.0, closed=(EPISODE,)), at(0.1, cue=cue), at(0.2, closed=(later,))])
    assert sums.episodes == [EPISODE, later]
    assert sums.cues == [cue]
