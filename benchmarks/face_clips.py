"""The clips that ``benchmarks/faces.py`` is about: ten rendered rooms with strangers in them.

Each is rendered once into a folder: ``<name>.mp4`` and, beside it, ``<name>.npz`` with every
head's outline in every picture (see ``renderer.bystanders.Seen``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from renderer.bystanders import Block, Bystander, Company, Mask, Way, shoot_company
from renderer.cast import CAST
from renderer.core import Camera, Floats, Light, Webcam

PLAIN = Webcam(noise=3.0, softness_px=0.5)
GRAINY = Webcam(noise=7.0, softness_px=0.8, gain=0.95)
LAPTOP = Camera(-20.0, 2.7, 0.95, 0.0)
TABLE = Camera(30.0, 2.8, 1.35, 4.0)
WIDE = Camera(10.0, 2.4, 1.3, 4.0, fov_deg=95.0, width=480, height=360)
CRF = "24"


def _by(name: str, *ways: tuple[float, ...], movement: str = "chatting") -> Bystander:
    return Bystander(CAST[name], tuple(Way(*way) for way in ways), movement)


def _turning(right_m: float, away_m: float, period_s: float) -> list[tuple[float, ...]]:
    angles = [0.0, 100.0, 0.0, -100.0]
    return [(i * period_s, right_m, away_m, angles[i % 4]) for i in range(12)]


CLIPS = (
    Company(
        "crossing",
        CAST["samir"],
        "chatting",
        (
            _by("rosa", (0, -2.9, 3.9, 88), (4.5, 2.9, 3.9, 88)),
            _by("felix", (1.5, 3.2, 4.3, -88), (5.5, -3.2, 4.3, -88)),
        ),
        LAPTOP,
        webcam=PLAIN,
    ),
    Company(
        "side_by_side",
        CAST["tomas"],
        "sweeping-good",
        (
            _by("amara", *_turning(0.75, 2.6, 1.4)),
            _by("joan", *_turning(-0.8, 2.4, 1.1)),
        ),
        LAPTOP,
        webcam=PLAIN,
        seed=2,
    ),
    Company(
        "near",
        CAST["ingrid"],
        "dishwasher-hinge",
        (
            _by("wei",
                (0, 1.2, 0.85, 0),
                (1.2, 0.35, 0.8, -40),
                (3, 0.3, 0.75, 60),
                (4.5, 1.1, 0.8, 95),
            ),
            _by("rosa",
                (0.5, -1.5, 1.2, 80),
                (2.5, -0.45, 1.1, 0),
                (4, -0.5, 1.0, -20),
                (5.5, -1.6, 1.2, -90),
            ),
        ),
        Camera(60.0, 2.8, 1.5, 6.0),
        webcam=PLAIN,
        seed=3,
    ),
    Company(
        "behind_furniture",
        CAST["joan"],
        "box-hinge",
        (
            _by("felix",
                (0, -0.9, 3.6, 0),
                (2, -1.0, 3.6, 50),
                (4, -0.65, 3.6, -50),
                (6, -1.1, 3.6, 0),
            ),
            _by("amara",
                (0, 1.35, 3.4, 0),
                (2, 1.0, 3.4, -30),
                (3, 1.1, 3.4, 0),
                (5, 1.5, 3.4, 30),
            ),
        ),
        TABLE,
        webcam=PLAIN,
        seed=4,
        blocks=(Block(-0.85, 3.2, 1.56, 1.6), Block(1.35, 3.0, 2.0, 0.5)),
    ),
    Company(
        "far",
        CAST["wei"],
        "chatting",
        (
            _by("joan", (0, -1.6, 3.9, 20), (3, -0.7, 3.7, 60), (6, -1.3, 3.4, -60)),
            _by("tomas", (0, 2.9, 3.3, -85), (3, 0.9, 3.6, -85), (6, 1.0, 3.3, 0)),
        ),
        WIDE,
        webcam=PLAIN,
        seed=5,
    ),
    Company(
        "through_at_12_fps",
        CAST["felix"],
        "sweeping-poor",
        (
            _by("rosa", (0.5, -2.4, 2.0, 80), (3.0, 2.4, 2.0, 80)),
            _by("ingrid", (2.5, 2.6, 3.6, -60), (4.0, 0.9, 3.4, -20), (6.5, 2.8, 3.6, 80)),
        ),
        LAPTOP,
        seconds=7.0,
        fps=12.0,
        seed=6,
    ),
    Company(
        "running_at_15_fps",
        CAST["rosa"],
        "chatting",
        (
            _by("felix",
                (0.4, -3.0, 3.7, 75),
                (2.4, 3.0, 3.7, 75),
                (3.4, 3.0, 3.7, -75),
                (5.4, -3.0, 3.4, -75),
            ),
            _by("wei",
                (1.0, 1.9, 1.9, -30),
                (1.6, 0.8, 1.8, 0),
                (3, 0.8, 1.8, 0),
                (3.6, 2.0, 1.9, 80),
            ),
        ),
        LAPTOP,
        fps=15.0,
        seed=7,
    ),
    Company(
        "dim_at_30_fps",
        CAST["amara"],
        "dishwasher-squat",
        (
            _by("tomas", (0, 2.6, 3.5, -80), (3, 1.0, 3.6, -10), (5, 1.1, 3.6, 90)),
            _by("joan", (0, -1.2, 3.2, 0), (2, -1.2, 3.2, 90), (4, -2.8, 3.3, -90)),
        ),
        TABLE,
        seconds=5.0,
        fps=30.0,
        light=Light(level=0.3, warmth=0.8),
        webcam=GRAINY,
        seed=8,
    ),
    Company(
        "turning",
        CAST["samir"],
        "cupboard-step-turn",
        (
            _by("ingrid", *_turning(-1.0, 3.5, 0.9)),
            _by("rosa", *_turning(1.1, 3.9, 1.3)),
        ),
        LAPTOP,
        webcam=PLAIN,
        seed=9,
    ),
    Company(
        "peeking",
        CAST["joan"],
        "chatting",
        (
            _by("wei",
                (0, 0.0, 3.5, 0),
                (1, 0.0, 3.5, 0),
                (1.6, 0.55, 3.5, 0),
                (2.6, 0.55, 3.5, 90),
                (3.4, 0, 3.5, -90),
                (4.2, -0.6, 3.5, -80),
                (5.2, -2.6, 3.5, -90),
            ),
            _by("felix",
                (0, 2.0, 3.0, 60),
                (1.5, 2.0, 3.0, 0),
                (2.5, 1.6, 3.0, -100),
                (4, 2.2, 3.0, 0),
                (6, 1.2, 3.2, -45),
            ),
        ),
        LAPTOP,
        webcam=PLAIN,
        seed=10,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What is known of a clip's faces; the first axis of all is the picture."""

    times_s: Floats
    heads: Mask
    face_px: Floats
    turned_deg: Floats


def rendered(plan: Company, folder: Path) -> tuple[Path, Truth]:
    """Return the clip's file and truth, rendered into the folder if they are not there yet."""
    clip, known = folder / f"{plan.name}.mp4", folder / f"{plan.name}.npz"
    if not known.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _render(plan, clip, known)
    with np.load(known) as data:
        return clip, Truth(data["times_s"], data["heads"], data["face_px"], data["turned_deg"])


def _render(plan: Company, clip: Path, known: Path) -> None:
    truth = []
    with av.open(str(clip), "w", options={"movflags": "+faststart"}) as container:
        rate = Fraction(plan.fps).limit_denominator(1000)
        stream = container.add_stream("libx264", rate=rate, options={"crf": CRF})
        stream.width, stream.height = plan.camera.width, plan.camera.height
        stream.pix_fmt = "yuv420p"
        for seen in shoot_company(plan):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(seen.image, format="rgb24")))
            truth.append(replace(seen, image=np.empty((0, 0, 3), np.uint8)))
        container.mux(stream.encode(None))
    np.savez_compressed(
        known,
        times_s=[seen.t_s for seen in truth],
        heads=[seen.heads for seen in truth],
        face_px=[seen.face_px for seen in truth],
        turned_deg=[seen.turned_deg for seen in truth],
    )
