"""A plan's files: the clip, its truth and labels as ``posturecheck evaluate`` reads them.

``<name>.mp4`` (H.264), ``<name>.truth.csv`` (DESIGN section 3), ``<name>.episodes.csv``,
``<name>.scene.json`` (camera, person, task, technique), of a routine ``<name>.movements.csv``
and, if wanted, ``<name>.joints.csv`` (joint positions, metres, z up). They appear together or not
at all.
"""

from __future__ import annotations

import csv
import dataclasses
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from posturecheck.kinematics.trunk import view_of
from posturecheck.measures import MEASURE_NAMES
from renderer import truth
from renderer.cameras import projection
from renderer.core import Floats, Image
from renderer.film import Actor, Shot, cast, shoot, times_of
from renderer.labels import LOOKED_FOR, labels
from renderer.movement_cuts import curves_of, cut
from renderer.movement_labels import MovementLabel, movement_labels
from renderer.plan import Plan

CRF = "24"  # what a webcam's own encoder leaves
DECIMALS = 2


def produce(plan: Plan, folder: Path, joints: bool = False) -> None:
    """Render a plan's clip and write its files.

    Args:
        plan: What to show.
        folder: Where the files go; made if it is not there.
        joints: Whether the joint positions are written too.

    Raises:
        LabelError: A safe technique breaks a rule.
        AssetsMissingError: The base mesh is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    actor = cast(plan)
    times_s = times_of(plan, actor)
    shots: list[Shot] = []

    def pictures() -> Iterable[Image]:
        for shot in shoot(plan, actor, times_s):
            shots.append(dataclasses.replace(shot, image=np.empty((0, 0, 3), np.uint8)))
            yield shot.image

    with tempfile.TemporaryDirectory(prefix=".renderer-", dir=folder) as draft:
        stem = Path(draft) / plan.name
        _write_clip(Path(f"{stem}.mp4"), plan, pictures())
        _write_json(Path(f"{stem}.scene.json"), _scene(plan, actor))
        _write_labels(stem, times_s, shots, actor)
        if joints and actor:
            _write_joints(Path(f"{stem}.joints.csv"), shots)
        for path in Path(draft).iterdir():
            shutil.move(path, folder / path.name)


def columns_of(times_s: Floats, rows: Sequence[Mapping[str, float]]) -> dict[str, Floats]:
    """Return the measures as columns (n,), the speeds added."""
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    speeds = {name: truth.rates(times_s, columns[of]) for name, of in truth.RATES.items()}
    return columns | speeds


def _write_clip(path: Path, plan: Plan, pictures: Iterable[Image]) -> None:
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        rate = Fraction(plan.fps).limit_denominator(1000)
        stream = container.add_stream("libx264", rate=rate, options={"crf": CRF, "preset": "slow"})
        stream.width, stream.height = plan.camera.width, plan.camera.height
        stream.pix_fmt = "yuv420p"
        for picture in pictures:
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)


def _write_labels(stem: Path, times_s: Floats, shots: Sequence[Shot], actor: Actor | None) -> None:
    episodes = Path(f"{stem}.episodes.csv")
    if actor is None:  # nothing is to be said about an empty room, by any rule
        _write_rows(episodes, ("rule", "start_s", "end_s", "severity"), [])
        return
    columns = columns_of(times_s, [shot.measures for shot in shots])
    curves = curves_of(times_s, columns, [shot.joints for shot in shots])
    cuts = cut(curves)
    found = labels(times_s, columns, actor.movement, cuts, curves.on_floor)
    if len(actor.movement.doings) > 1:
        known = movement_labels(times_s, columns, actor.movement, cuts, found)
        _write_movements(Path(f"{stem}.movements.csv"), known)
    _write_rows(
        episodes,
        ("rule", "start_s", "end_s", "severity"),
        [(one.rule, f"{one.start_s:.2f}", f"{one.end_s:.2f}", one.severity) for one in found],
        comment=f"# rules: {', '.join(LOOKED_FOR)}",
    )
    names = [name for name in MEASURE_NAMES if name in columns]
    views = [view_of(float(yaw)) for yaw in columns["pelvis_yaw_deg"]]
    table = np.stack([columns[name] for name in names], axis=1)
    _write_rows(
        Path(f"{stem}.truth.csv"),
        ("t_s", *names, "view"),
        [
            (f"{t_s:.3f}", *(f"{value:.{DECIMALS}f}" for value in row), view)
            for t_s, row, view in zip(times_s, table, views, strict=True)
        ],
    )


def _write_movements(path: Path, known: Iterable[MovementLabel]) -> None:
    rows = [
        (
            one.kind,
            f"{one.start_s:.2f}",
            f"{one.deepest_s:.2f}",
            f"{one.end_s:.2f}",
            one.task,
            "|".join(one.order),
            str(int(one.praise)),
        )
        for one in known
    ]
    header = ("kind", "start_s", "deepest_s", "end_s", "task", "order", "praise")
    _write_rows(path, header, rows)


def _write_joints(path: Path, shots: Sequence[Shot]) -> None:
    names = list(shots[0].joints)
    header = ("t_s", *(f"{name}_{axis}_m" for name in names for axis in "xyz"))
    rows = [
        (f"{shot.t_s:.3f}", *(f"{v:.4f}" for name in names for v in shot.joints[name]))
        for shot in shots
    ]
    _write_rows(path, header, rows)


def _write_rows(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], comment: str = ""
) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        if comment:
            file.write(f"{comment}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _scene(plan: Plan, actor: Actor | None) -> dict[str, Any]:
    seen = projection(plan.camera)
    movement = actor.movement if actor else None
    return {
        "plan": dataclasses.asdict(plan),
        "task": movement.task if movement else "",
        "technique": movement.technique if movement else "",
        "camera": {
            "intrinsics": np.round(seen.intrinsics, 4).tolist(),
            "rotation": np.round(seen.rotation, 6).tolist(),
            "translation_m": np.round(seen.translation, 4).tolist(),
            "axes": "camera x right, y down, z ahead = rotation @ (x, y, z up) + translation",
        },
    }


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
