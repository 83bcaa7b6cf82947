"""One order a movement, chosen at its first limit and kept; two exceptions, each once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telling import WORDS, Open, judged, moving, opened, seen

from posturecheck.core import Judged, OpenEpisode, Severity
from posturecheck.feedback.orders import Order, Orders
from posturecheck.rules import RANK

REPEATED, SUSTAINED = "repeated-bend", "sustained-bend"


def orders(*, amber_too: bool = True) -> Orders:
    return Orders(WORDS, amber_too=amber_too)


def given_in(memory: Orders, *moments: Open, movement: int = 1, task: str = "other") -> list[Order]:
    """The orders given while these rules are open, one moment a tenth of a second."""
    found = []
    for i, open_rules in enumerate(moments):
        now = judged(seen(movement + i / 10), open_rules=open_rules, movement=movement)
        found.append(memory.update(now, task))
    return [order for order in found if order is not None]


def test_the_first_limit_that_is_passed_gives_the_movements_order():
    (order,) = given_in(orders(), (), (("deep-lean", "amber"),), (("deep-lean", "amber"),))
    words = WORDS.guide("deep-lean", "other").cue
    assert (order.movement, order.rule, order.say, order.t_s) == (1, "deep-lean", words, 1.1)


def test_of_two_limits_passed_at_once_the_graver_one_is_answered():
    both: Open = (("deep-lean", "amber"), ("twist", "amber"), ("side-bend", "red"))
    assert [o.rule for o in given_in(orders(), both)] == ["side-bend"]


def test_whatever_amber_opens_later_changes_no_words():
    memory = orders()
    more: Open = (("deep-lean", "amber"), ("twist", "amber"), ("side-bend", "amber"))
    assert [o.rule for o in given_in(memory, (("deep-lean", "amber"),), more)] == ["deep-lean"]
    assert memory.of(1).rule == "deep-lean"


def test_an_order_changes_neither_with_the_task_nor_when_its_rule_closes_and_opens_again():
    memory, lean = orders(), (("deep-lean", "amber"),)
    first = given_in(memory, lean)
    assert first != []
    assert given_in(memory, (), lean, task="shoes") == []


def test_a_red_of_another_rule_replaces_an_order_given_for_an_amber_once():
    amber: Open = (("deep-lean", "amber"),)
    red: Open = (*amber, ("twist", "red"))
    redder: Open = (*red, ("side-bend", "red"))
    found = given_in(orders(), amber, red, redder, redder)
    assert [o.rule for o in found] == ["deep-lean", "twist"]


def test_a_red_of_the_same_rule_or_beside_it_changes_nothing():
    grown: Open = (("deep-lean", "red"), ("twist", "red"))
    found = given_in(orders(), (("deep-lean", "amber"),), (("deep-lean", "red"),), grown)
    assert [o.rule for o in found] == ["deep-lean"]


def test_a_rule_that_was_red_before_it_closed_keeps_its_order():
    quick: Open = (("fast-bend", "amber"),)
    later: Open = (("deep-lean", "red"),)
    found = given_in(orders(), quick, (("fast-bend", "red"),), (), later)
    assert [o.rule for o in found] == ["fast-bend"]


def test_an_order_given_for_a_red_is_not_replaced():
    found = given_in(orders(), (("twist", "red"),), (("twist", "amber"), ("side-bend", "red")))
    assert [o.rule for o in found] == ["twist"]


def test_a_position_held_too_long_gets_words_of_its_own_once():
    lean: Open = (("deep-lean", "amber"),)
    held: Open = (*lean, (SUSTAINED, "amber"))
    found = given_in(orders(), lean, held, lean, held, (*lean, (SUSTAINED, "red")))
    assert [o.rule for o in found] == ["deep-lean", SUSTAINED]


def test_the_next_movement_gets_an_order_of_its_own():
    memory, lean = orders(), (("deep-lean", "amber"),)
    assert [o.movement for o in given_in(memory, lean, movement=1)] == [1]
    assert [o.movement for o in given_in(memory, lean, movement=2)] == [2]


def test_amber_is_left_alone_where_only_red_is_corrected():
    found = given_in(orders(amber_too=False), (("deep-lean", "amber"),), (("deep-lean", "red"),))
    assert [(o.rule, o.severity) for o in found] == [("deep-lean", "red")]


def test_what_is_not_seen_just_now_is_not_spoken_of():
    memory, twist = orders(), (("twist", "red"),)
    unseen = judged(seen(1.0), "", twist, unseen=frozenset({"twist"}), movement=1)
    assert memory.update(unseen, "other") is None
    assert given_in(memory, twist) != []


def _many_bends(t_s: float, movement=None, since_s: float = 0.0) -> Judged:
    many = (OpenEpisode(REPEATED, "amber", since_s, 1),)
    return Judged(seen(t_s), open_episodes=many, movement=movement)


def test_many_bends_are_spoken_of_as_the_next_one_begins_and_once():
    memory = orders()
    assert memory.update(_many_bends(1.0), "other") is None  # between two bends
    going_down = moving(2, 1.5)
    order = memory.update(_many_bends(2.0, going_down), "other")
    assert order is not None
    assert (order.movement, order.rule) == (2, REPEATED)
    assert memory.update(_many_bends(2.1, going_down), "other") is None
    assert memory.update(_many_bends(9.0, moving(3, 8.5)), "other") is None
    later = memory.update(_many_bends(99.0, moving(4, 98.5), since_s=80.0), "other")
    assert later is not None  # another stretch of many bends


def test_many_bends_are_not_spoken_of_in_the_middle_of_a_movement():
    rising = moving(2, 1.5, phase="coming up")
    assert orders().update(_many_bends(2.0, rising), "other") is None


def test_the_order_of_a_movement_begun_with_many_bends_stays_theirs():
    memory, going_down = orders(), moving(2, 1.5)
    assert memory.update(_many_bends(2.0, going_down), "other") is not None
    episodes = (*opened((("deep-lean", "amber"),), 2), OpenEpisode(REPEATED, "amber", 0.0, 1))
    later = Judged(seen(2.5), open_episodes=episodes, movement=going_down)
    assert memory.update(later, "other") is None
    assert memory.of(2).rule == REPEATED


def test_a_reminder_is_its_movements_order():
    memory = orders()
    memory.remind(1, "deep-lean", "other", 0.9)
    assert given_in(memory, (("deep-lean", "amber"),), (("side-bend", "amber"),)) == []
    red: Open = (("deep-lean", "amber"), ("side-bend", "red"))
    assert [o.rule for o in given_in(memory, red)] == ["side-bend"]


def test_whether_a_rule_opened_in_a_movement_is_remembered():
    memory = orders()
    given_in(memory, (), (("deep-lean", "amber"),), (), movement=3)
    assert memory.broke_a_rule(3)
    assert not memory.broke_a_rule(4)


def test_outside_of_a_movement_each_time_is_a_new_one():
    memory, twist = orders(), (("twist", "amber"),)
    assert len(given_in(memory, twist, twist, movement=0)) == 1
    assert len(given_in(memory, (), twist, movement=0)) == 1


severities = st.sampled_from(["amber", "red"])
opened_rules = st.dictionaries(st.sampled_from(sorted(RANK)), severities, max_size=4)


@given(st.lists(st.tuples(st.integers(1, 3), opened_rules), max_size=40))
def test_whatever_opens_a_movement_hears_one_order_and_its_two_exceptions(moments):
    memory = orders()
    found: dict[int, list[Order]] = {}
    for i, (step, rules) in enumerate(sorted(moments, key=lambda moment: moment[0])):
        chosen: Open = tuple(rules.items())
        order = memory.update(judged(seen(i / 10), open_rules=chosen, movement=step), "other")
        if order is not None:
            found.setdefault(order.movement, []).append(order)
            assert order.movement == step
            assert order.rule in rules
            assert order.severity == rules[order.rule]
    for given_orders in found.values():
        beyond = given_orders[1:]
        held = [o for o in beyond if o.rule == SUSTAINED]
        replaced = [o for o in beyond if o.rule != SUSTAINED]
        assert len(held) <= 1
        assert len(replaced) <= 1
        assert all(o.severity == "red" for o in replaced)


@pytest.mark.parametrize("severity", ["amber", "red"])
def test_every_rule_but_many_bends_gets_its_order_at_once(severity: Severity):
    for rule in RANK:
        found = given_in(orders(), ((rule, severity),))
        begins = [rule]  # a moment that is going down: many bends may be spoken of, too
        assert [o.rule for o in found] == begins


def test_what_stays_open_over_many_movements_is_not_forgotten():
    memory = orders()
    held = OpenEpisode(SUSTAINED, "amber", 0.0, 1)
    found = []
    for number in range(1, 20):
        lean = opened((("deep-lean", "amber"),), number)
        now = Judged(seen(number), open_episodes=(held, *lean), movement=moving(number, number))
        found.append(memory.update(now, "other"))
    assert [o.movement for o in found if o is not None and o.rule == SUSTAINED] == []
    assert memory.of(1) is not None
