"""What got worse since a record was kept, by more than its noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from posturecheck.evaluate.bands import band_name
from posturecheck.evaluate.movement_comparison import worse_movements
from posturecheck.measures import BY_NAME

# Repeated runs on one machine give the same figures; another processor rounds the networks
# sums otherwise, which moves an angle by tenths and an episode over its limit or not.
NOISE_DEG = 0.5
NOISE_M = 0.02
NOISE_SHARE = 0.05  # of a large error
NOISE_ANSWERED = 0.03
NOISE_EPISODES = 1  # of a rule: one that only just passes its limit
# Of the share of truths within 1 and 2 sd: the most that it changed in any band of 100 rows of
# the samples when every answer was moved by .2 degrees (sd; one draw a clip, one a frame; 100
# times). MAE and bias changed by .25 then, within NOISE_DEG.
NOISE_WITHIN = {1: 0.08, 2: 0.06}
# DESIGN section 7: the share of truths within 1 and 2 sd, in every band.
HONEST = {1: (0.6, 0.8), 2: (0.9, 1.0)}
LEAST_BAND_ROWS = 100  # a smaller band is a moment of one clip: printed, not compared

Data = Mapping[str, Any]
Band = tuple[str, float, float | None]  # measure, and where the band begins and ends, degrees


def worse(before: Data, now: Data) -> list[str]:
    """Return what got worse by more than its noise, a line each; empty where nothing did.

    Args:
        before: A record's data; one without "bands" or "movements" has none to compare.
        now: The same of this run.
    """
    return [
        *_worse_measures(before["measures"], now["measures"]),
        *_worse_bands(before.get("bands", ()), now["bands"]),
        *_worse_rules(before["rules"], now["rules"]),
        *worse_movements(before, now),
    ]


def _worse_measures(before: Sequence[Data], now: Sequence[Data]) -> Iterator[str]:
    found = {(one["measure"], one["view"]): one for one in now}
    for old in before:
        name = f"{old['measure']} ({old['view']})"
        new = found.get((old["measure"], old["view"]))
        if new is None:
            yield f"{name}: not measured any more"
            continue
        noise = NOISE_M if BY_NAME[old["measure"]].unit == "m" else NOISE_DEG
        yield from _less_answered(name, old["answered"] or 0.0, new["answered"] or 0.0)
        yield from _further_off(name, "mean absolute error", old["mae"], new["mae"], noise)


def _worse_bands(before: Sequence[Data], now: Sequence[Data]) -> Iterator[str]:
    found = _compared(now)
    for band, old in _compared(before).items():
        measure, low_deg, high_deg = band
        name = f"{measure} (true {band_name(low_deg, high_deg)})"
        new = found.get(band)
        if new is None:
            yield f"{name}: not measured any more"
            continue
        yield from _less_answered(name, _answered(old), _answered(new))
        yield from _further_off(name, "mean absolute error", old["mae_deg"], new["mae_deg"])
        yield from _further_off(name, "bias", old["bias_deg"], new["bias_deg"])
        yield from _less_honest(name, old, new)


def _compared(bands: Sequence[Data]) -> dict[Band, Data]:
    """Return the bands that are large enough; all sizes together are among the measures."""
    by_band = {(one["measure"], one["low_deg"], one["high_deg"]): one for one in bands}
    return {
        band: one
        for band, one in by_band.items()
        if one["rows"] >= LEAST_BAND_ROWS and band[1:] != (0.0, None)
    }


def _answered(band: Data) -> float:
    return float(band["answered"] / band["rows"])


def _less_answered(name: str, old: float, new: float) -> Iterator[str]:
    if new < old - NOISE_ANSWERED:
        yield f"{name}: answered {new:.0%}, was {old:.0%}"


def _further_off(
    name: str, what: str, old: float | None, new: float | None, noise: float = NOISE_DEG
) -> Iterator[str]:
    if old is not None and new is not None and is_further_off(old, new, noise):
        yield f"{name}: {what} {new:.2f}, was {old:.2f}"


def is_further_off(old: float, new: float, noise: float = NOISE_DEG) -> bool:
    """Whether an error is larger than it was by more than ``noise`` and a share of a large one."""
    return abs(new) > abs(old) + max(noise, NOISE_SHARE * abs(old))


def _less_honest(name: str, old: Data, new: Data) -> Iterator[str]:
    for sds, (least, most) in HONEST.items():
        before, now = old[f"within_{sds}_sd"], new[f"within_{sds}_sd"]
        if before is None or now is None:
            continue
        if _outside(now, least, most) > _outside(before, least, most) + NOISE_WITHIN[sds]:
            yield (
                f"{name}: {now:.0%} within {sds} sd, was {before:.0%} "
                f"(honest: {least:.0%} to {most:.0%})"
            )


def _outside(share: float, least: float, most: float) -> float:
    return max(least - share, share - most, 0.0)


def _worse_rules(before: Sequence[Data], now: Sequence[Data]) -> Iterator[str]:
    found = {one["rule"]: one for one in now}
    for old in before:
        new = found.get(old["rule"])
        if new is None:
            yield f"{old['rule']}: not scored any more"
            continue
        for what in ("missed", "false"):
            if new[what] > old[what] + NOISE_EPISODES:
                yield f"{old['rule']}: {new[what]} {what}, was {old[what]}"
