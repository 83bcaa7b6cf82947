import math
from typing import Any

import pytest
from telling import WORDS, bent, done, judged, moving, policy, said, seen, spoken

from posturecheck.core import Cue, Severity
from posturecheck.feedback.cues import CuePolicy
from posturecheck.feedback.schedule import TEN_MIN_S

SLOW_DEG_S = 30.0
LEFT_REST_DEG = 14.0  # where a movement begins


def bending(
    speaker: CuePolicy,
    t_s: float,
    *,
    deg_s: float = SLOW_DEG_S,
    to_deg: float = 45.0,
    **moment: Any,
) -> list[Cue]:
    """Stand for a second from ``t_s`` on, then bend; what is told meanwhile."""
    technique, number = moment.get("technique", ""), 10_000 + int(t_s)
    start_s = t_s + 1 + (LEFT_REST_DEG - 4) / deg_s
    cues = [speaker.choose(judged(seen(t_s + i / 10, lean_deg=4))) for i in range(10)]
    rate_hz = moment.get("rate_hz", 30)
    for i in range(int((to_deg - 4) / deg_s * rate_hz)):
        now = seen(t_s + 1 + i / rate_hz, deg_s, lean_deg=4 + i / rate_hz * deg_s)
        begun = now.t_s >= start_s
        open_rules = moment.get("open_rules", ()) if begun else ()
        unseen = moment.get("unseen", frozenset())
        movement = moving(number, start_s) if begun else 0
        one = judged(now, technique, open_rules, (), unseen, movement=movement)
        cues.append(speaker.choose(one))
    return [cue for cue in cues if cue is not None]


def held(
    speaker: CuePolicy,
    t_s: float,
    lasted_s: float,
    rule: str = "rounded-bend",
    severity: Severity = "amber",
) -> None:
    """A movement over a limit from ``t_s`` on, of which nothing is spoken."""
    speaker.snooze(math.inf)
    for after_s in (0.0, lasted_s):
        open_rules = ((rule, severity),)
        said(speaker, t_s + after_s, open_rules=open_rules, movement=1 + int(t_s), since_s=t_s)
    speaker.snooze(-math.inf)


def after_bends(*lasted_s: float, rule: str = "rounded-bend", **settings: Any) -> CuePolicy:
    """A policy after movements over a limit, 20 s apart."""
    speaker = policy(**settings)
    for number, seconds in enumerate(lasted_s):
        held(speaker, 20.0 * (number + 1) - seconds, seconds, rule)
    return speaker


def test_after_a_long_bend_the_next_one_is_announced_as_it_begins():
    (cue,) = bending(after_bends(2.0), 60)
    assert (cue.rule, cue.kind, cue.spoken) == ("rounded-bend", "remind", True)
    assert cue.say == WORDS.guide("rounded-bend", "other").cue
    lean_deg = 4 + (cue.t_s - 61) * SLOW_DEG_S
    assert 19 < lean_deg < 22  # 10 and an sd of 3: beyond doubt; and known from a fall


@pytest.mark.parametrize("rate_hz", [15, 25, 60])
def test_at_any_frame_rate_a_bend_is_announced_at_the_same_time(rate_hz):
    (cue,) = bending(after_bends(2.0), 60, rate_hz=rate_hz)
    assert cue.t_s == pytest.approx(61.55, abs=1 / 15 + 0.01)


def test_a_single_short_bend_announces_nothing():
    assert bending(after_bends(1.9), 60) == []


def test_short_bends_that_come_again_are_announced():
    assert [cue.kind for cue in bending(after_bends(0.6, 0.6), 60)] == ["remind"]


def test_the_rounding_and_the_lean_of_one_bend_are_one_bend():
    speaker = policy()
    both = (("deep-lean", "amber"), ("rounded-bend", "amber"))
    said(speaker, 20.0, open_rules=both, movement=7, since_s=19.5)
    assert bending(speaker, 60) == []


@pytest.mark.parametrize("first", ["rounded-bend", "deep-lean"])
def test_a_bend_is_as_long_as_its_rules_together(first):
    speaker = policy()
    for t_s, rule in ((17.0, first), (19.2, "sustained-bend")):
        said(speaker, t_s, open_rules=((rule, "amber"),), movement=7, since_s=t_s)
    assert len(bending(speaker, 60)) == 1


def test_the_first_bend_of_a_session_is_not_announced():
    assert bending(policy(), 60) == []


@pytest.mark.parametrize("rule", ["twist", "side-bend", "unsafe-lift", "fast-bend"])
def test_other_things_announce_no_bend(rule):
    assert bending(after_bends(4.0, rule=rule), 60) == []


def test_bends_long_ago_are_forgotten():
    assert bending(after_bends(4.0, remind_within_s=60), 75) != []
    assert bending(after_bends(4.0, remind_within_s=60), 85) == []


def test_amber_bends_announce_nothing_where_the_profile_wants_red_only():
    assert bending(after_bends(4.0, amber_too=False), 60) == []


def test_reminders_can_be_switched_off():
    assert bending(after_bends(4.0, remind=False), 60) == []


@pytest.mark.parametrize("technique", ["hip-hinge", "squat", "golfers-lift"])
def test_a_bend_done_well_since_then_needs_no_reminder(technique):
    speaker = after_bends(4.0)
    said(speaker, 40.0, ended=(done(77, 40.0, technique),))
    assert bending(speaker, 60) == []


def test_a_moment_of_a_technique_or_a_step_is_no_bend_done_well():
    speaker = after_bends(4.0)
    said(speaker, 40.0, technique="hip-hinge")
    said(speaker, 41.0, ended=(done(77, 41.0, "step-turn", kind="turn"),))
    assert len(bending(speaker, 60)) == 1


def test_a_movement_over_its_limit_was_not_done_well_whatever_its_technique():
    speaker = after_bends(4.0)
    said(speaker, 20.5, ended=(done(17, 20.5, "hip-hinge"),))
    assert len(bending(speaker, 60)) == 1


@pytest.mark.parametrize("technique", ["hip-hinge", "squat", "seated", "lying"])
def test_who_goes_down_in_a_known_way_is_not_reminded(technique):
    assert bending(after_bends(4.0), 60, technique=technique) == []


def test_nobody_is_reminded_while_something_is_wrong():
    speaker = after_bends(4.0, quiet_s=0, repeat_s=0)
    kinds = [c.kind for c in bending(speaker, 60, open_rules=(("twist", "amber"),))]
    assert kinds == ["correct"]


def test_nobody_is_reminded_in_a_fast_bend():
    assert bending(after_bends(4.0), 60, deg_s=75) == []


def test_nobody_is_reminded_of_what_cannot_be_seen():
    speaker = after_bends(4.0)
    assert bending(speaker, 60, unseen=frozenset({"rounded-bend"})) == []


def test_who_was_bent_all_along_is_not_beginning_a_bend():
    speaker = after_bends(4.0)
    long_ago = moving(9, 60.0)
    times = [61.1 + i / 10 for i in range(20)]
    late = [speaker.choose(judged(seen(t, SLOW_DEG_S), movement=long_ago)) for t in times]
    assert late == [None] * 20


@pytest.mark.parametrize("deg_s", [2.0, -30.0, math.nan])
def test_a_trunk_that_is_not_surely_going_forward_begins_no_bend(deg_s):
    speaker = after_bends(4.0)
    now = judged(seen(60.3, deg_s, lean_deg=16), movement=moving(9, 60.2))
    assert speaker.choose(now) is None


def test_one_bend_is_announced_once():
    speaker = after_bends(4.0, quiet_s=0, repeat_s=0)
    assert len(bending(speaker, 60, to_deg=60)) == 1
    assert len(bending(speaker, 70, to_deg=60)) == 1


def test_a_reminder_keeps_the_distances_of_every_cue():
    speaker = after_bends(4.0)
    cue = bent(speaker, 50.0)  # the same words
    assert cue is not None
    assert cue.spoken
    assert bending(speaker, 60) == []
    assert len(bending(speaker, 76)) == 1


def test_a_bend_that_was_announced_has_its_order():
    speaker = after_bends(4.0)
    (reminder,) = bending(speaker, 60)
    assert bent(speaker, reminder.t_s + 1, movement=reminder.movement) is None
    assert bent(speaker, reminder.t_s + 2, "side-bend", movement=reminder.movement) is None


def test_after_a_long_hold_the_next_bend_is_begun_with_words_that_fit_a_beginning():
    (cue,) = bending(after_bends(4.0, rule="sustained-bend"), 60)
    assert cue.say == WORDS.guide("deep-lean", "other").cue


def test_a_reminder_that_helped_is_praised_in_the_same_movement():
    speaker = after_bends(4.0)
    (reminder,) = bending(speaker, 60)
    t_s = reminder.t_s + 3
    thanks = said(speaker, t_s, ended=(done(reminder.movement, t_s, "hip-hinge"),))
    assert thanks is not None
    assert thanks.kind == "praise"


def test_reminders_fade_and_praise_does_not():
    speaker = policy(day=15)
    reminders, thanks = [], []
    for number in range(30):
        t_s = number * TEN_MIN_S
        held(speaker, t_s + 5, 4.0)
        reminders += bending(speaker, t_s + 60)
        thanks.append(said(speaker, t_s + 90, ended=(done(50_000 + number, t_s + 90),)))
    assert [sum(spoken(reminders)), len(reminders)] == [10, 30]
    assert [cue and cue.spoken for cue in thanks] == [True] * 30
