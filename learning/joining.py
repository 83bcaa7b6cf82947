"""Networks of several teachings in one model file, each with its say in every angle.

What is taught on other movements knows other angles: whole ranges teach to hear a side bend, daily
tasks teach how round a back is. So a file may hold members of several teachings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from posturecheck.learned.network import ANGLES, FACING, SDS, Network, load

SPOKEN_OF = (*ANGLES, FACING)  # the outputs that have a share


@dataclass(frozen=True, slots=True, eq=False)
class Teaching:
    """A taught network, how many of its members are taken, and its say by angle, 0 to 1."""

    network: Network
    members: int
    say: Mapping[str, float]


def join(teachings: Sequence[Teaching]) -> Network:
    """Return one network of all; members of one teaching say as much as each other.

    The gains of their standard deviations are kept: teach each to its own honesty first.

    Raises:
        ValueError: The says of an angle do not add up to 1.
    """
    for name in SPOKEN_OF:
        total = sum(teaching.say[name] for teaching in teachings)
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"{name}: expected says that add up to 1, got {total:g}")
    taken = [(t, i) for t in teachings for i in range(t.members)]
    shares = [[t.say[name] / t.members for name in SPOKEN_OF] for t, _ in taken]
    assert np.shape(shares) == (len(taken), SDS)
    return Network(
        centre=np.array([t.network.centre[i] for t, i in taken]),
        spread=np.array([t.network.spread[i] for t, i in taken]),
        members=tuple(t.network.members[i] for t, i in taken),
        sd_gain=np.array([t.network.sd_gain[i] for t, i in taken]),
        shares=np.array(shares),
    )


def teachings_of(
    parts: Sequence[tuple[Path, int]], says: Mapping[str, Sequence[float]]
) -> list[Teaching]:
    """Read model files, so many members of each; an angle not in ``says`` is said by all alike.

    Raises:
        OSError: A file cannot be read.
    """
    alike = [1.0 / len(parts)] * len(parts)
    return [
        Teaching(load(path), members, {n: says.get(n, alike)[i] for n in SPOKEN_OF})
        for i, (path, members) in enumerate(parts)
    ]
