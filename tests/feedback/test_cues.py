"""What becomes a cue: each movement's words once, spoken only with quiet between."""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling import WORDS, Open, bent, corrected, done, judged, policy, said, seen

from posturecheck.core import Cue, Movement, Posture
from posturecheck.feedback.cues import STILL_NEWS_S, TOO_FAST_DEG_S, CuePolicy
from posturecheck.feedback.praising import PRAISED
from posturecheck.feedback.schedule import TEN_MIN_S
from posturecheck.profiles.settings import Cues
from posturecheck.rules import RANK


def test_a_bend_is_answered_with_the_guidance_of_its_task():
    cue = bent(policy("dishwasher"), 2.0, "rounded-bend", movement=7)
    words = WORDS.guide("rounded-bend", "dishwasher").cue
    assert cue == Cue(2.0, "rounded-bend", "correct", words, movement=7)


def test_nothing_wrong_nothing_said():
    speaker = policy()
    assert [said(speaker, t / 10, technique="squat") for t in range(100)] == [None] * 100


def test_one_movement_is_corrected_once():
    speaker = policy(quiet_s=0, repeat_s=0)
    cues = [bent(speaker, t / 2, movement=1) for t in range(40)]
    assert sum(cue is not None for cue in cues) == 1


def test_the_next_movement_is_corrected_anew():
    speaker = corrected()
    again = bent(speaker, 31.0)
    assert again is not None
    assert again.spoken


def test_the_same_words_for_a_graver_rule_are_no_news():
    assert WORDS.guide("deep-lean", "other").cue == WORDS.guide("rounded-bend", "other").cue
    speaker = policy(quiet_s=0, repeat_s=0)
    assert bent(speaker, 1.0, movement=1) is not None
    both: Open = (("deep-lean", "amber"), ("rounded-bend", "red"))
    assert said(speaker, 2.0, open_rules=both, movement=1) is None


def test_a_red_of_another_rule_is_given_its_words():
    speaker = policy(quiet_s=0, repeat_s=0)
    assert bent(speaker, 1.0, movement=1) is not None
    cue = said(speaker, 2.0, open_rules=(("deep-lean", "amber"), ("twist", "red")), movement=1)
    assert cue is not None
    assert (cue.rule, cue.movement) == ("twist", 1)


@pytest.mark.parametrize("speed", [(80.0, 0.0), (-80.0, 0.0), (0.0, 80.0), (0.0, -80.0)])
def test_the_voice_waits_for_the_fastest_part_to_be_over(speed):
    speaker = policy()
    lean: Open = (("deep-lean", "red"),)
    assert speaker.choose(judged(seen(1.0, *speed), "", lean, movement=1)) is None
    cue = said(speaker, 1.2, open_rules=lean, movement=1)
    assert cue is not None
    assert cue.spoken


def test_a_quick_movement_is_still_spoken_of_when_it_has_slowed_down():
    speaker = policy()
    fast: Open = (("fast-bend", "amber"),)
    assert speaker.choose(judged(seen(1.0, bend_deg_s=90.0), "", fast, movement=1)) is None
    cue = said(speaker, 1.5, movement=1)
    assert cue is not None
    assert cue.rule == "fast-bend"


def test_nothing_is_said_about_somebody_who_is_not_seen():
    speaker = policy()
    unseen = judged(Posture(1.0), "", (("deep-lean", "red"),), movement=1)
    assert speaker.choose(unseen) is None
    assert bent(speaker, 1.2, movement=1) is not None


def test_what_may_not_be_spoken_is_shown_at_once():
    speaker = corrected()
    cue = bent(speaker, 4.0, "side-bend")
    assert cue is not None
    assert not cue.spoken


def test_between_two_spoken_cues_there_is_quiet():
    speaker = corrected()
    cues = [bent(speaker, 9.9, "side-bend"), bent(speaker, 10.0, "twist")]
    assert [cue and cue.spoken for cue in cues] == [False, True]


def test_the_same_words_are_spoken_later():
    speaker = corrected()
    cues = [bent(speaker, 25.9, movement=50), bent(speaker, 26.0, movement=51)]
    assert [cue and cue.spoken for cue in cues] == [False, True]


def test_the_same_words_wait_as_long_as_the_profile_wants():
    speaker = corrected(repeat_s=1800)
    cues = [bent(speaker, 1700.0), bent(speaker, 1801.0)]
    assert [cue and cue.spoken for cue in cues] == [False, True]


def test_amber_is_left_alone_where_the_profile_wants_red_only():
    speaker = policy(amber_too=False)
    assert bent(speaker, 1.0) is None
    assert bent(speaker, 2.0, severity="red") is not None


def good(speaker: CuePolicy, t_s: float, technique: str = "squat", **facts) -> Cue | None:
    """Somebody has just finished a movement that went well."""
    number = facts.pop("number", 1000 + int(t_s))
    return said(speaker, t_s, ended=(done(number, t_s, technique, **facts),))


@pytest.mark.parametrize("technique", sorted(PRAISED))
def test_a_good_movement_after_a_correction_is_praised_once(technique):
    speaker = corrected()
    cue = good(speaker, 15.0, technique)
    assert cue is not None
    words = WORDS.technique(technique).praise
    assert cue == Cue(15.0, technique, "praise", words, movement=1015)
    assert good(speaker, 40.0, technique) is None


def test_a_good_movement_without_a_correction_is_let_be():
    assert good(policy(), 15.0) is None


def test_a_correction_long_ago_is_praised_no_more():
    assert good(corrected(praise_within_s=30), 40.0) is None


def test_praise_can_be_switched_off():
    assert good(corrected(praise=False), 15.0) is None


def test_a_moment_in_a_good_way_is_not_praised_before_the_movement_is_over():
    speaker = corrected()
    assert [said(speaker, 15 + i / 10, technique="squat") for i in range(50)] == [None] * 50


def test_a_movement_in_which_a_rule_opened_is_not_praised():
    speaker = corrected()
    assert bent(speaker, 14.0, movement=9) is not None
    assert good(speaker, 16.0, number=9) is None
    assert good(speaker, 20.0, number=10) is not None


def test_the_movement_that_was_corrected_is_not_the_one_that_is_praised():
    speaker = corrected()  # in movement 2
    assert good(speaker, 3.0, number=2) is None


def test_nobody_is_praised_while_something_is_wrong():
    speaker = corrected()
    wrong: Open = (("side-bend", "amber"),)
    assert bent(speaker, 14.0, "side-bend", movement=0) is not None
    assert said(speaker, 15.0, open_rules=wrong, ended=(done(9, 15.0),)) is None


def test_praise_is_shown_where_it_may_not_be_spoken():
    speaker = corrected()
    cue = good(speaker, 6.0)
    assert cue is not None
    assert not cue.spoken


def test_a_fall_is_asked_about_whatever_the_distances():
    speaker = corrected(most_in_10_min=0)
    cue = speaker.choose(replace(judged(Posture(2.0)), ask=True))
    assert cue == Cue(2.0, "", "ask", WORDS.question.words)


def test_the_words_follow_the_task_from_the_next_movement_on():
    speaker = corrected(task="other")
    speaker.set_task("shoes")
    cue = bent(speaker, 13.0)
    assert cue is not None
    assert cue.say == WORDS.guide("deep-lean", "shoes").cue != WORDS.guide("deep-lean", "other").cue


@dataclass(frozen=True)
class Instant:
    """What a generated moment holds; ``movement`` is how many movements later it is."""

    wait_s: float
    lean_deg: float
    speed_deg_s: float
    technique: str
    open_rules: Open
    later: int
    unseen: frozenset[str]
    wish: str

    @property
    def seen(self) -> bool:
        return math.isfinite(self.lean_deg)


severities = st.sampled_from(["amber", "red"])
rules = st.sampled_from(sorted(RANK))
instants = st.builds(
    Instant,
    wait_s=st.one_of(st.floats(0.03, 3), st.floats(3, 200)),
    lean_deg=st.sampled_from([4.0, 4.0, 16.0, 18.0, 40.0, math.nan]),
    speed_deg_s=st.sampled_from([0.0, 10.0, 30.0, -75.0, 90.0, math.nan]),
    technique=st.sampled_from(["", "", "squat", "hip-hinge", "seated", "step-turn"]),
    open_rules=st.dictionaries(rules, severities, max_size=3).map(
        lambda chosen: tuple(chosen.items())
    ),
    later=st.sampled_from([0, 0, 0, 1]),
    unseen=st.frozensets(rules, max_size=2),
    wish=st.sampled_from(["", "", "", "", "snooze", "unsnooze"]),
)
wishes = st.builds(
    Cues,
    quiet_s=st.sampled_from([0.0, 2.0, 9.0, 60.0]),
    repeat_s=st.sampled_from([0.0, 25.0, 300.0, 1500.0]),
    most_in_10_min=st.integers(0, 6),
    amber_too=st.booleans(),
    praise=st.booleans(),
    remind=st.booleans(),
    remind_after_bends=st.integers(1, 2),
    baseline_days=st.sampled_from([0, 0, 1]),
)
days = st.sampled_from([1, 2, 8, 15])
sessions = st.lists(instants, max_size=60)
SNOOZE_S = 60.0


@dataclass(frozen=True)
class Told:
    """A cue, the moment it was given in, and what went before."""

    now: Instant
    cue: Cue
    snoozed: bool
    opened: frozenset[tuple[int, str]]  # movement and rule, within the last seconds
    ended: tuple[Movement, ...]


def tell(settings: Cues, session: list[Instant], day: int = 1) -> list[Told]:
    speaker, t_s, snoozed_until_s = CuePolicy(settings, WORDS, "other", day), 0.0, 0.0
    told, number = [], 1
    opened: list[tuple[float, int, str]] = []
    for now in session:
        t_s += now.wait_s
        if now.wish:
            snoozed_until_s = t_s + SNOOZE_S if now.wish == "snooze" else 0.0
            speaker.snooze(snoozed_until_s if now.wish == "snooze" else -math.inf)
        ended = (done(number, t_s, now.technique),) if now.later else ()
        number += now.later
        opened += [(t_s, number, rule) for rule, _ in now.open_rules]
        posture = seen(t_s, now.speed_deg_s, lean_deg=now.lean_deg) if now.seen else Posture(t_s)
        moment = judged(
            posture,
            now.technique,
            now.open_rules,
            unseen=now.unseen,
            movement=number,
            ended=ended,
        )
        cue = speaker.choose(moment)
        if cue is not None:
            known = frozenset((m, rule) for _, m, rule in opened)
            told.append(Told(now, cue, t_s < snoozed_until_s, known, ended))
    return told


@given(wishes, sessions, days)
def test_whatever_happens_the_spoken_cues_keep_their_distances(settings, session, day):
    cues = [told.cue for told in tell(settings, session, day) if told.cue.spoken]
    for later, cue in enumerate(cues):
        earlier = cues[:later]
        assert all(cue.t_s - e.t_s >= settings.quiet_s for e in earlier)
        same = [e for e in earlier if e.say == cue.say]
        assert all(cue.t_s - e.t_s >= settings.repeat_s for e in same)
        recent = [e for e in earlier if cue.t_s - e.t_s < TEN_MIN_S]
        assert len(recent) < settings.most_in_10_min


@given(wishes, sessions, days)
def test_whatever_happens_a_cue_has_its_reason(settings, session, day):
    for told in tell(settings, session, day):
        now, cue = told.now, told.cue
        assert now.seen
        if cue.kind == "praise":
            assert settings.praise
            assert not now.open_rules
            (movement,) = told.ended
            assert (cue.rule, cue.movement) == (movement.technique, movement.number)
            assert not any(m == movement.number for m, _ in told.opened)
        elif cue.kind == "remind":
            assert settings.remind
            assert cue.rule not in now.unseen
            assert not now.open_rules
            assert not now.technique
            assert 0 < now.speed_deg_s <= TOO_FAST_DEG_S
        else:
            assert (cue.movement, cue.rule) in told.opened


@given(wishes, sessions, days)
def test_whatever_happens_a_movement_hears_one_order_and_its_two_exceptions(settings, session, day):
    cues = [told.cue for told in tell(settings, session, day)]
    orders = [cue for cue in cues if cue.kind != "praise"]
    for number in {cue.movement for cue in orders}:
        given_in_it = [cue for cue in orders if cue.movement == number]
        assert len(given_in_it) <= 3
        assert all(a.say != b.say for a, b in pairwise(given_in_it))


@given(wishes, sessions, days)
def test_whatever_happens_every_praise_follows_a_correction_of_its_own(settings, session, day):
    kinds = [told.cue.kind for told in tell(settings, session, day)]
    owed = 0
    for kind in kinds:
        owed = 1 if kind != "praise" else owed - 1
        assert owed >= 0


@given(wishes, sessions, days)
def test_whatever_happens_nothing_is_spoken_in_a_snooze_or_on_a_baseline_day(
    settings, session, day
):
    for told in tell(settings, session, day):
        if told.snoozed or day <= settings.baseline_days:
            assert not told.cue.spoken


@given(wishes, sessions, days)
def test_whatever_happens_the_first_correction_that_may_be_spoken_is(settings, session, day):
    told = tell(settings, session, day)
    first = next((t for t in told if t.cue.kind != "praise" and not t.snoozed), None)
    if first is not None and day > settings.baseline_days and settings.most_in_10_min:
        assert first.cue.spoken


@given(wishes, sessions, days)
def test_the_same_session_gets_the_same_cues(settings, session, day):
    again = tell(settings, session, day)
    assert [t.cue for t in tell(settings, session, day)] == [t.cue for t in again]


def test_the_voice_waits_no_longer_than_a_quick_movement_is_news():
    speaker = policy()
    lean: Open = (("deep-lean", "red"),)
    times = [1.0 + i / 10 for i in range(30)]
    cues = [speaker.choose(judged(seen(t, 90.0), "", lean, movement=1)) for t in times]
    given_at = [t for t, cue in zip(times, cues, strict=True) if cue is not None]
    assert given_at == [pytest.approx(1.0 + STILL_NEWS_S + 0.1)]
