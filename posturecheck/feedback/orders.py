"""What each movement is told to do instead: one order, chosen at its first limit and kept.

People who hear four things in one bend do none of them (clinical.md section 6). So the order
of a movement stays, whatever else opens in it, with two exceptions, each once: a red of
another rule replaces an order given for an amber, and a position held until ``sustained-bend``
opens gets the words for that. What was reminded of counts as the movement's order.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from posturecheck.activity.under_way import BENT_DEG
from posturecheck.core import Judged, OpenEpisode, Severity
from posturecheck.rules import RANK
from posturecheck.rules.bending import DEEP_LEAN, REPEATED_BEND, SUSTAINED_BEND
from posturecheck.rules.guidance import Guidance

SURELY_S = 0.2  # into a movement: by then a bend is known from a fall
KEPT = 4  # movements of which orders are remembered: the last ones


@dataclass(frozen=True, slots=True)
class Order:
    """What to do instead in one movement, and for which rule it was given."""

    movement: int
    rule: str
    severity: Severity
    say: str
    t_s: float


@dataclass(slots=True)
class _Told:
    """What one movement was told, and which rules opened in it, how severe at the most."""

    orders: list[Order] = field(default_factory=list)
    rules: dict[str, Severity] = field(default_factory=dict)
    replaced: bool = False
    held: bool = False


class Orders:
    """Remembers the orders of the last movements; knows no voice.

    Args:
        guidance: The words.
        amber_too: False where only red ones are corrected.
    """

    def __init__(self, guidance: Guidance, *, amber_too: bool) -> None:
        self._guidance = guidance
        self._amber_too = amber_too
        self._told: dict[int, _Told] = {}
        self._repeated_since_s: float | None = None  # the many bends already spoken of

    def of(self, movement: int) -> Order | None:
        """Return a movement's order as it is now, None where it has none."""
        told = self._told.get(movement)
        return told.orders[-1] if told and told.orders else None

    def broke_a_rule(self, movement: int) -> bool:
        """Whether a rule opened in a movement."""
        told = self._told.get(movement)
        return told is not None and bool(told.rules)

    def remind(self, movement: int, rule: str, task: str, t_s: float) -> Order:
        """Take a reminder as the movement's order."""
        return self._give(movement, rule, "amber", task, t_s)

    def update(self, judged: Judged, task: str) -> Order | None:
        """Take one moment; return the order that it gives, None for none.

        Args:
            judged: What was judged of it.
            task: The task that is clear for the movement under way.
        """
        self._note(judged)
        t_s, seen = judged.posture.t_s, _seen(judged)
        repeated = next((e for e in seen if e.rule == REPEATED_BEND.id), None)
        if repeated is not None and self._may_speak_of(repeated, judged):
            self._repeated_since_s = repeated.since_s
            return self._give(judged.movement_number, repeated.rule, repeated.severity, task, t_s)
        sideways = judged.movement is not None and judged.movement.kind == "side-bend"
        for episode in sorted(seen, key=lambda e: (e.severity != "red", RANK[e.rule])):
            if sideways and episode.rule == DEEP_LEAN.id:
                continue  # its words are for bends forward; the side bend has its own
            if self._deserves(episode):
                return self._give(episode.movement, episode.rule, episode.severity, task, t_s)
        return None

    def _note(self, judged: Judged) -> None:
        for episode in judged.open_episodes:
            told = self._told.setdefault(episode.movement, _Told())
            if episode.rule != REPEATED_BEND.id and told.rules.get(episode.rule) != "red":
                told.rules[episode.rule] = episode.severity
        if not any(e.movement == 0 for e in judged.open_episodes):
            self._told.pop(0, None)  # standing crooked outside of any movement: each time anew
        open_in = {e.movement for e in judged.open_episodes}
        for number in [n for n in self._told if n not in open_in][:-KEPT]:
            del self._told[number]

    def _may_speak_of(self, repeated: OpenEpisode, judged: Judged) -> bool:
        """Many bends are spoken of as the next one begins, once for each stretch of them."""
        movement = judged.movement
        begins = (
            movement is not None
            and movement.phase == "going down"
            and movement.deepest["trunk_inclination_deg"].value >= BENT_DEG
            and judged.posture.t_s - movement.start_s >= SURELY_S
        )
        fresh = begins and self.of(judged.movement_number) is None
        allowed = self._amber_too or repeated.severity == "red"
        return fresh and allowed and repeated.since_s != self._repeated_since_s

    def _deserves(self, episode: OpenEpisode) -> bool:
        """Whether an open episode gets words of its own now."""
        if episode.rule == REPEATED_BEND.id:
            return False
        if episode.severity == "amber" and not self._amber_too:
            return False
        told, order = self._told[episode.movement], self.of(episode.movement)
        if order is None:
            return True
        if episode.rule == order.rule:
            return False
        if episode.rule == SUSTAINED_BEND.id:
            held, told.held = told.held, True
            return not held
        grown_red = told.rules.get(order.rule) == "red"
        if episode.severity == "amber" or order.severity == "red" or grown_red or told.replaced:
            return False
        told.replaced = True
        return True

    def _give(self, movement: int, rule: str, severity: Severity, task: str, t_s: float) -> Order:
        say = self._guidance.guide(rule, task).cue
        order = Order(movement, rule, severity, say, t_s)
        self._told.setdefault(movement, _Told()).orders.append(order)
        return order


def _seen(judged: Judged) -> list[OpenEpisode]:
    return [e for e in judged.open_episodes if e.rule not in judged.unseen_rules]
