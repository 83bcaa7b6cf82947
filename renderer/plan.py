"""What one clip shows: everything that decides its pictures, so that a seed makes it again."""

from __future__ import annotations

from dataclasses import dataclass, field

from renderer.core import Camera, Light, Person, RoomKind, Webcam

FPS = 25.0
EMPTY_ROOM_S = 6.0


@dataclass(frozen=True, slots=True)
class Plan:
    """One clip.

    Attributes:
        name: The files' stem.
        person: Who is seen; None for an empty room.
        movement: A name of ``movements.MOVEMENTS``; the empty room has none.
        seed: Of the movement's variation, the room's furnishing and the picture's grain.
        room: Of an empty room; a movement brings its own.
        island: Whether a counter hides the legs.
        passer_by: Somebody else who walks through behind; the truth never counts them.
        shows: What a reader of the sample list is told.
        fps: Pictures a second.
    """

    name: str
    person: Person | None
    movement: str = ""
    seed: int = 1
    camera: Camera = field(default_factory=lambda: Camera(90.0))
    light: Light = field(default_factory=Light)
    webcam: Webcam = field(default_factory=Webcam)
    room: RoomKind = "kitchen"
    island: bool = False
    passer_by: Person | None = None
    shows: str = ""
    fps: float = FPS
