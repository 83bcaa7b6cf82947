"""The half minute before it hurt: every peak is in it, and what was not seen is missing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.core import Posture, Reading
from posturecheck.history.half_minute import EVERY_S, LENGTH_S, HalfMinute
from posturecheck.history.pain_table import pain_shown
from posturecheck.history.paths import NAME
from posturecheck.history.store import History
from tests.history.practice import begin, nothing_said, step

LEAN = "trunk_inclination_deg"


def leaning(t_s, deg, seen=True):
    readings = {LEAN: Reading(deg, 3.0)} if seen else {}
    return replace(step(t_s), posture=Posture(t_s, readings))


def reported(moments, t_s):
    memory = HalfMinute()
    for moment in moments:
        memory.see(moment)
    return memory.report(t_s, "watching", "sink")


@given(
    st.lists(
        st.tuples(st.floats(0.01, 2.0), st.floats(-90, 90), st.booleans()), min_size=1, max_size=60
    )
)
def test_the_largest_lean_of_the_half_minute_is_kept_whenever_it_was(moments):
    t_s, steps = 0.0, []
    for gap_s, deg, seen in moments:
        t_s += gap_s
        steps.append((t_s, deg, seen))
    report = reported([leaning(*one) for one in steps], t_s)
    within = [abs(d) for t, d, seen in steps if seen and t_s - t <= LENGTH_S]
    kept = [abs(m.reading.value) for m in report.course]
    assert max(kept, default=None) == max(within, default=None)
    assert len(kept) <= LENGTH_S / EVERY_S + 1
    assert all(0 <= m.before_s <= LENGTH_S for m in report.course)


def test_time_that_was_not_seen_is_missing():
    steps = [leaning(i / 10, 20.0, seen=not 100 < i < 150) for i in range(300)]
    report = reported(steps, 29.9)
    assert not [m for m in report.course if 15.1 < m.before_s < 19.8]


def test_of_who_is_no_person_nothing_is_kept():
    assert reported([replace(leaning(1.0, 30.0), judged=False)], 1.0).course == ()


def test_somebody_else_s_numbers_are_forgotten():
    memory = HalfMinute()
    memory.see(leaning(1.0, 30.0))
    memory.forget()
    assert memory.report(1.0, "off", "").course == ()


def test_it_comes_back_from_the_history_as_it_was_reported(tmp_path):
    history = History(tmp_path / NAME, nothing_said)
    report = reported([leaning(i / 10, i / 10) for i in range(200)], 19.9)
    recorder = begin(history)
    recorder.note_pain(report)  # before anything was judged, too
    recorder.close()
    (pain,) = history.pains()
    assert (pain.t_s, pain.phase, pain.task) == (19.9, "watching", "sink")
    assert sorted(pain.course, key=lambda m: m.before_s) == sorted(
        report.course, key=lambda m: m.before_s
    )
    assert pain.seen_s == pytest.approx(20.0, abs=EVERY_S)
    lowest, highest = pain.extremes(LEAN)
    assert (round(lowest.value), round(highest.value)) == (0, 20)
    (row,) = pain_shown(pain).rows
    assert (row.lowest, row.highest) == ("0° ±3", "20° ±3")


def test_a_report_with_odd_values_is_left_out_and_told(tmp_path):
    said = []
    history = History(tmp_path / NAME, said.append)
    for _ in range(2):
        recorder = begin(history)
        recorder.note_pain(reported([leaning(1.0, 5.0)], 1.0))
        recorder.close()
    with history._open() as connection:
        connection.execute("UPDATE pain_measures SET value = 'much' WHERE report_id = 1")
    assert len(history.pains()) == 1
    assert "report of pain 1" in said[0]
