import math
import random
from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.core import Answer, Episode, Movement, Posture, Reading, Verdict
from posturecheck.profiles.settings import Profile
from posturecheck.rules.episodes import Episodes

AMBER, RED = 20.0, 60.0  # deep-lean's, as the default profile; its dwell is half a second
DWELL_S = 0.5
NAN = math.nan
BENDING, TURNING = "trunk_flexion_rate_deg_s", "trunk_rotation_rate_deg_s"
Curve = Callable[[float], float]


def lean(value: float, sd: float = 0.0, rule: str = "deep-lean") -> Verdict:
    said: Answer = "under"
    if not math.isfinite(value):
        said = "cannot tell"
    elif value - sd >= RED:
        said = "red"
    elif value - sd >= AMBER:
        said = "amber"
    elif value >= AMBER:
        said = "cannot tell"
    return Verdict(rule, said, value, sd, "deg", AMBER, RED, value / AMBER)


def profile(**judging: float) -> Profile:
    return Profile.model_validate({"judging": judging})


def frames(fps: float, until_s: float) -> list[float]:
    return [i / fps for i in range(int(until_s * fps) + 1)]


def jittered(until_s: float) -> list[float]:
    dice, times = random.Random(7), [0.0]
    while times[-1] < until_s:
        times.append(times[-1] + dice.uniform(0.015, 0.07))
    return times


def watch(
    curve: Curve,
    times: Iterable[float] = (),
    *,
    settings: Profile | None = None,
    load_kg: float = 0.0,
    rule: str = "deep-lean",
) -> list[Episode]:
    """Return all episodes of a curve of degrees over seconds; 30 frames/s for 12 s if unsaid."""
    memory = Episodes(settings or Profile(), load_kg)
    found: list[Episode] = []
    t_s = 0.0
    for t_s in times or frames(30, 12):
        found += memory.update(Posture(t_s), "", (lean(curve(t_s), rule=rule),))
    return found + list(memory.finish(t_s))


def stairs(*steps: tuple[float, float]) -> Curve:
    """A curve of (from second, value) steps; 0 before the first."""
    return lambda t_s: next((v for start_s, v in reversed(steps) if t_s >= start_s), 0.0)


def one(episodes: list[Episode]) -> Episode:
    assert len(episodes) == 1, episodes
    return episodes[0]


def bend(down_s: float = 1.0, hold_s: float = 2.0, peak: float = 45.0) -> Curve:
    """One bend that begins at second 1, goes down in a second and comes up in one."""

    def at(t_s: float) -> float:
        going_down = (t_s - 1.0) / down_s
        coming_up = 1.0 - (t_s - 1.0 - down_s - hold_s)
        return peak * min(max(min(going_down, coming_up), 0.0), 1.0)

    return at


@pytest.mark.parametrize(
    ("times", "frame_s"),
    [
        (frames(10, 7), 1 / 10),
        (frames(30, 7), 1 / 30),
        (frames(60, 7), 1 / 60),
        (jittered(7), 0.07),
    ],
    ids=["10/s", "30/s", "60/s", "jittered"],
)
def test_one_real_bend_is_one_episode_whatever_the_frame_rate(times, frame_s):
    episode = one(watch(bend(), times))
    assert episode.start_s == pytest.approx(1 + AMBER / 45, abs=frame_s)
    assert episode.end_s == pytest.approx(4 + (45 - 0.7 * AMBER) / 45, abs=frame_s)
    assert episode.peak == pytest.approx(45)
    assert not episode.lost


@given(
    fps=st.floats(10, 60),
    first_s=st.floats(0, 0.9),
    hold_s=st.floats(0.6, 5),
    peak=st.floats(30, 55),
)
def test_any_one_bend_is_one_amber_episode_within_a_frame(fps, first_s, hold_s, peak):
    times = [first_s + t for t in frames(fps, hold_s + 5)]
    episode = one(watch(bend(hold_s=hold_s, peak=peak), times))
    assert episode.severity == "amber"
    assert episode.start_s == pytest.approx(1 + AMBER / peak, abs=1 / fps)
    assert episode.end_s == pytest.approx(3 + hold_s - 0.7 * AMBER / peak, abs=1 / fps)


@pytest.mark.parametrize("fps", [10, 30, 60])
def test_shorter_than_the_dwell_is_nothing(fps):
    assert watch(stairs((1, 45), (1.35, 0)), frames(fps, 4)) == []
    assert len(watch(stairs((1, 45), (1.75, 0)), frames(fps, 4))) == 1


def test_without_a_dwell_one_frame_is_enough():
    episode = one(watch(stairs((1, 80), (1.03, 0)), rule="fast-bend"))
    assert episode.rule == "fast-bend"
    assert episode.peak == 80


def test_a_value_over_the_limit_that_is_never_sure_is_no_episode():
    memory = Episodes(Profile())
    for t_s in frames(30, 5):
        assert memory.update(Posture(t_s), "", (lean(25.0, sd=8.0),)) == ()
    assert memory.open_episodes == ()
    assert memory.finish(5.0) == ()


def test_between_release_and_limit_an_episode_goes_on():
    episode = one(watch(stairs((1, 30), (3, 0.75 * AMBER), (6, 30), (7, 0))))
    assert episode.start_s == pytest.approx(1, abs=0.04)
    assert episode.end_s == pytest.approx(7, abs=0.04)


def test_below_the_release_for_half_a_second_ends_it_where_it_came_below():
    first, second = watch(stairs((1, 30), (3, 10), (3.7, 30), (5, 0)))
    assert first.end_s == pytest.approx(3, abs=0.04)
    assert second.start_s == pytest.approx(3.7, abs=0.04)


def test_a_short_rise_for_breath_is_the_same_bend():
    episode = one(watch(stairs((1, 30), (3, 10), (3.3, 30), (5, 0))))
    assert episode.end_s == pytest.approx(5, abs=0.04)


def test_the_merge_gap_joins_what_lies_closer():
    twice = stairs((1, 30), (3, 0), (4.5, 30), (6, 0))
    assert len(watch(twice)) == 2
    assert len(watch(twice, settings=profile(merge_gap_s=2.0))) == 1


def test_an_episode_is_told_only_once_it_is_over():
    memory, told_s = Episodes(Profile()), []
    curve = stairs((1, 30), (3, 0))
    for t_s in frames(30, 6):
        if memory.update(Posture(t_s), "", (lean(curve(t_s)),)):
            told_s.append(t_s)
    assert told_s == [pytest.approx(3.5, abs=0.05)]


def test_red_is_red_when_held_red_for_the_dwell():
    episode = one(watch(stairs((1, 30), (2, 70), (2.7, 30), (4, 0))))
    assert episode.severity == "red"
    assert episode.limit == RED
    assert episode.peak == 70


def test_red_for_a_moment_stays_amber_and_keeps_its_peak():
    episode = one(watch(stairs((1, 30), (2, 70), (2.2, 30), (4, 0))))
    assert episode.severity == "amber"
    assert episode.limit == AMBER
    assert episode.peak == 70


def test_two_red_moments_do_not_add_up():
    curve = stairs((1, 30), (2, 70), (2.3, 30), (2.6, 70), (2.9, 30), (4, 0))
    assert one(watch(curve)).severity == "amber"


def test_a_declared_load_raises_amber_to_red():
    assert one(watch(bend())).severity == "amber"
    assert one(watch(bend(), load_kg=0.4)).severity == "amber"
    assert one(watch(bend(), load_kg=0.5)).severity == "red"


def test_no_load_raises_nothing_even_where_any_load_would():
    any_load = Profile.model_validate({"load": {"raise_from_kg": 0}})
    assert one(watch(bend(), settings=any_load)).severity == "amber"
    assert one(watch(bend(), settings=any_load, load_kg=0.01)).severity == "red"


def test_unseen_for_long_ends_an_episode_as_lost_when_it_was_last_seen():
    episode = one(watch(stairs((1, 45), (3, NAN), (4.5, 0))))
    assert episode.lost
    assert episode.end_s == pytest.approx(3, abs=0.04)


def test_unseen_for_a_moment_is_the_same_episode():
    episode = one(watch(stairs((1, 45), (3, NAN), (3.8, 45), (5, 0))))
    assert not episode.lost
    assert episode.end_s == pytest.approx(5, abs=0.04)


def test_who_came_up_before_going_out_of_sight_is_not_lost():
    episode = one(watch(stairs((1, 45), (3, 0), (3.2, NAN))))
    assert not episode.lost
    assert episode.end_s == pytest.approx(3, abs=0.04)


def test_what_was_never_seen_is_no_episode():
    assert watch(lambda t_s: NAN) == []


def test_not_seen_never_opens_and_never_ends_as_safe():
    memory, curve = Episodes(Profile()), stairs((1, 45), (3, NAN))
    for t_s in frames(30, 3.9):
        assert memory.update(Posture(t_s), "", (lean(curve(t_s)),)) == ()
        assert bool(memory.open_episodes) == (t_s >= 1 + DWELL_S - 1e-9)


def test_what_is_open_at_the_end_ends_there():
    episode = one(watch(stairs((1, 45)), frames(30, 5)))
    assert episode.end_s == 5
    assert not episode.lost


def test_a_dwell_cut_short_by_the_end_is_nothing():
    assert watch(stairs((4.8, 45)), frames(30, 5)) == []


def test_what_is_open_is_known_with_its_severity_until_it_is_ending():
    memory, curve = Episodes(Profile()), stairs((1, 30), (2, 70), (3, 0))
    open_at = {}
    for t_s in frames(30, 5):
        memory.update(Posture(t_s), "", (lean(curve(t_s)),))
        open_at[round(t_s, 1)] = tuple((e.rule, e.severity) for e in memory.open_episodes)
        assert all(e.since_s == pytest.approx(1, abs=0.04) for e in memory.open_episodes)
    assert open_at[1.2] == ()
    assert open_at[1.8] == (("deep-lean", "amber"),)
    assert open_at[2.9] == (("deep-lean", "red"),)
    assert open_at[3.2] == ()


def test_rules_are_remembered_each_for_itself():
    memory, found = Episodes(Profile()), []
    first, second = stairs((1, 45), (3, 0)), stairs((2, 45), (5, 0))
    for t_s in frames(30, 7):
        both = (lean(first(t_s)), lean(second(t_s), rule="side-bend"))
        found += memory.update(Posture(t_s), "", both)
    assert [(e.rule, round(e.start_s), round(e.end_s)) for e in found] == [
        ("deep-lean", 1, 3),
        ("side-bend", 2, 5),
    ]


def test_an_episode_notes_how_the_body_held_itself_at_the_peak():
    memory, found = Episodes(Profile()), []
    for t_s in frames(30, 6):
        technique = "squat" if 2 <= t_s < 3 else ""
        found += memory.update(Posture(t_s), technique, (lean(bend(down_s=1.5)(t_s)),))
    assert one(found).technique == "squat"
    assert one(found).peak_t_s == pytest.approx(2.5, abs=0.04)


def fastest(rule: str, speeds: dict[str, Reading]) -> float:
    memory, curve = Episodes(Profile()), stairs((1, 45), (3, 0))
    found: list[Episode] = []
    for t_s in frames(30, 5):
        moving = speeds if 1.5 <= t_s < 2 else {}
        found += memory.update(Posture(t_s, moving), "", (lean(curve(t_s), rule=rule),))
    return one(found).speed_deg_s


def test_an_episode_notes_the_fastest_movement_of_its_own_kind():
    speeds = {BENDING: Reading(-70.0, 10.0), TURNING: Reading(40.0, 10.0)}
    assert fastest("deep-lean", speeds) == 70
    assert fastest("twist", speeds) == 40


def test_a_speed_that_is_mostly_doubt_is_not_noted():
    assert math.isnan(fastest("deep-lean", {BENDING: Reading(20.0, 15.0)}))
    assert math.isnan(fastest("deep-lean", {}))


moments = st.lists(
    st.tuples(
        st.floats(0.01, 0.5),
        st.one_of(st.just(NAN), st.sampled_from([0.0, 15.0, 19.9, 20.0, 70.0]), st.floats(0, 90)),
        st.floats(0, 20),
    ),
    max_size=80,
)


@given(moments, st.sampled_from([0.0, 3.0]), st.sampled_from(["deep-lean", "fast-bend"]))
def test_episodes_of_a_rule_follow_each_other_and_keep_their_order(track, load_kg, rule):
    memory = Episodes(Profile(), load_kg)
    found: list[Episode] = []
    t_s = 0.0
    for wait_s, value, sd in track:
        t_s += wait_s
        found += memory.update(Posture(t_s), "", (lean(value, sd, rule),))
        assert len(memory.open_episodes) <= 1
    found += memory.finish(t_s)
    for episode in found:
        assert 0 <= episode.start_s <= episode.peak_t_s <= episode.end_s <= t_s
        assert episode.peak >= AMBER
        assert (episode.severity == "red") >= (load_kg > 0)
    for earlier, later in pairwise(found):
        assert earlier.end_s <= later.start_s


@given(moments)
def test_every_episode_has_a_moment_that_was_sure_and_a_red_one_a_red_moment(track):
    memory = Episodes(Profile())
    found: list[Episode] = []
    said: list[tuple[float, Answer]] = []
    t_s = 0.0
    for wait_s, value, sd in track:
        t_s += wait_s
        said.append((t_s, lean(value, sd).answer))
        found += memory.update(Posture(t_s), "", (lean(value, sd),))
    found += memory.finish(t_s)
    for episode in found:
        within = {a for t, a in said if episode.start_s <= t <= episode.end_s}
        assert within & {"amber", "red"}
        assert ("red" in within) >= (episode.severity == "red")


@given(moments)
def test_a_moment_that_was_not_seen_never_opens_and_ends_only_as_lost(track):
    memory, t_s = Episodes(Profile()), 0.0
    for wait_s, value, sd in track:
        t_s += wait_s
        before = memory.open_episodes
        closed = memory.update(Posture(t_s), "", (lean(value, sd),))
        if math.isnan(value):
            assert set(memory.open_episodes) <= set(before)
            assert all(episode.lost for episode in closed) or not before


def test_unseen_time_counts_towards_no_dwell():
    glimpses = stairs((1.0, 45.0), (1.04, NAN), (1.9, 45.0), (1.94, NAN))
    assert watch(glimpses) == []


def test_a_gap_without_frames_ends_an_episode_as_lost():
    times = [t for t in frames(30, 40) if not 4.0 < t < 34.0]
    first, second = watch(stairs((1.0, 45.0), (38.0, 0.0)), times)
    assert first.lost
    assert first.end_s == pytest.approx(4.0, abs=0.05)
    assert second.start_s == pytest.approx(34.0, abs=0.05)


def test_much_doubt_does_not_end_an_episode_as_if_it_were_over():
    memory = Episodes(Profile())
    for t_s in frames(30, 3):
        assert memory.update(Posture(t_s), "", (lean(45.0),)) == ()
    doubtful = Verdict("deep-lean", "cannot tell", 5.0, 40.0, "deg", AMBER, RED, 5.0 / AMBER)
    ended: list[Episode] = []
    for t_s in frames(30, 2):
        ended += memory.update(Posture(3.1 + t_s), "", (doubtful,))
    assert one(ended).lost


def test_what_ends_unseen_ends_when_it_was_last_seen():
    assert one(watch(stairs((1.0, 45.0), (11.5, NAN)))).end_s == pytest.approx(11.5, abs=0.05)


# Movements.


def moves(curve: Curve, starts: dict[int, float], rule: str = "deep-lean") -> list[Episode]:
    """Return the episodes of a curve with movements that begin at these seconds."""
    memory, found = Episodes(Profile()), []
    for t_s in frames(30, 12):
        begun = {number: start_s for number, start_s in starts.items() if start_s <= t_s}
        number = max(begun, default=0)
        now = Posture(t_s)
        movement = Movement(number, "bend", "going down", begun[number], now) if number else None
        found += memory.update(now, "", (lean(curve(t_s), rule=rule),), movement)
    return [*found, *memory.finish(12.0)]


def test_an_episode_ends_where_the_next_movement_begins_and_goes_on_as_another():
    first, second = moves(lambda t: 50.0 if 1 <= t <= 9 else 0.0, {1: 1.0, 2: 5.0})
    assert (first.movement, second.movement) == (1, 2)
    assert first.end_s == second.start_s == 5.0
    assert second.end_s == pytest.approx(9.0, abs=0.1)


def test_what_was_ending_as_the_next_movement_began_ends_where_it_did():
    first, second = moves(lambda t: 0.0 if 4.8 < t < 5.1 or not 1 <= t <= 9 else 50.0, {1: 1, 2: 5})
    assert first.end_s == pytest.approx(4.8, abs=0.05)
    assert second.start_s == pytest.approx(5.1, abs=0.05)


@pytest.mark.parametrize("rule", ["sustained-bend", "repeated-bend"])
def test_what_is_about_more_than_a_movement_spans_them(rule):
    (episode,) = moves(lambda t: 50.0 if 1 <= t <= 9 else 0.0, {1: 1.0, 2: 5.0}, rule)
    assert episode.movement == 1
    assert episode.end_s == pytest.approx(9.0, abs=0.1)


def test_what_began_before_any_movement_belongs_to_the_one_that_begins():
    (episode,) = moves(lambda t: 50.0 if 1 <= t <= 9 else 0.0, {1: 1.2})
    assert episode.movement == 1
    assert episode.start_s == pytest.approx(1.0, abs=0.05)
