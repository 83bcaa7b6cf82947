"""Triangles in the graphics memory: one draw a material, one for the shadow."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from renderer.core import Body, Floats, Ints, Part, Placed
from renderer.materials import MATERIALS, linear_rgb
from renderer.programs import MAX_BONES, Programs, set_uniform
from renderer.shapes import Shape

BONES_BINDING = 0
SKINNED_BYTES = 24  # position and normal, three floats each
BONE_BYTES = 48  # three rows of four floats


@dataclass(slots=True, eq=False)
class Surfaces:
    """What is drawn together: ``draws`` material name to vertex array, ``depth`` the shadow's."""

    programs: Programs
    draws: dict[str, Any] = field(default_factory=dict)
    depth: Any = None
    buffers: list[Any] = field(default_factory=list)

    def draw(self) -> None:
        """Draw into the picture."""
        for name, vertex_array in self.draws.items():
            material = MATERIALS[name]
            program = self.programs.surface(material)
            for key in ("mottle", "repeats_per_m", "gloss", "sharpness", "wrap", "bump"):
                set_uniform(program, key, getattr(material, key))
            vertex_array.render()

    def draw_depth(self) -> None:
        """Draw into the shadow map."""
        if self.depth is not None:
            self.depth.render()

    def release(self) -> None:
        """Free the graphics memory."""
        for held in (*self.draws.values(), self.depth, *self.buffers):
            if held is not None:
                held.release()


@dataclass(slots=True, eq=False)
class PersonHandle:
    """A person on a stage."""

    surfaces: Surfaces
    skinning: Any
    skinned: Any
    bones: Any
    vertex_count: int
    shown: bool = False

    def pose(self, placed: Placed, body: Body, at: tuple[float, float], yaw_deg: float) -> None:
        """Skin the person's vertices; see ``Stage.move_person``."""
        rows = _bone_rows(placed, body, at, yaw_deg)
        self.bones.write(rows.astype("f4").tobytes())
        self.bones.bind_to_uniform_block(BONES_BINDING)
        self.skinning.transform(self.skinned, vertices=self.vertex_count)
        self.shown = True


@dataclass(slots=True, eq=False)
class ThingHandle:
    """A moved thing on a stage; hidden while ``matrix`` is None."""

    surfaces: Surfaces
    matrix: Floats | None = None


def shape_surfaces(context: Any, programs: Programs, shapes: Iterable[Shape]) -> Surfaces:
    """Upload shapes, batched by material."""
    surfaces = Surfaces(programs)
    by_material: dict[str, list[Shape]] = defaultdict(list)
    for shape in shapes:
        by_material[shape.material].append(shape)
    for name, alike in by_material.items():
        columns = [
            np.concatenate([getattr(shape, key) for shape in alike])
            for key in ("vertices", "normals", "colour", "pattern")
        ]
        vertices = _buffer(context, surfaces, np.concatenate(columns, axis=1), "f4")
        indices = _buffer(context, surfaces, _joined_triangles(alike), "i4")
        program = programs.surface(MATERIALS[name])
        layout = [(vertices, *_used(program, ("position", "normal", "colour", "pattern")))]
        surfaces.draws[name] = context.vertex_array(program, layout, indices)
    shading = [shape for alike in by_material.values() for shape in alike if shape.shades]
    if shading:
        points = np.concatenate([shape.vertices for shape in shading])
        layout = [(_buffer(context, surfaces, points, "f4"), "3f", "position")]
        indices = _buffer(context, surfaces, _joined_triangles(shading), "i4")
        surfaces.depth = context.vertex_array(programs.depth, layout, indices)
    return surfaces


def people_surface(context: Any, programs: Programs, parts: Sequence[Part]) -> PersonHandle:
    """Upload a person's parts at rest.

    Raises:
        KeyError: A part's material is none of ``MATERIALS``.
    """
    surfaces = Surfaces(programs)
    count = sum(len(part.vertices) for part in parts)
    skinning = _skinning(context, surfaces, parts)
    skinned = context.buffer(reserve=count * SKINNED_BYTES, dynamic=True)
    bones = context.buffer(reserve=MAX_BONES * BONE_BYTES, dynamic=True)
    painted = np.concatenate(
        [np.c_[part.tint * linear_rgb(part.colour), part.vertices] for part in parts]
    )
    paint = _buffer(context, surfaces, painted, "f4")
    indices = _triangles_by_material(parts)
    for name, triangles in indices.items():
        program = programs.surface(MATERIALS[name])
        layout = [
            (skinned, *_used(program, ("position", "normal"))),
            (paint, *_used(program, ("colour", "pattern"))),
        ]
        surfaces.draws[name] = context.vertex_array(
            program, layout, _buffer(context, surfaces, triangles, "i4")
        )
    everything = _buffer(context, surfaces, np.concatenate(list(indices.values())), "i4")
    surfaces.depth = context.vertex_array(
        programs.depth, [(skinned, "3f 3x4", "position")], everything
    )
    surfaces.buffers += [skinning, skinned, bones]
    return PersonHandle(surfaces, skinning, skinned, bones, count)


def _skinning(context: Any, surfaces: Surfaces, parts: Sequence[Part]) -> Any:
    program = surfaces.programs.skinning
    program["Bones"].binding = BONES_BINDING
    rest = np.concatenate([np.c_[part.vertices, part.normals] for part in parts])
    ids = np.concatenate([part.bone_ids for part in parts])
    weights = np.concatenate([part.bone_weights for part in parts])
    layout = [
        (_buffer(context, surfaces, rest, "f4"), "3f 3f", "rest", "rest_normal"),
        (_buffer(context, surfaces, ids, "i4"), "4i", "bone_ids"),
        (_buffer(context, surfaces, weights, "f4"), "4f", "bone_weights"),
    ]
    return context.vertex_array(program, layout)


def _triangles_by_material(parts: Sequence[Part]) -> dict[str, Ints]:
    # Indices into all parts' vertices, one after the other.
    found: dict[str, list[Ints]] = defaultdict(list)
    first = 0
    for part in parts:
        found[part.material].append(part.triangles + first)
        first += len(part.vertices)
    return {name: np.concatenate(triangles) for name, triangles in found.items()}


def _bone_rows(placed: Placed, body: Body, at: tuple[float, float], yaw_deg: float) -> Floats:
    # (bones * 3, 4): a rest point p goes to rows @ (p, 1).
    yaw = math.radians(yaw_deg)
    turn = np.array(
        [[math.cos(yaw), -math.sin(yaw), 0.0], [math.sin(yaw), math.cos(yaw), 0.0], [0.0, 0.0, 1.0]]
    )
    shift = placed.positions - np.einsum("bij,bj->bi", placed.rotations, body.head)
    rows = np.empty((len(shift), 3, 4))
    rows[:, :, :3] = turn @ placed.rotations
    rows[:, :, 3] = shift @ turn.T + [at[0], at[1], 0.0]
    return rows.reshape(-1, 4)


def _joined_triangles(shapes: Sequence[Shape]) -> Ints:
    first, joined = 0, []
    for shape in shapes:
        joined.append(shape.triangles + first)
        first += len(shape.vertices)
    return np.concatenate(joined)


def _used(program: Any, names: Sequence[str]) -> tuple[str, ...]:
    # What the compiler dropped must be skipped over, not bound.
    layout = " ".join("3f" if name in program else "3x4" for name in names)
    return (layout, *(name for name in names if name in program))


def _buffer(context: Any, surfaces: Surfaces, values: Any, kind: str) -> Any:
    made = context.buffer(np.ascontiguousarray(values, dtype=kind).tobytes())
    surfaces.buffers.append(made)
    return made
