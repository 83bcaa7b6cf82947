import math
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling import moving, opened

from posturecheck.core import (
    Answer,
    Cue,
    CueKind,
    Episode,
    Judged,
    Posture,
    Reading,
    Response,
    Verdict,
)
from posturecheck.feedback.praising import PRAISED
from posturecheck.feedback.reminders import BENDS
from posturecheck.feedback.responses import ANSWER_S, GOOD_FOR_S, NO_ANSWER, Responses
from posturecheck.rules import RANK, SAID_AFTER

RELEASE = 0.7
CUE_S = 1.0
Level = Callable[[float], float]  # of the limit, by seconds since the cue


@dataclass(frozen=True)
class Scene:
    """What happens after a cue, by seconds since it.

    ``level`` is the rule's value as a share of its amber limit, nan for unseen.
    """

    level: Level
    rule: str = "deep-lean"
    kind: CueKind = "correct"
    technique: Callable[[float], str] = lambda after_s: ""
    closed: tuple[Episode, ...] = ()
    lean: Level = lambda after_s: 40.0
    sure: bool = True
    open_from_s: float = math.inf


def verdict(rule: str, level: float, sure: bool = True) -> Verdict:
    answer: Answer = "under" if level < 1 else "amber"
    if math.isnan(level) or not sure:
        answer = "cannot tell"
    return Verdict(rule, answer, level * 20, 3.0, "deg", 20.0, 60.0, level)


def answers(scene: Scene, *, rate_hz: float = 30, lasts_s: float = 6.0) -> list[Response]:
    """Play a scene to the memory, the cue at second 1; every answer, the last ones too."""
    responses = Responses(RELEASE)
    cue = Cue(CUE_S, scene.rule, scene.kind, "Push your hips back.")
    found: list[Response] = []
    for i in range(int(lasts_s * rate_hz)):
        after_s = i / rate_hz
        level = scene.level(after_s)
        posture = Posture(
            CUE_S + after_s, {"trunk_inclination_deg": Reading(scene.lean(after_s), 3.0)}
        )
        found += responses.update(
            Judged(
                posture,
                scene.technique(after_s),
                (verdict(scene.rule, level, scene.sure),),
                opened(((scene.rule, "amber"),) if after_s >= scene.open_from_s else ()),
                tuple(
                    e for e in scene.closed if 0 <= after_s - (e.end_s - CUE_S) - 0.5 < 1 / rate_hz
                ),
                cue if i == 0 else None,
            )
        )
    assert all(response.cue == cue for response in found)
    found += responses.finish()
    assert responses.finish() == ()
    return found


def answer(scene: Scene, *, rate_hz: float = 30, lasts_s: float = 6.0) -> Response:
    (only,) = answers(scene, rate_hz=rate_hz, lasts_s=lasts_s)
    return only


def falls(at_s: float, over_s: float = 1.0) -> Level:
    """1.5 of the limit, then a straight line to nothing; passes the release on its way."""
    return lambda after_s: 1.5 * min(max(1 - (after_s - at_s) / over_s, 0), 1)


def stays(after_s: float) -> float:
    return 1.5


def good_from(at_s: float, technique: str = "hip-hinge") -> Callable[[float], str]:
    return lambda after_s: technique if after_s >= at_s else ""


def played(times_s: list[float], level: Level) -> Response:
    """The answer to a correction at the first of these times, the rule's value as told."""
    responses, cue = Responses(RELEASE), Cue(times_s[0], "deep-lean", "correct", "Push.")
    found: list[Response] = []
    for t_s in times_s:
        now, said = (verdict("deep-lean", level(t_s)),), cue if t_s == cue.t_s else None
        found += responses.update(Judged(Posture(t_s), "", now, (), (), said))
    (only,) = [*found, *responses.finish()]
    assert responses.finish() == ()
    return only


def test_who_comes_up_within_three_seconds_has_changed():
    came_up = answer(Scene(falls(1.0)))
    assert came_up.answered == "changed"
    assert came_up.after_s == pytest.approx(1 + (1.5 - RELEASE) / 1.5, abs=0.01)


def test_who_stays_as_they_are_has_not_changed():
    stayed = answer(Scene(stays))
    assert stayed.answered == "unchanged"
    assert math.isnan(stayed.after_s)


def test_a_change_after_three_seconds_is_no_answer_to_the_cue():
    assert answer(Scene(falls(2.6))).answered == "unchanged"


@pytest.mark.parametrize("rate_hz", [10, 15, 30, 60])
def test_a_change_at_the_last_moment_counts_at_any_frame_rate(rate_hz):
    just_in_time = answer(Scene(falls(2.4)), rate_hz=rate_hz)
    assert just_in_time.answered == "changed"
    assert just_in_time.after_s == pytest.approx(2.4 + (1.5 - RELEASE) / 1.5, abs=0.01)


def test_a_flicker_below_the_limit_is_no_change():
    def flickers(after_s: float) -> float:
        return 0.2 if 1.0 <= after_s < 1.2 else 1.5

    assert answer(Scene(flickers)).answered == "unchanged"


def test_a_doubtful_value_below_the_limit_is_not_called_a_change():
    assert answer(Scene(falls(1.0), sure=False)).answered == "not seen"


@pytest.mark.parametrize("technique", sorted(PRAISED))
def test_who_goes_on_in_a_safe_way_has_changed(technique):
    def eased(after_s: float) -> float:  # under the limit, not under the release
        return 1.5 if after_s < 2 else 0.9

    changed = answer(Scene(eased, technique=good_from(2.0, technique)))
    assert changed.answered == "changed"
    assert changed.after_s == pytest.approx(2.0, abs=0.04)


def test_a_safe_way_down_does_not_mend_what_is_still_over_its_limit():
    assert answer(Scene(stays, rule="twist", technique=good_from(1.0))).answered == "unchanged"


def test_a_technique_that_was_there_before_the_cue_did_not_begin_after_it():
    near = Scene(lambda after_s: 0.9, technique=good_from(0.0))
    assert answer(near).answered == "unchanged"


def test_sitting_is_no_technique_that_was_asked_for():
    near = Scene(lambda after_s: 0.9, technique=good_from(1.0, "seated"))
    assert answer(near).answered == "unchanged"


def episode(end_s: float, *, rule: str = "deep-lean", lost: bool = False) -> Episode:
    return Episode(rule, "amber", 0.5, CUE_S + end_s, 30, 3, "deg", 0.8, 20, lost=lost)


def hides(at_s: float) -> Level:
    return lambda after_s: 1.5 if after_s < at_s else math.nan


def test_an_episode_that_ended_in_sight_was_changed():
    changed = answer(Scene(hides(1.0), closed=(episode(1.0),)))
    assert (changed.answered, changed.after_s) == ("changed", pytest.approx(1.0))


def test_an_episode_that_was_lost_or_another_ones_end_is_no_change():
    lost = (episode(1.0, lost=True), episode(1.0, rule="twist"))
    assert answer(Scene(hides(1.0), closed=lost)).answered == "not seen"


def test_who_is_out_of_sight_at_the_end_of_the_three_seconds_was_not_seen():
    assert answer(Scene(hides(2.8))).answered == "not seen"


def test_who_was_out_of_sight_for_most_of_the_time_was_not_seen():
    def hidden(after_s: float) -> float:
        return 1.5 if after_s < 0.7 or after_s > 2.5 else math.nan

    assert answer(Scene(hidden)).answered == "not seen"


def test_a_blink_out_of_sight_leaves_the_answer():
    def blinks(after_s: float) -> float:
        return math.nan if 1.0 < after_s < 1.4 else 1.5

    assert answer(Scene(blinks)).answered == "unchanged"


def test_time_without_frames_is_time_unseen():
    responses, cue = Responses(RELEASE), Cue(1.0, "deep-lean", "correct", "Push.")
    for t_s, level, said in [(1.0, 1.5, cue), (1.1, 1.5, None)]:
        now = (verdict("deep-lean", level),)
        assert responses.update(Judged(Posture(t_s), "", now, (), (), said)) == ()
    later = responses.update(Judged(Posture(60.0), "squat", (verdict("deep-lean", 0.1),)))
    assert [response.answered for response in later] == ["not seen"]


def test_who_is_seen_again_long_after_was_not_seen_when_it_counted():
    late = [i / 10 for i in range(30)] + [57.0, 58.0]
    assert played(late, stays).answered == "not seen"


def test_a_change_in_time_without_frames_begins_when_it_is_seen():
    gap = [i / 10 for i in range(10)] + [2.0 + i / 10 for i in range(20)]
    changed = played(gap, lambda after_s: 1.5 if after_s < 1 else 0.1)
    assert (changed.answered, changed.after_s) == ("changed", pytest.approx(2.0))


def test_a_technique_in_which_the_matter_is_not_seen_is_not_called_a_change():
    assert answer(Scene(hides(0.5), technique=good_from(1.0))).answered == "not seen"


def test_a_session_that_ends_too_soon_leaves_the_answer_unseen():
    assert answer(Scene(stays), lasts_s=2.0).answered == "not seen"


@pytest.mark.parametrize("rule", sorted(NO_ANSWER))
def test_what_is_over_or_cannot_change_in_seconds_gets_no_answer(rule):
    assert answers(Scene(stays, rule=rule)) == []


def test_quick_movements_get_no_answer():
    assert SAID_AFTER < NO_ANSWER


def test_praise_gets_no_answer():
    assert answers(Scene(stays, rule="squat", kind="praise")) == []


def test_a_long_bend_is_changed_when_the_trunk_comes_upright():
    # the share of the longest hold stays up for two seconds of standing
    rising = Scene(stays, "sustained-bend", lean=lambda after_s: max(40 - 20 * after_s, 4))
    changed = answer(rising)
    assert (changed.answered, changed.after_s) == ("changed", pytest.approx(1.0, abs=0.01))
    assert answer(Scene(stays, "sustained-bend")).answered == "unchanged"


def bend(**scene: object) -> Scene:
    return Scene(**{"level": lambda after_s: 0.8, "kind": "remind", **scene})  # type: ignore[arg-type]


def test_an_announced_bend_that_becomes_a_safe_technique_was_changed():
    changed = answer(bend(technique=good_from(0.8)))
    assert (changed.answered, changed.after_s) == ("changed", pytest.approx(0.8, abs=0.04))


def test_an_announced_bend_that_never_passes_a_limit_was_changed_in_all_of_the_time():
    assert answer(bend()) == Response(answer(bend()).cue, "changed", ANSWER_S)


def test_an_announced_bend_that_goes_over_its_limit_was_not_changed():
    over = bend(level=lambda after_s: 0.8 if after_s < 0.5 else 1.5, open_from_s=1.0)
    assert answer(over).answered == "unchanged"


def test_an_announced_bend_that_was_over_its_limit_and_is_back_was_not_changed():
    def dips(after_s: float) -> float:
        return 1.5 if 0.5 < after_s < 1.8 else 0.3

    assert answer(bend(level=dips, open_from_s=1.0)).answered == "unchanged"


def test_an_announced_bend_that_is_over_its_limit_at_the_end_was_not_changed():
    late = bend(level=lambda after_s: 0.8 if after_s < 2.7 else 1.5)
    assert answer(late).answered == "unchanged"


def test_an_announced_bend_that_was_put_right_in_time_was_changed():
    def eased(after_s: float) -> float:
        return 1.5 if 0.5 < after_s < 1.5 else 0.8

    put_right = bend(level=eased, open_from_s=1.0, technique=good_from(2.0))
    assert answer(put_right).answered == "changed"


def test_what_happens_to_an_announced_bend_later_is_not_its_answer():
    late = bend(
        technique=lambda after_s: "hip-hinge" if 2.9 < after_s < 3.1 else "", open_from_s=3.05
    )
    assert answer(late).answered == "changed"


def test_a_technique_does_not_mend_an_announced_bend_that_is_still_rounded():
    responses, cue = Responses(RELEASE), Cue(0.0, "deep-lean", "remind", "Push.")
    found: list[Response] = []
    for i in range(120):
        now = (verdict("deep-lean", 0.9), verdict("rounded-bend", 1.2 if i > 15 else 0.8))
        technique = "squat" if i > 20 else ""
        said = None if i else cue
        found += responses.update(Judged(Posture(i / 30), technique, now, (), (), said))
    assert [response.answered for response in found] == ["unchanged"]


def test_two_cues_at_once_are_answered_one_by_one():
    responses = Responses(RELEASE)
    lean, twist = (
        Cue(t_s, rule, "correct", rule) for t_s, rule in [(0, "deep-lean"), (1, "twist")]
    )
    found: list[Response] = []
    for i in range(150):
        t_s = i / 30
        verdicts = (verdict("deep-lean", falls(1.5)(t_s)), verdict("twist", 1.5))
        said = {0: lean, 30: twist}.get(i)
        found += responses.update(Judged(Posture(t_s), "", verdicts, (), (), said))
    assert [(r.cue.rule, r.answered) for r in found] == [
        ("deep-lean", "changed"),
        ("twist", "unchanged"),
    ]


moments = st.tuples(
    st.one_of(st.floats(0.01, 0.3), st.floats(0.3, 5)),
    st.sampled_from([0.1, 0.9, 1.5, 3.0, math.nan]),
    st.sampled_from(["", "hip-hinge", "squat", "seated"]),
    st.one_of(st.none(), st.sampled_from(sorted(RANK))),
    st.sampled_from(["correct", "remind", "praise"]),
)


def play(
    session: list[tuple[float, float, str, str | None, str]],
) -> tuple[list[Cue], list[Response]]:
    responses, t_s = Responses(RELEASE), 0.0
    cues: list[Cue] = []
    found: list[Response] = []
    for wait_s, level, technique, rule, kind in session:
        t_s += wait_s
        said = Cue(t_s, rule, kind, rule) if rule else None  # type: ignore[arg-type]
        cues += [said] if said else []
        now = Posture(t_s, {"trunk_inclination_deg": Reading(level * 20, 3.0)})
        verdicts = tuple(verdict(name, level) for name in RANK)
        open_rules = opened(tuple((name, "amber") for name in BENDS if level >= 1))
        new = responses.update(Judged(now, technique, verdicts, open_rules, (), said))  # type: ignore[arg-type]
        assert all(t_s - r.cue.t_s > 0 for r in new)
        found += new
    return cues, [*found, *responses.finish()]


@given(st.lists(moments, max_size=80))
def test_whatever_happens_every_lasting_cue_is_answered_exactly_once(session):
    cues, found = play(session)
    asked = [cue for cue in cues if cue.kind != "praise" and cue.rule not in NO_ANSWER]
    assert sorted((r.cue.t_s, r.cue.rule) for r in found) == [(c.t_s, c.rule) for c in asked]


@given(st.lists(moments, max_size=80))
def test_whatever_happens_only_a_change_has_a_time_and_it_is_within_three_seconds(session):
    for response in play(session)[1]:
        if response.answered == "changed":
            assert 0 <= response.after_s <= ANSWER_S
        else:
            assert math.isnan(response.after_s)


@given(st.lists(moments, max_size=40))
def test_the_same_session_gets_the_same_answers(session):
    assert repr(play(session)) == repr(play(session))  # as text, for nan is not nan


@given(
    at_s=st.floats(0.1, 3.5),
    over_s=st.floats(0.3, 2),
    rates_hz=st.tuples(st.floats(10, 60), st.floats(10, 60)),
)
def test_the_answer_does_not_depend_on_the_frame_rate(at_s, over_s, rates_hz):
    crossed_s = at_s + over_s * (1.5 - RELEASE) / 1.5
    one, other = (answer(Scene(falls(at_s, over_s)), rate_hz=rate_hz) for rate_hz in rates_hz)
    if abs(crossed_s - ANSWER_S) > 0.05:
        assert (
            one.answered == other.answered == ("changed" if crossed_s < ANSWER_S else "unchanged")
        )
    if one.answered == other.answered == "changed":
        assert one.after_s == pytest.approx(crossed_s, abs=0.06)
        assert other.after_s == pytest.approx(crossed_s, abs=0.06)


def test_an_answer_is_known_soon_after_the_three_seconds():
    seconds = ANSWER_S + GOOD_FOR_S + 0.1
    assert answer(Scene(falls(2.4)), lasts_s=seconds).answered == "changed"
    assert answer(Scene(stays), lasts_s=seconds).answered == "unchanged"


@pytest.mark.parametrize(("bad_movement", "answered"), [(1, "unchanged"), (2, "changed")])
def test_a_reminder_is_answered_by_its_own_movement_only(bad_movement, answered):
    responses = Responses(RELEASE)
    cue = Cue(CUE_S, "deep-lean", "remind", "Push your hips back.", movement=1)
    found: list[Response] = []
    for i in range(150):
        t_s = CUE_S + i / 30
        number = 1 if t_s < 2.5 else 2
        bad = number == bad_movement and (1.5 < t_s < 2.0 or 2.6 < t_s < 3.0)
        now = Judged(
            Posture(t_s, {"trunk_inclination_deg": Reading(40.0, 3.0)}),
            "",
            (verdict("deep-lean", 1.5 if bad else 0.5),),
            opened((("deep-lean", "amber"),) if bad else (), number),
            cue=cue if i == 0 else None,
            movement=moving(number, t_s),
        )
        found += responses.update(now)
    assert [response.answered for response in found] == [answered]
