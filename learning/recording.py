"""One watched clip as numbers, kept in a file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from posturecheck.core import Floats
from posturecheck.learned.network import ANGLES, FACING

MEASURES = (*ANGLES, FACING)  # what is learned


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """What was seen of a clip's person in each of n frames, nan where nobody was found.

    ``points_m`` (n, 23, 3), ``points_px`` (n, 23, 2), ``visibility`` (n, 23), ``truth``
    (n, measures).
    """

    part: str
    person: str
    movement: str
    azimuth_deg: float
    pitch_deg: float
    roll_deg: float
    t_s: Floats
    points_m: Floats
    points_px: Floats
    visibility: Floats
    truth: Floats

    def save(self, path: Path) -> None:
        """Write it as ``.npz``, whole or not at all."""
        draft = path.with_name(f".{path.name}")  # not a recording yet
        arrays = {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}
        small = {k: a.astype(np.float32) if a.ndim > 1 else a for k, a in arrays.items()}
        np.savez_compressed(draft, **small)  # type: ignore[arg-type]
        draft.rename(path)

    @classmethod
    def load(cls, path: Path) -> Recording:
        """Read what ``save`` wrote."""
        with np.load(path) as kept:
            read = {field.name: kept[field.name] for field in fields(cls)}
        return cls(**{k: a.item() if a.ndim == 0 else a.astype(float) for k, a in read.items()})


def recordings(folder: Path) -> list[Path]:
    """Return the recordings in a folder."""
    return sorted(folder.glob("clip-*.npz"))
