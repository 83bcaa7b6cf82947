"""How wrong a model is on people and movements it never saw; figures, and the model card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from learning.recording import MEASURES
from learning.table import Table
from posturecheck.core import Floats
from posturecheck.evaluate.bands import BANDS, BandScore, band_name, band_scores
from posturecheck.evaluate.estimate import difference
from posturecheck.evaluate.labels import VIEWS
from posturecheck.kinematics.trunk import view_of
from posturecheck.learned.features import mirrored
from posturecheck.learned.network import ANGLES, FACING, Network

LEAST_ROWS = 30
TILTS_DEG = {"pitched": (0, 5, 12, 20), "rolled": (0, 2, 5)}
WITHIN_ONE_SD, WITHIN_TWO_SD = 68.3, 95.4  # per cent of a normal distribution


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure's errors in degrees, and how many true values lie within 1 and 2 sd."""

    rows: int
    mae: float
    bias: float
    p90: float
    sd: float
    within_1_sd: float
    within_2_sd: float


def estimates(network: Network, table: Table) -> tuple[Floats, Floats]:
    """Return values and standard deviations, (n, measures) each, degrees."""
    values, sds = [], []
    for seen in table.seen:
        read = network.estimate(seen, mirrored(seen))
        values.append([read[name].value for name in MEASURES])
        sds.append([read[name].sd for name in MEASURES])
    return np.array(values), np.array(sds)


def errors(values: Floats, table: Table) -> Floats:
    """Return estimate minus truth, (n, measures), degrees; facing the short way round."""
    pairs = zip(values.T, table.degrees.T, MEASURES, strict=True)
    return np.stack([difference(value, truth, name) for value, truth, name in pairs], axis=1)


def figures(network: Network, table: Table) -> dict[tuple[str, str], Figure]:
    """Return the figures by measure and view; "all" for every view."""
    return _figures(*estimates(network, table), table)


def _figures(values: Floats, sds: Floats, table: Table) -> dict[tuple[str, str], Figure]:
    error = errors(values, table)
    views = np.array([view_of(yaw) for yaw in table.degrees[:, MEASURES.index(FACING)]])
    found = {}
    for i, name in enumerate(MEASURES):
        for view in ("all", *VIEWS):
            rows = np.ones(len(views), bool) if view == "all" else views == view
            if rows.sum() >= LEAST_ROWS:
                found[name, view] = _figure(error[rows, i], sds[rows, i])
    return found


def _figure(error: Floats, sd: Floats) -> Figure:
    size = np.abs(error)
    return Figure(
        rows=len(error),
        mae=float(size.mean()),
        bias=float(error.mean()),
        p90=float(np.percentile(size, 90)),
        sd=float(sd.mean()),
        within_1_sd=float(np.mean(size <= sd)),
        within_2_sd=float(np.mean(size <= 2 * sd)),
    )


def sd_gain(network: Network, table: Table) -> Floats:
    """Return by what each sd must grow so that it is true of these errors, (SDS,).

    Large errors are commoner than a normal distribution has them, so no one gain puts 68 % of
    them within one sd and 95 % within two; this is the (geometric) middle of the two that do.
    """
    values, sds = estimates(network, table)
    ratio = np.abs(errors(values, table)) / sds
    columns = [MEASURES.index(name) for name in (*ANGLES, FACING)]
    one_sd = np.percentile(ratio[:, columns], WITHIN_ONE_SD, axis=0)
    two_sd = np.percentile(ratio[:, columns], WITHIN_TWO_SD, axis=0)
    gain: Floats = np.sqrt(one_sd * two_sd / 2)
    return gain


def as_markdown(found: Mapping[tuple[str, str], Figure]) -> str:
    """Return the figures as a table."""
    lines = [
        "| measure | view | rows | MAE | bias | p90 | mean sd | in 1 sd | in 2 sd |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for (name, view), one in found.items():
        lines.append(
            f"| {name} | {view} | {one.rows} | {one.mae:.1f} | {one.bias:+.1f} | {one.p90:.1f} "
            f"| {one.sd:.1f} | {one.within_1_sd:.0%} | {one.within_2_sd:.0%} |"
        )
    return "\n".join(lines)


def _by_camera(values: Floats, table: Table) -> str:
    """Return the lean's error by how the camera was tilted, as a table."""
    lean = MEASURES.index("trunk_inclination_deg")
    size = np.abs(errors(values, table)[:, lean])
    pitch = np.array([source.pitch_deg for source in table.sources])[table.clip]
    roll = np.array([source.roll_deg for source in table.sources])[table.clip]
    lines = ["| camera | rows | MAE of the lean |", "|---|---|---|"]
    for name, tilt in (("pitched", pitch), ("rolled", roll)):
        for low, high in pairwise(TILTS_DEG[name]):
            rows = (np.abs(tilt) >= low) & (np.abs(tilt) < high)
            if rows.sum() >= LEAST_ROWS:
                told = f"| {name} {low} to {high} | {rows.sum()} | {size[rows].mean():.1f} |"
                lines.append(told)
    return "\n".join(lines)


def by_size(values: Floats, sds: Floats, table: Table) -> str:
    """Return how each measure is read by the size of the truth, as a table."""
    lines = [
        "| measure | true | rows | MAE | bias | slope | in 1 sd | in 2 sd |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for i, name in enumerate(MEASURES):
        if name in BANDS:
            bands = band_scores(name, table.degrees[:, i], values[:, i], sds[:, i])
            lines += [_band_row(band) for band in bands]
    return "\n".join(lines)


def _band_row(band: BandScore) -> str:
    told = f"| {band.measure} | {band_name(band.low_deg, band.high_deg)} | {band.rows} "
    # The networks answer always, so only a slope may be missing.
    slope = "none" if band.slope is None else f"{band.slope:.2f}"
    return told + (
        f"| {band.mae_deg:.1f} | {band.bias_deg:+.1f} | {slope} "
        f"| {band.within_1_sd:.0%} | {band.within_2_sd:.0%} |"
    )


def _imagined(made_up: Table | None) -> str:
    if made_up is None:
        return ""
    return (
        f", and {len(made_up.seen)} moments of {len(set(made_up.clip))} more people who were\n"
        "posed but not rendered, with errors the pose model made on alike rendered moments"
    )


def _joined(network: Network) -> str:
    """Return what a file of several teachings says of itself; nothing of one teaching."""
    names = (*ANGLES, FACING)
    if np.allclose(network.shares, network.shares[0]):
        return ""
    rows = [(name, network.shares[:, i]) for i, name in enumerate(names)]
    for of_whom, shares in (
        ("upright", network.upright_shares),
        ("leaning back", network.back_shares),
    ):
        rows += [
            (f"{name}, {of_whom}", shares[:, i])
            for i, name in enumerate(names)
            if not np.allclose(shares[:, i], network.shares[:, i])
        ]
    says = "\n".join(
        f"| {name} | " + " | ".join(f"{share:.3g}" for share in shares) + " |"
        for name, shares in rows
    )
    numbers = " | ".join(str(i + 1) for i in range(len(network.members)))
    return f"""
**Joined** (`learning/joining.py`) of several teachings on rendered people, because what each was
taught on lets it know other angles; what is said above is of the last (learning/README.md tells of
the others). Each network's say ("upright": as far as no lean is said, `kinematics/uncertainty`;
"leaning back": as far as those who know it say so, `learned/network.py`):

| angle | {numbers} |
|---|{"---|" * len(network.members)}
{says}
"""


def model_card(
    network: Network,
    rendered: Table,
    made_up: Table | None,
    calibrate: Table,
    test: Table,
) -> str:
    """Return the card that goes with a model: what it learned from, and how wrong it is."""
    of = {
        part: [rendered.sources[n] for n in rendered.clips_of(part)] for part in ("train", "test")
    }
    learned = of["train"]
    moments = int(np.isin(rendered.clip, rendered.clips_of("train")).sum())
    values, sds = estimates(network, test)
    return f"""# Model card: the learned estimate

`model.npz`: {len(network.members)} small networks that turn what the pose model sees of one
moment and of the second before it, the person's tall stance and plain geometry into
{len(ANGLES)} angles and the facing, each with a standard deviation.
Written by `python -m learning teach`; see learning/README.md.

**Learned from** rendered people only: {len(learned)} clips of
{len({s.person for s in learned})} people doing {len({s.movement for s in learned})} movements
({moments} moments, each seen from where a camera
might stand){_imagined(made_up)}. No filmed person, and nobody of `samples/`.
{_joined(network)}
**Calibrated and tested on** other people doing other movements, or the same where only backs are
drawn
({", ".join(sorted({s.movement for s in of["test"]}))}): {len(set(calibrate.clip))} clips for the
standard deviations, {len(set(test.clip))} others for the figures below. Degrees; "front" is within
30 of facing the camera, "side" within 30 of across.

{as_markdown(_figures(values, sds, test))}

By the size of the truth, which shows what an error over all of it hides: a negative bias is read
too small, to either side; a slope under 1 shrinks.

{by_size(values, sds, test)}

{_by_camera(values, test)}

**On real people** it was only measured, never taught: three men (one who vaults over a table,
seen from the side; one who sits and turns or bends to the side before the camera, of whom there
are only picture points; one who loses his balance) and a dozen clips without true angles. Figures
by the size of the truth, beside plain pose points: benchmarks/REAL.md. Ten numbers were fitted to
them, none of them in the networks (`kinematics/uncertainty.py`): how unsure to be, and whom to
ask of a lean. Leaning back is taught since 2026-11-27: of rendered people kept back, who lean back
by 21 degrees, it is read 4 too small obliquely and right from the side, 19 too small from the front
and 15 from behind, with sds of 8 and 9; of real people geometry says it from the side, and from
elsewhere nobody was measured. **Not known**:
whether they hold for women, for older people or for anybody with a fracture; how a real person's
turn looks in the pose model's own three-dimensional points (real turns are seen better than
rendered ones, by how much nobody has measured, so a made-up person's depth and share of the errors
were drawn at random, and a twist's standard deviation grows with it), and why rendered ones are
seen worse (on seven people a sharper picture and no face changed little, printed clothes made it
worse, benchmarks/RESULTS.md);
how round a real back is (no true curves were at hand).

**Not learned**: lying down, children, crutches and walking frames, long skirts, several people
who overlap. A twist is in doubt where no knee is seen well (a skirt, a rollator); with a stick it
is read at a quarter of its size, and nothing says so.
Where plain geometry and the networks contradict each other by more than their errors explain, the
standard deviations grow by the difference, and the rules abstain. The figures above are the
networks' alone; in use a share of what geometry sees beyond them is doubt too (`estimate.py`).

Educational software, not a medical device; nothing here was tried on patients.
"""
