"""Where the furniture stands, agreed between the rooms that draw it and the movements.

Everything is placed around a person who stands on the origin and faces -y (metres, z up).
A movement names what it needs by these keys; a room draws what is needed.

- ``dishwasher``: open door on the floor side, lower rack pulled out in front of the person,
  body under the worktop line (its front edge at y = WORKTOP_FRONT_Y).
- ``sideboard``: a small table at the person's right (or left with ``sideboard-left``).
- ``chair``: seat under the origin, back rest towards +y, so that one sits facing -y.
- ``sink``: a worktop close in front with a basin; the person stands right at it.
- ``high-shelf``: wall shelf in front, above the head's height.
- ``table``: a table in front at worktop height.
- ``shoe``: a shoe on the floor; ``dustpan``: crumbs on the floor.
Props: ``plate`` (disc in its own x-y plane, r .12), ``box`` (.36 x .30 x .30, centred),
``broom`` (stick along own -z from the top at the origin to the head at z = -1.30),
``mug`` (r .042, height .10, standing on its own origin), ``rollator`` (on the floor, its handles
on both sides above its own origin, wheels ahead), ``stick`` (standing on its own origin), ``bar``
(1.24 along own x, centred, a disc at each end), ``book`` (.15 x .21, its pages to own +z).
"""

from __future__ import annotations

FURNITURE = frozenset(
    {
        "dishwasher",
        "sideboard",
        "sideboard-left",
        "chair",
        "sink",
        "high-shelf",
        "table",
        "shoe",
        "dustpan",
    }
)
RACK = (0.0, -0.60, 0.40)  # where hands take a plate: middle of the lower rack, plates' tops
RACK_HALF_X = 0.24
DOOR_Z = 0.135
WORKTOP_Z = 0.92
WORKTOP_FRONT_Y = -0.92
SIDEBOARD = (-0.62, -0.10, 0.92)  # middle of its top; mirrored in x for sideboard-left
SIDEBOARD_SIZE = (0.42, 0.55)
SEAT_Z = 0.46
SEAT = (0.0, 0.07)
SEAT_SIZE = (0.44, 0.44)
SINK_FRONT_Y = -0.24
SINK_BASIN = (0.0, -0.48, 0.82)  # where washing hands are: a little above the basin's floor
HIGH_SHELF = (0.10, -0.48, 1.86)
TABLE_FRONT_Y = -0.40
TABLE_Z = 0.86
FLOOR_BOX_NEAR = (0.0, -0.36, 0.16)  # the box's middle when it stands on the floor
FLOOR_BOX_FAR = (0.0, -0.62, 0.16)
ROLLATOR_HANDLE_Z = 0.86
ROLLATOR_HALF_X = 0.25  # of a handle from the middle
STICK_Z = 0.84  # its handle's height
BAR_PLATE_M = 0.15  # of the discs' rim from the bar: so high it lies
