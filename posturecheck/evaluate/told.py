"""What was told in one clip, each cue given to the labelled movement that it belongs to; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from posturecheck.evaluate.estimate import Estimate, ToldCue
from posturecheck.evaluate.event_scores import SAID_AFTER_S
from posturecheck.evaluate.matching import TOLERANCE_S
from posturecheck.evaluate.movement_labels import LabelledMovement
from posturecheck.evaluate.movement_scores import match_movements
from posturecheck.rules import SAID_AFTER
from posturecheck.sinks.words import ORDERS

HELD = "sustained-bend"


@dataclass(frozen=True, slots=True)
class Owned:
    """A cue and the number of the labelled movement it belongs to, None where to none."""

    cue: ToldCue
    owner: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """One clip: its movements as labelled, in order of time, and what was told in it."""

    movements: tuple[LabelledMovement, ...]
    orders: tuple[Owned, ...]
    praises: tuple[Owned, ...]
    estimate: Estimate

    def orders_of(self, number: int) -> tuple[ToldCue, ...]:
        """Return the orders of one of the movements, in order of time."""
        return tuple(order.cue for order in self.orders if order.owner == number)


@dataclass(frozen=True, slots=True)
class Orders:
    """A movement's orders: how many count, and the two exceptions apart."""

    count: int = 0
    replaced: int = 0  # a red of another rule took the place of an amber's order
    held: int = 0  # the bend was held until that was a fault of its own


def told_in(movements: Sequence[LabelledMovement], estimate: Estimate) -> Told:
    """Return what was told in a clip, by movement."""
    movements = tuple(sorted(movements, key=lambda m: m.start_s))
    numbers = {movement: number for number, movement in enumerate(movements)}
    matched = match_movements(movements, estimate).matched
    claims = {found.number: numbers[label] for label, found in matched}

    def owned(cues: Sequence[ToldCue]) -> tuple[Owned, ...]:
        return tuple(Owned(cue, _owner(cue, movements, claims)) for cue in cues)

    cues = sorted((*estimate.cues, *estimate.bar_orders), key=lambda cue: cue.t_s)
    praises = [cue for cue in cues if cue.kind == "praise"]
    orders = _once([cue for cue in cues if cue.kind in ORDERS])
    return Told(movements, owned(orders), owned(praises), estimate)


def count_orders(orders: Sequence[ToldCue]) -> Orders:
    """Count one movement's orders; each exception is one once."""
    counted = replaced = held = 0
    for number, order in enumerate(orders):
        before = orders[number - 1] if number else None
        if before is None:
            counted += 1
        elif order.rule == HELD and before.rule != HELD and not held:
            held = 1
        elif _graver(before, order) and not replaced:
            replaced = 1
        else:
            counted += 1
    return Orders(counted, replaced, held)


def _graver(before: ToldCue, order: ToldCue) -> bool:
    return (before.severity, order.severity) == ("amber", "red") and before.rule != order.rule


def _once(orders: Sequence[ToldCue]) -> list[ToldCue]:
    """Take words that a movement's screen shows and the voice says, in either order, as one order.

    What the voice says twice is two.
    """
    kept: list[ToldCue] = []
    for order in orders:
        before = kept[-1] if kept else None
        if before is None or not _same_words(before, order) or (before.spoken and order.spoken):
            kept.append(order)
        elif order.spoken:
            kept[-1] = replace(before, spoken=True)
    return kept


def _same_words(a: ToldCue, b: ToldCue) -> bool:
    soon = a.movement != 0 or b.t_s - a.t_s <= SAID_AFTER_S
    return soon and (a.movement, a.say) == (b.movement, b.say)


def _owner(
    cue: ToldCue, movements: Sequence[LabelledMovement], claims: Mapping[int, int]
) -> int | None:
    """Return whose cue it is.

    That is the movement in whose time it was given. What is said after a movement (praise,
    quick things) may come when the next one has begun, so it is first of all the cue's own
    movement's, where that was found and is over for no longer than ``SAID_AFTER_S``.
    """
    claimed = _claimed(cue, movements, claims)
    inside = _inside(cue, movements)
    if cue.kind == "praise" or cue.rule in SAID_AFTER:
        tried = (claimed, inside, _just_over(cue, movements))
    else:
        tried = (inside, claimed, None)
    return next((number for number in tried if number is not None), None)


def _claimed(
    cue: ToldCue, movements: Sequence[LabelledMovement], claims: Mapping[int, int]
) -> int | None:
    number = claims.get(cue.movement)
    if number is None:
        return None
    movement = movements[number]
    near = movement.start_s - TOLERANCE_S <= cue.t_s <= movement.end_s + SAID_AFTER_S
    return number if near else None


def _inside(cue: ToldCue, movements: Sequence[LabelledMovement]) -> int | None:
    off_s = [max(m.start_s - cue.t_s, cue.t_s - m.end_s, 0.0) for m in movements]
    nearest = min(range(len(movements)), key=off_s.__getitem__, default=None)
    return nearest if nearest is not None and off_s[nearest] <= TOLERANCE_S else None


def _just_over(cue: ToldCue, movements: Sequence[LabelledMovement]) -> int | None:
    since_s = {number: cue.t_s - m.end_s for number, m in enumerate(movements)}
    over = [number for number, s in since_s.items() if 0 <= s <= SAID_AFTER_S]
    return max(over, default=None)
