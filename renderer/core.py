"""What the renderer's rooms hand to each other.

Axes everywhere in here: right-handed, metres, z up, the floor at z = 0. A person at rest
stands on the origin, faces -y and has the own left at +x. Angles inside are radians, angles
with ``_deg`` degrees; flexion forward, side bend and rotation to the person's left are
positive, as in DESIGN section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Image = NDArray[np.uint8]  # (height, width, 3), RGB
Hair = Literal["short", "long", "bun", "bald"]
Side = Literal["L", "R"]
RoomKind = Literal["kitchen", "bedroom", "living"]
PropKind = Literal["plate", "box", "broom", "mug", "rollator", "stick", "bar", "book"]
SIDES: tuple[Side, Side] = ("L", "R")


@dataclass(frozen=True, slots=True)
class Person:
    """Who is rendered.

    ``sex`` is 0 for a woman and 1 for a man, ``age`` .5 for a young adult and 1 for an old
    one; ``muscle``, ``weight`` and ``height`` run from 0 to 1 with .5 the average (the
    MakeHuman base mesh's own scales). ``ancestry`` mixes ``african``, ``asian`` and
    ``caucasian``. Colours are ``#rrggbb``. ``sleeve`` runs from 0 (shoulder) over 1 (elbow)
    to 1.9 (wrist), ``trouser_length`` from 0 (knee) to 1 (ankle), ``loose`` from .4 (tight)
    to 3 (very loose). ``skirt`` is one as long as trousers would be, ``cardigan`` the colour of
    a wide one, open in front, over the shirt; none where it is empty. ``kyphosis_deg`` is how
    far the spine is bent forward when this person stands tall; truth counts rounding from
    there. ``head_forward_deg`` is the neck's.
    """

    name: str
    sex: float = 0.0
    age: float = 0.6
    muscle: float = 0.5
    weight: float = 0.5
    height: float = 0.5
    ancestry: Mapping[str, float] = field(default_factory=lambda: {"caucasian": 1.0})
    skin: str = "#d9a88a"
    hair: Hair = "short"
    hair_colour: str = "#2e2018"
    shirt: str = "#3f6d8f"
    trousers: str = "#2d3440"
    shoes: str = "#dddddd"
    sleeve: float = 0.55
    trouser_length: float = 0.96
    loose: float = 1.0
    skirt: bool = False
    cardigan: str = ""
    kyphosis_deg: float = 0.0
    head_forward_deg: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A shaped mesh with its rig, at rest.

    ``vertices`` (n, 3); ``faces`` group name to (vertex ids, uv ids) lists; ``bones`` parents
    before children; ``parent`` (b,) with -1 for the root; ``head`` and ``tail`` (b, 3);
    ``weights`` (n, b) rows sum to 1; ``eye`` (3,) by side.
    """

    person: Person
    vertices: Floats
    faces: Mapping[str, list[tuple[list[int], list[int]]]]
    bones: tuple[str, ...]
    parent: tuple[int, ...]
    head: Floats
    tail: Floats
    weights: Floats
    eye: Mapping[Side, Floats]

    def index(self, bone: str) -> int:
        """Return a bone's index.

        Raises:
            ValueError: No such bone.
        """
        return self.bones.index(bone)

    def at(self, bone: str) -> Floats:
        """Return where a bone begins at rest, (3,)."""
        where: Floats = self.head[self.index(bone)]
        return where


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One skinned surface, already subdivided: skin, a garment, shoes, hair, eyes.

    ``vertices`` and ``normals`` (m, 3) at rest; ``triangles`` (k, 3); ``bone_ids`` and
    ``bone_weights`` (m, 4); ``tint`` (m, 3) multiplies the material's colour (linear RGB).
    ``material`` names how it is shaded (``skin``, ``cloth``, ``hair``, ``shoe``, ``eye``,
    ``lash``), ``colour`` is its ``#rrggbb``.
    """

    name: str
    vertices: Floats
    normals: Floats
    triangles: Ints
    bone_ids: Ints
    bone_weights: Floats
    tint: Floats
    material: str
    colour: str


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Every bone at one moment: ``rotations`` (b, 3, 3) from rest, ``positions`` (b, 3).

    A rest point p bound to bone b comes to ``positions[b] + rotations[b] @ (p - head[b])``.
    """

    rotations: Floats
    positions: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Prop:
    """A moved thing: ``matrix`` (4, 4) takes its own axes to the room's. See ``places``."""

    kind: PropKind
    matrix: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One person and what is moved, at one time."""

    t_s: float
    placed: Placed
    props: tuple[Prop, ...] = ()


@dataclass(frozen=True, slots=True)
class Doing:
    """What is done from one time to another, as planned; seconds.

    ``task`` and ``technique`` use posturecheck's names, ``advice`` its guidance's: the advice
    that fits what is done, beside the general one. ``lift_s`` is when something is lifted from
    low with a stoop, None where nothing is; ``lifts`` says whether hands go low and rise with
    the trunk in any way.
    """

    start_s: float
    end_s: float
    task: str = ""
    technique: str = ""
    advice: tuple[str, ...] = ()
    lift_s: tuple[float, float] | None = None
    lifts: bool = False
    seated: bool = False


class Movement(Protocol):
    """A task done in one way by one body.

    ``task`` and ``technique`` use posturecheck's names; ``technique`` is empty where no safe
    technique is shown. ``needs`` names the furniture (see ``places``) it is done at.
    ``lift_s`` is when something is lifted from low with a stoop, None where nothing is.
    ``doings`` cover it one after the other; most movements are one alone.
    """

    name: str
    task: str
    technique: str
    seconds: float
    room: RoomKind
    needs: frozenset[str]
    lift_s: tuple[float, float] | None
    doings: tuple[Doing, ...]

    def moments(self, times_s: Floats) -> Iterator[Moment]:
        """Yield the moment of every time, in order; the same times give the same moments."""
        ...


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the picture is taken from.

    ``azimuth_deg`` runs around the origin: 0 in front of a person at rest, 90 at the own
    left, 180 behind. ``pitch_deg`` is positive looking down, ``roll_deg`` positive clockwise
    as seen in the picture's horizon. The camera looks at the vertical through the origin;
    ``fov_deg`` is the picture's longer side's angle.
    """

    azimuth_deg: float
    distance_m: float = 2.85
    height_m: float = 1.05
    pitch_deg: float = 4.0
    roll_deg: float = 0.0
    fov_deg: float = 62.0
    width: int = 640
    height: int = 480


@dataclass(frozen=True, slots=True)
class Light:
    """``level`` 1 is a bright room, .15 a dim one; ``warmth`` 0 daylight, 1 a lamp."""

    level: float = 1.0
    warmth: float = 0.3


@dataclass(frozen=True, slots=True)
class Webcam:
    """What the camera does to the picture.

    ``noise`` is the grain's sd in grey levels at middle grey; ``shutter_s`` how long a
    picture is exposed (motion blur); ``softness_px`` a lens blur's sd; ``gain`` and
    ``tint`` the exposure and white balance errors.
    """

    noise: float = 2.0
    shutter_s: float = 0.0
    softness_px: float = 0.4
    gain: float = 1.0
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
