"""Networks of several teachings in one model file, each with its say in every angle.

What is taught on other movements knows other angles: whole ranges teach to hear a side bend, daily
tasks teach how round a back is. So a file may hold members of several teachings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from posturecheck.core import Floats
from posturecheck.learned.network import ANGLES, FACING, SDS, Network, load

SPOKEN_OF = (*ANGLES, FACING)  # the outputs that have a share


@dataclass(frozen=True, slots=True, eq=False)
class Teaching:
    """A taught network, how many of its members are taken, and its say by angle, 0 to 1.

    ``upright_say`` is its say of those who do not lean, ``back_say`` of those who lean back; an
    angle that is not in them, as in ``say``.
    """

    network: Network
    members: int
    say: Mapping[str, float]
    upright_say: Mapping[str, float] = field(default_factory=dict)
    back_say: Mapping[str, float] = field(default_factory=dict)


def join(teachings: Sequence[Teaching]) -> Network:
    """Return one network of all; members of one teaching say as much as each other.

    The gains of their standard deviations are kept: teach each to its own honesty first.

    Raises:
        ValueError: The says of an angle do not add up to 1.
    """
    taken = [(t, i) for t in teachings for i in range(t.members)]
    upright = [{**t.say, **t.upright_say} for t in teachings]
    back = [{**t.say, **t.back_say} for t in teachings]
    return Network(
        centre=np.array([t.network.centre[i] for t, i in taken]),
        spread=np.array([t.network.spread[i] for t, i in taken]),
        members=tuple(t.network.members[i] for t, i in taken),
        sd_gain=np.array([t.network.sd_gain[i] for t, i in taken]),
        shares=_shares([t.say for t in teachings], teachings),
        upright_shares=_shares(upright, teachings),
        back_shares=_shares(back, teachings),
    )


def _shares(says: Sequence[Mapping[str, float]], teachings: Sequence[Teaching]) -> Floats:
    """Return each member's share of every angle, (m, SDS)."""
    for name in SPOKEN_OF:
        total = sum(say[name] for say in says)
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"{name}: expected says that add up to 1, got {total:g}")
    each = [
        [say[name] / teaching.members for name in SPOKEN_OF]
        for say, teaching in zip(says, teachings, strict=True)
        for _ in range(teaching.members)
    ]
    shares = np.array(each)
    assert shares.shape[1] == SDS
    return shares


def teachings_of(
    parts: Sequence[tuple[Path, int]],
    says: Mapping[str, Sequence[float]],
    upright_says: Mapping[str, Sequence[float]],
    back_says: Mapping[str, Sequence[float]],
) -> list[Teaching]:
    """Read model files, so many members of each; an angle not in ``says`` is said by all alike.

    ``upright_says`` take the place of ``says`` for who does not lean, ``back_says`` for who leans
    back.

    Raises:
        OSError: A file cannot be read.
    """
    alike = [1.0 / len(parts)] * len(parts)
    return [
        Teaching(
            load(path),
            members,
            {n: says.get(n, alike)[i] for n in SPOKEN_OF},
            {n: say[i] for n, say in upright_says.items()},
            {n: say[i] for n, say in back_says.items()},
        )
        for i, (path, members) in enumerate(parts)
    ]
