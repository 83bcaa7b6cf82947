"""What got worse of movements and words since a record was kept, by more than its noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# Another processor rounds the networks' sums otherwise: that moves a movement's border by a frame
# or two, and one that only just counts or passes its limit may change sides. Our own.
NOISE_MOVEMENTS = 1
NOISE_WORDS = 1
NOISE_BORDER_S = 0.1
NOISE_CALMER_S = 0.5

Data = Mapping[str, Any]

# What is counted, how it is called, and by how much it may grow. On the floor nothing may be said,
# and praise for what was not good is never noise.
MOVEMENT_FAULTS = (("missed", "missed"), ("false", "false"), ("unlike", "of a wrong kind"))
BORDERS = (("start_p90_s", "start"), ("end_p90_s", "end"))
WORD_FAULTS = (
    ("without", "movements over a limit without an order", NOISE_WORDS),
    ("with_more", "movements with more than one order", NOISE_WORDS),
    ("not_right", "orders with wrong words", NOISE_WORDS),
    ("wrong", "orders in movements where nothing may be said", NOISE_WORDS),
    ("outside", "orders outside any movement", NOISE_WORDS),
    ("false_praise", "times praised for what was not good", 0),
    ("not_praised", "times not praised where due", NOISE_WORDS),
    ("on_floor", "times spoken to on the floor", 0),
)


def worse_movements(before: Data, now: Data) -> Iterator[str]:
    """Yield what got worse, a line each; where a record has no movements there is nothing.

    Args:
        before: A record's data.
        now: The same of this run.
    """
    if "movements" in before:
        if "movements" in now:
            yield from _movements(before["movements"], now["movements"])
        else:
            yield "movements: not measured any more"
    if "words" in before:
        if "words" in now:
            yield from _words(before["words"], now["words"])
        else:
            yield "words: not measured any more"


def _movements(before: Data, now: Data) -> Iterator[str]:
    old, new = _with_unlike(before), _with_unlike(now)
    for key, name in MOVEMENT_FAULTS:
        if new[key] > old[key] + NOISE_MOVEMENTS:
            yield f"movements: {new[key]} {name}, was {old[key]}"
    for key, name in BORDERS:
        if None not in (old[key], new[key]) and new[key] > old[key] + NOISE_BORDER_S:
            yield f"movements: {name} {new[key]:.2f} s off (p90), was {old[key]:.2f} s"


def _with_unlike(movements: Data) -> dict[str, Any]:
    return {**movements, "unlike": movements["matched"] - movements["kinds_right"]}


def _words(before: Data, now: Data) -> Iterator[str]:
    old, new = _with_faults(before), _with_faults(now)
    for key, name, noise in WORD_FAULTS:
        if new[key] > old[key] + noise:
            yield f"words: {new[key]} {name}, was {old[key]}"
    if new["asks"] != old["asks"]:  # either way: who fell is asked, and nobody else
        yield f"words: {new['asks']} times asked whether all is well, was {old['asks']}"
    was_s, is_s = old["calmer_s"] or 0.0, new["calmer_s"] or 0.0
    if is_s > was_s + NOISE_CALMER_S:
        yield f"words: bar calmer than the gauges for {is_s:.1f} s, was {was_s:.1f} s"


def _with_faults(words: Data) -> dict[str, Any]:
    return {
        **words,
        "not_right": words["orders"] - words["right"],
        "false_praise": words["praises"] - words["praises_right"],
        "not_praised": words["due"] - words["praised"],
    }
