"""How much of an angle plain geometry shows, person by person: rendered beside made-up ones.

Real people are seen otherwise than rendered ones. What is taught on must therefore spread so far
that real people lie within it; this prints how far it does.
"""

from __future__ import annotations

import numpy as np

from learning.recording import MEASURES
from learning.table import Table
from posturecheck.core import Floats
from posturecheck.evaluate.labels import VIEWS
from posturecheck.kinematics.angles import ROTATION_GAIN
from posturecheck.kinematics.trunk import view_of
from posturecheck.learned.features import GEOMETRY

# From which true angle on a moment says something, degrees, and the gain that geometry has put on.
ASKED = {
    "trunk_inclination_deg": (30.0, 1.0),
    "trunk_side_bend_deg": (12.0, 1.0),
    "trunk_rotation_deg": (15.0, ROTATION_GAIN),
}
TWIST_UNDER_LEAN_DEG = 25.0  # folded, hardly anything of a turn shows
LEAST_MOMENTS = 4  # of a clip
LEAST_CLIPS = 15
PERCENTILES = (5, 50, 95)


def shown(table: Table, measure: str, view: str) -> Floats:
    """Return each clip's share of a true angle that plain geometry shows, (clips,).

    1 is all of it, 0 nothing; least squares through 0 over the clip's moments in this view.
    Clips with too few large angles, or without a stance to measure from, are left out.
    """
    least_deg, gain = ASKED[measure]
    true = table.degrees[:, MEASURES.index(measure)]
    said = table.seen[:, GEOMETRY.index(measure)] / gain
    yaws = table.degrees[:, MEASURES.index("pelvis_yaw_deg")]
    asked = np.isfinite(said) & (np.abs(true) >= least_deg)
    asked &= np.array([view_of(yaw) == view for yaw in yaws])
    if measure == "trunk_rotation_deg":
        lean = table.degrees[:, MEASURES.index("trunk_inclination_deg")]
        asked &= lean < TWIST_UNDER_LEAN_DEG
    shares = []
    for clip in np.unique(table.clip[asked]):
        rows = asked & (table.clip == clip)
        if rows.sum() >= LEAST_MOMENTS:
            shares.append(float(said[rows] @ true[rows] / (true[rows] @ true[rows])))
    return np.array(shares)


def spread_table(rendered: Table, made_up: Table) -> str:
    """Return the 5th, 50th and 95th percentile of what is shown, by measure and view."""
    lines = [
        "| measure | view | rendered: clips | 5 % | median | 95 % | made up: clips | 5 % | median "
        "| 95 % |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for measure in ASKED:
        for view in VIEWS:
            both = [shown(table, measure, view) for table in (rendered, made_up)]
            if min(map(len, both)) < LEAST_CLIPS:
                continue
            cells = [
                f"{len(shares)} | "
                + " | ".join(f"{p:.2f}" for p in np.percentile(shares, PERCENTILES))
                for shares in both
            ]
            lines.append(f"| {measure} | {view} | {' | '.join(cells)} |")
    return "\n".join(lines)
