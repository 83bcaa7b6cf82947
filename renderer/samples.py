"""The clips of ``samples/``: people, tasks, rooms and cameras, one of each at least."""

from __future__ import annotations

from renderer.cast import CAST
from renderer.core import Camera, Light, Webcam
from renderer.plan import Plan

LAPTOP = 0.85  # on a kitchen table, metres
SHELF = 1.95
DIM = Light(level=0.3, warmth=0.8)
EVENING = Light(level=0.55, warmth=0.9)
GRAINY = Webcam(noise=7.0, softness_px=0.8, gain=0.95)
PLAIN = Webcam(noise=3.0, softness_px=0.5)
BLURRED = Webcam(noise=4.0, shutter_s=0.033, softness_px=0.5)
COOL = Webcam(noise=3.0, softness_px=0.6, gain=1.1, tint=(0.93, 1.0, 1.08))


def _from(
    azimuth_deg: float,
    distance_m: float = 2.85,
    height_m: float = LAPTOP,
    pitch_deg: float = 0.0,
    roll_deg: float = 0.0,
    portrait: bool = False,
) -> Camera:
    width, height = (480, 640) if portrait else (640, 480)
    return Camera(
        azimuth_deg, distance_m, height_m, pitch_deg, roll_deg, width=width, height=height
    )


SAMPLES: tuple[Plan, ...] = (
    Plan(
        "dishwasher_rounded",
        CAST["rosa"],
        "dishwasher-rounded",
        11,
        _from(48),
        webcam=PLAIN,
        shows="bends to the lower rack with a rounded back",
    ),
    Plan(
        "dishwasher_squat",
        CAST["tomas"],
        "dishwasher-squat",
        12,
        _from(90, 3.0),
        webcam=PLAIN,
        shows="the same with a squat and a long back",
    ),
    Plan(
        "dishwasher_hinge",
        CAST["amara"],
        "dishwasher-hinge",
        13,
        _from(-90),
        webcam=COOL,
        shows="the same with a hip hinge: lean, but a long back",
    ),
    Plan(
        "dishwasher_rounded_kyphotic",
        CAST["ingrid"],
        "dishwasher-rounded",
        14,
        _from(90, 2.6),
        light=DIM,
        webcam=GRAINY,
        shows="a kyphotic neutral stance, rounded further; dim kitchen",
    ),
    Plan(
        "dishwasher_half_kneel",
        CAST["joan"],
        "dishwasher-half-kneel",
        15,
        _from(-50, 3.2),
        webcam=PLAIN,
        shows="goes down on one knee",
    ),
    Plan(
        "dishwasher_hinge_oblique",
        CAST["felix"],
        "dishwasher-hinge",
        16,
        _from(40, 2.8, SHELF, 20.0),
        light=EVENING,
        webcam=PLAIN,
        shows="hip hinge seen from a shelf, looking down",
    ),
    Plan(
        "cupboard_planted_twist",
        CAST["wei"],
        "cupboard-planted-twist",
        17,
        _from(10, 2.4),
        webcam=PLAIN,
        shows="puts a plate away with planted feet and a turned back",
    ),
    Plan(
        "cupboard_step_turn",
        CAST["samir"],
        "cupboard-step-turn",
        18,
        _from(30, 2.9),
        webcam=COOL,
        shows="the same, but steps round to turn",
    ),
    Plan(
        "rapid_twist",
        CAST["tomas"],
        "rapid-twist",
        19,
        _from(0, 2.6),
        webcam=BLURRED,
        shows="twists quickly to both sides; motion blur",
    ),
    Plan(
        "shoes_standing_bend",
        CAST["felix"],
        "shoes-standing-bend",
        20,
        _from(85, 3.0),
        light=EVENING,
        webcam=PLAIN,
        shows="bends down to the shoes while standing",
    ),
    Plan(
        "shoes_seated_bend",
        CAST["rosa"],
        "shoes-seated-bend",
        21,
        _from(55, 2.4, 0.7),
        webcam=PLAIN,
        shows="sits, and rounds down to the floor",
    ),
    Plan(
        "shoes_figure_four",
        CAST["amara"],
        "shoes-figure-four",
        22,
        _from(25, 2.3, 0.7),
        webcam=COOL,
        shows="sits and brings the foot up",
    ),
    Plan(
        "box_stoop",
        CAST["samir"],
        "box-stoop",
        23,
        _from(75, 3.0, 1.1, 6.0),
        webcam=BLURRED,
        shows="lifts a box from the floor with a rounded back",
    ),
    Plan(
        "box_hinge",
        CAST["joan"],
        "box-hinge",
        25,
        _from(90, 3.2, 1.0, 3.0, portrait=True),
        webcam=PLAIN,
        shows="lifts it with a hip hinge; phone held upright",
    ),
    Plan(
        "box_stoop_twist",
        CAST["felix"],
        "box-stoop-twist",
        26,
        _from(-40, 3.3),
        light=DIM,
        webcam=GRAINY,
        shows="lifts it and turns with planted feet; dim room",
    ),
    Plan(
        "golfers_lift",
        CAST["amara"],
        "golfers-lift",
        27,
        _from(90, 3.2),
        webcam=PLAIN,
        shows="picks up a light thing while one leg rises behind",
    ),
    Plan(
        "sweeping_poor",
        CAST["ingrid"],
        "sweeping-poor",
        28,
        _from(20, 3.2, SHELF, 18.0),
        webcam=PLAIN,
        shows="sweeps with bends and twists",
    ),
    Plan(
        "sweeping_good",
        CAST["rosa"],
        "sweeping-good",
        29,
        _from(60, 3.2),
        webcam=COOL,
        shows="sweeps upright, the feet doing the turning",
    ),
    Plan(
        "high_reach",
        CAST["joan"],
        "high-reach",
        30,
        _from(175, 2.8, 0.55, -14.0),
        webcam=PLAIN,
        shows="reaches for a high shelf, from behind, camera looking up",
    ),
    Plan(
        "sink_stoop",
        CAST["tomas"],
        "sink-stoop",
        31,
        _from(-80, 2.6, 1.2, 6.0, 4.5),
        webcam=PLAIN,
        island=True,
        shows="stoops over the sink; legs hidden, camera rolled",
    ),
    Plan(
        "sink_braced",
        CAST["wei"],
        "sink-braced",
        32,
        _from(70, 2.6),
        light=EVENING,
        webcam=PLAIN,
        shows="a hand on the edge, hinged a little",
    ),
    Plan(
        "sit_stand",
        CAST["ingrid"],
        "sit-stand",
        33,
        _from(40, 2.9, 0.8),
        webcam=PLAIN,
        shows="sits down and gets up",
    ),
    Plan(
        "chatting_passer_by",
        CAST["samir"],
        "chatting",
        34,
        _from(-20, 2.7),
        webcam=PLAIN,
        passer_by=CAST["rosa"],
        shows="talks with the hands while somebody walks past behind: nothing to correct",
    ),
    Plan(
        "empty_kitchen",
        None,
        seed=35,
        camera=_from(60, 3.0),
        room="kitchen",
        webcam=PLAIN,
        shows="nobody",
    ),
)
