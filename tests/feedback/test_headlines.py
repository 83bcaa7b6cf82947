"""The bar says what is open while it is open, and never looks graver or calmer than it is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling import WORDS, Open, judged, opened, policy, seen

from posturecheck.core import Cue, Headline, Judged, OpenEpisode
from posturecheck.feedback.cues import CuePolicy
from posturecheck.feedback.headlines import ASKED_S, SHOWN_S, Headlines
from posturecheck.rules import RANK

LEAN = WORDS.guide("deep-lean", "other")


class Bar:
    """A policy and its bar, as the loop has them."""

    def __init__(self) -> None:
        self.policy: CuePolicy = policy()
        self.headlines = Headlines(WORDS, self.policy.orders)

    def at(self, now: Judged, task: str = "other") -> Headline | None:
        self.policy.set_task(task)
        return self.headlines.update(replace(now, cue=self.policy.choose(now)), task)

    def says(self, t_s: float, open_rules: Open = (), movement: int = 1) -> Headline | None:
        return self.at(judged(seen(t_s), open_rules=open_rules, movement=movement))


def test_nothing_open_nothing_said():
    assert Bar().says(1.0) is None


@pytest.mark.parametrize("severity", ["amber", "red"])
def test_what_is_open_is_on_the_bar_with_its_order(severity):
    said = Bar().says(1.0, (("deep-lean", severity),))
    assert said is not None
    assert (said.tone, said.words, said.rule) == (severity, LEAN.cue, "deep-lean")
    assert LEAN.alternative.startswith(said.detail.rstrip("."))


def test_it_is_there_however_short_the_time_since_the_last_one():
    bar = Bar()
    assert bar.says(1.0, (("deep-lean", "amber"),), movement=1) is not None
    assert bar.says(2.0, movement=0) is not None
    for i in range(5):
        said = bar.says(3.0 + i, (("deep-lean", "amber"),), movement=2 + i)
        assert said is not None
        assert said.tone == "amber"


def test_when_it_closes_the_tone_goes_down_at_once_and_the_words_stay_for_next_time():
    bar = Bar()
    bar.says(1.0, (("deep-lean", "red"),))
    said = bar.says(1.1)
    assert said is not None
    assert (said.tone, said.words) == ("next", LEAN.cue)
    assert bar.says(1.0 + SHOWN_S) == said
    assert bar.says(1.1 + SHOWN_S) is None


def test_another_rule_in_the_movement_raises_the_tone_and_keeps_the_words():
    bar = Bar()
    bar.says(1.0, (("deep-lean", "red"),))
    said = bar.says(1.5, (("deep-lean", "amber"), ("side-bend", "red")))
    assert said is not None
    assert (said.tone, said.words) == ("red", LEAN.cue)


def test_a_rule_that_is_not_seen_just_now_is_not_shown_as_open():
    bar = Bar()
    bar.says(1.0, (("deep-lean", "red"),))
    now = judged(seen(1.1), "", (("deep-lean", "red"),), unseen=frozenset({"deep-lean"}))
    said = bar.at(now)
    assert said is not None
    assert said.tone == "next"


def test_what_stays_open_from_an_earlier_movement_gives_way_to_the_order_of_this_one():
    bar = Bar()
    episodes = (OpenEpisode("repeated-bend", "red", 0.0, 1), *opened((("twist", "amber"),), 3))
    now = judged(seen(9.0), movement=3)
    said = bar.at(replace(now, open_episodes=episodes, movement=now.movement))
    assert said is not None
    assert said.tone == "red"


def test_a_movement_keeps_its_words_where_only_what_was_open_before_still_is():
    bar = Bar()
    bar.says(8.0, (("side-bend", "amber"),), movement=3)
    many = (OpenEpisode("repeated-bend", "amber", 0.0, 1),)
    said = bar.at(replace(judged(seen(9.0), movement=3), open_episodes=many))
    assert said is not None
    assert (said.tone, said.words) == ("amber", WORDS.guide("side-bend", "other").cue)


def test_many_bends_are_for_the_next_bend_and_not_for_standing_still():
    bar = Bar()
    many = (("repeated-bend", "amber"),)
    within = bar.says(8.0, many, movement=3)
    assert within is not None
    assert within.tone == "amber"
    resting = bar.says(8.1, many, movement=0)
    assert resting is not None
    assert (resting.tone, resting.words) == ("next", within.words)
    assert bar.says(8.1 + SHOWN_S, many, movement=0) is None
    again = bar.says(20.0, many, movement=4)
    assert again is not None
    assert again.tone == "amber"


def test_praise_is_shown_for_a_while():
    bar = Bar()
    cue = Cue(5.0, "squat", "praise", "Lovely squat.")
    now = replace(judged(seen(5.0)), cue=cue)
    assert bar.headlines.update(now, "other") == Headline("praise", "Lovely squat.")
    assert bar.says(5.0 + SHOWN_S, movement=0) is not None
    assert bar.says(5.1 + SHOWN_S, movement=0) is None


def test_a_reminder_is_shown_while_its_bend_lasts():
    bar = Bar()
    cue = Cue(5.0, "deep-lean", "remind", LEAN.cue, movement=2)
    said = bar.headlines.update(replace(judged(seen(5.0), movement=2), cue=cue), "other")
    assert said is not None
    assert (said.tone, said.words) == ("remind", LEAN.cue)
    assert bar.says(6.0, movement=2) == said
    assert bar.says(6.1, movement=0) is None


def test_a_question_stays_until_it_can_be_read_from_the_floor():
    bar = Bar()
    said = bar.at(replace(judged(seen(5.0)), ask=True))
    assert said is not None
    assert (said.tone, said.words, said.detail) == (
        "ask",
        WORDS.question.words,
        WORDS.question.detail,
    )
    assert bar.says(5.0 + ASKED_S, movement=0) == said
    assert bar.says(5.1 + ASKED_S, movement=0) is None


severities = st.sampled_from(["amber", "red"])
moments = st.tuples(
    st.floats(0.03, 4.0),
    st.integers(0, 3),
    st.dictionaries(st.sampled_from(sorted(RANK)), severities, max_size=3),
)


@given(st.lists(moments, max_size=40))
def test_whatever_happens_the_tone_is_that_of_the_gravest_that_is_open(session):
    bar, t_s = Bar(), 0.0
    for wait_s, movement, rules in session:
        t_s += wait_s
        said = bar.says(t_s, tuple(rules.items()), movement)
        now = [s for rule, s in rules.items() if movement or rule != "repeated-bend"]
        if now:
            assert said is not None
            assert said.tone == ("red" if "red" in now else "amber")
            assert said.words
        else:
            assert said is None or said.tone in ("next", "remind", "praise")


@given(st.lists(moments, max_size=40))
def test_within_a_movement_the_words_change_only_with_its_orders(session):
    bar, t_s = Bar(), 0.0
    words: list[str] = []
    for wait_s, _, rules in session:
        t_s += wait_s
        said = bar.says(t_s, tuple(rules.items()), 1)
        if rules and said is not None and (not words or words[-1] != said.words):
            words.append(said.words)
    assert len(words) <= 3
