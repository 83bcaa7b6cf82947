"""The figures on words: the right ones, once a movement, at the right time; pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from posturecheck.evaluate.estimate import ToldCue
from posturecheck.evaluate.movement_labels import LabelledMovement
from posturecheck.evaluate.movement_scores import share
from posturecheck.evaluate.scores import Pair, mean
from posturecheck.evaluate.told import Orders, Told, count_orders, told_in
from posturecheck.rules.guidance import load_guidance

FLOOR = "to-floor"
MANY_BENDS = {"repeated-bend"}


@dataclass(frozen=True, slots=True)
class WordScore:
    """How the words fared; an order is a correction or a reminder, spoken or only shown.

    Attributes:
        over_limit: Labelled movements that want an order, and those that may have one and got it.
        orders_mean: Orders in each of them, without the two exceptions.
        without, with_one, with_more: How many of them got so many.
        replaced: The exceptions: a red of another rule replaced an amber's order,
        held: and a bend was held until that opened.
        orders: All that was ordered in them, exceptions too,
        right: with right words,
        right_share: and its share.
        wrong: Orders in movements where nothing may be said, ``wrong_reminders`` those of them
            that came as it began.
        outside: Orders in no movement at all.
        praises: All praise, ``praises_right`` that of a movement that was good.
        praise_precision: Its share.
        due: Good movements after an order that no praise had followed.
        praised: How many of them got praise.
        praise_recall: Their share.
        on_floor: Orders and praise to somebody on the floor, or on the way there or up.
        asks: How often it asked whether all is well.
        warned_s: How long a gauge warned, seconds.
        calmer_s: How long of it the bar was calmer; None where none warned.
    """

    over_limit: int
    orders_mean: float | None
    without: int
    with_one: int
    with_more: int
    replaced: int
    held: int
    orders: int
    right: int
    right_share: float | None
    wrong: int
    wrong_reminders: int
    outside: int
    praises: int
    praises_right: int
    praise_precision: float | None
    due: int
    praised: int
    praise_recall: float | None
    on_floor: int
    asks: int
    warned_s: float
    calmer_s: float | None


def word_score(pairs: Sequence[Pair]) -> WordScore | None:
    """Return the score of the words, None where no clip's movements are labelled."""
    clips = [
        told_in(labels.movements, estimate)
        for labels, estimate in pairs
        if labels.movements is not None
    ]
    if not clips:
        return None
    counted = [one for clip in clips for one in _counted(clip)]
    rights = [right for clip in clips for right in _rights(clip)]
    wrong = [order for clip in clips for order in _wrong(clip)]
    outside = sum(order.owner is None for clip in clips for order in clip.orders)
    praised = [good for clip in clips for good in _praised(clip)]
    answered = [answer for clip in clips for answer in _due(clip)]
    warned_s = sum(clip.estimate.warned_s for clip in clips)
    return WordScore(
        over_limit=len(counted),
        orders_mean=mean([one.count for one in counted]),
        without=sum(one.count == 0 for one in counted),
        with_one=sum(one.count == 1 for one in counted),
        with_more=sum(one.count > 1 for one in counted),
        replaced=sum(one.replaced for one in counted),
        held=sum(one.held for one in counted),
        orders=len(rights),
        right=sum(rights),
        right_share=share(sum(rights), len(rights)),
        wrong=len(wrong),
        wrong_reminders=sum(order.kind == "remind" for order in wrong),
        outside=outside,
        praises=len(praised),
        praises_right=sum(praised),
        praise_precision=share(sum(praised), len(praised)),
        due=len(answered),
        praised=sum(answered),
        praise_recall=share(sum(answered), len(answered)),
        on_floor=sum(_on_floor(clip) for clip in clips),
        asks=sum(cue.kind == "ask" for clip in clips for cue in clip.estimate.cues),
        warned_s=warned_s,
        calmer_s=sum(clip.estimate.calmer_s for clip in clips) if warned_s else None,
    )


def _counted(clip: Told) -> list[Orders]:
    """Return how many orders each movement got that wants one, or may have one and got it."""
    orders = [
        (movement, clip.orders_of(number))
        for number, movement in enumerate(clip.movements)
        if movement.order
    ]
    return [count_orders(given) for movement, given in orders if given or _wants(movement)]


def _wants(movement: LabelledMovement) -> bool:
    """Whether an order must come: what was good needs none, and many bends are told of once."""
    if movement.praise:
        return False
    advice = load_guidance().advice
    general = [guide for guide in advice if guide.general and guide.id in movement.order]
    return not general or any(set(guide.rules) != MANY_BENDS for guide in general)


def _wrong(clip: Told) -> list[ToldCue]:
    """Return the orders in movements where nothing may be said."""
    return [
        order
        for number, movement in enumerate(clip.movements)
        if not movement.order
        for order in clip.orders_of(number)
    ]


def _rights(clip: Told) -> list[bool]:
    """Return, of every order where one may be given, whether its words are right."""
    return [
        _says(order, movement)
        for number, movement in enumerate(clip.movements)
        if movement.order
        for order in clip.orders_of(number)
    ]


def _says(order: ToldCue, movement: LabelledMovement) -> bool:
    advice = load_guidance().advice
    return order.say in {guide.cue for guide in advice if guide.id in movement.order}


def _praised(clip: Told) -> list[bool]:
    """Return, of every praise, whether its movement was good."""
    return [p.owner is not None and clip.movements[p.owner].praise for p in clip.praises]


def _due(clip: Told) -> list[bool]:
    """Return, of every good movement for which praise is due, whether it got it."""
    answered = []
    for number, movement in enumerate(clip.movements):
        if movement.praise and _ordered_before(clip, number):
            answered.append(any(praise.owner == number for praise in clip.praises))
    return answered


def _ordered_before(clip: Told, number: int) -> bool:
    """Whether an order was given in an earlier movement, and no praise since."""
    start_s = clip.movements[number].start_s
    orders = [o.cue.t_s for o in clip.orders if o.owner is not None and o.owner < number]
    praises = [
        praise.cue.t_s
        for praise in clip.praises
        if (praise.cue.t_s < start_s if praise.owner is None else praise.owner < number)
    ]
    return max(orders, default=-math.inf) > max(praises, default=-math.inf)


def _on_floor(clip: Told) -> int:
    stretches = floor_stretches(clip.movements)
    said = [owned.cue.t_s for owned in (*clip.orders, *clip.praises)]
    return sum(any(start <= t_s <= end for start, end in stretches) for t_s in said)


def floor_stretches(movements: Sequence[LabelledMovement]) -> list[tuple[float, float]]:
    """Return when somebody goes to the floor, is on it or comes up from it, seconds.

    On the floor is who went there and has not made another kind of movement before the next of
    that kind; after the last one, who was deepest late in it: that one did not lead up.
    """
    stretches = []
    for movement, later in pairwise([*movements, None]):
        if movement is None or movement.kind != FLOOR:
            continue
        end_s = movement.end_s
        if later is not None and later.kind == FLOOR:
            end_s = later.start_s
        elif later is None and movement.deepest_s > (movement.start_s + movement.end_s) / 2:
            end_s = math.inf
        stretches.append((movement.start_s, end_s))
    return stretches
