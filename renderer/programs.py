"""The shader programs of one OpenGL context."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import moderngl
import numpy as np

from renderer.cameras import Projection
from renderer.core import Floats
from renderer.lighting import Lamps
from renderer.materials import MATERIALS, NOISE_SIZE, Material, noise_tile

MAX_BONES = 256  # MakeHuman's default rig has 163; 16 kB of uniforms hold 341
SHADOW_TEXELS = 768
SHADOW_ANGLE_DEG = 92.0
_SHADERS = Path(__file__).with_name("shaders")
_LAMP_AIM = np.array([0.0, -0.3, 0.3])
_NOISE_UNIT, _SHADOW_UNIT = 0, 1


class Programs:
    """Skinning, shadow and one surface program a pattern."""

    def __init__(self, context: Any) -> None:
        self._surfaces: dict[str, Any] = {}
        vertex = _source("surface_vertex")
        for pattern in sorted({material.pattern for material in MATERIALS.values()}):
            fragment = _source("surface_fragment", SHADOW_TEXELS=f"{SHADOW_TEXELS}.0")
            program = context.program(
                vertex_shader=vertex, fragment_shader=_with_pattern(fragment, pattern)
            )
            self._surfaces[pattern] = program
            set_uniform(program, "noise_tile", _NOISE_UNIT)
            set_uniform(program, "lamp_depth", _SHADOW_UNIT)
        self.depth = context.program(
            vertex_shader=_source("depth_vertex"), fragment_shader=_source("depth_fragment")
        )
        self.skinning = context.program(
            vertex_shader=_source("skinning", MAX_BONES=str(MAX_BONES)),
            varyings=["position", "normal"],
        )
        self._noise = context.texture3d((NOISE_SIZE,) * 3, 4, noise_tile().tobytes())
        self._noise.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._noise.use(_NOISE_UNIT)

    def surface(self, material: Material) -> Any:
        """Return the program that shades a material."""
        return self._surfaces[material.pattern]

    def light_room(self, lamps: Lamps, values: Mapping[str, tuple[float, ...] | float]) -> None:
        """Set the light for the shadow and the picture."""
        lamp_matrix = _column_bytes(_lamp_matrix(lamps.lamp))
        write_uniform(self.depth, "lamp_projection", lamp_matrix)
        for program in self._surfaces.values():
            write_uniform(program, "lamp_projection", lamp_matrix)
            set_uniform(program, "lamp", tuple(lamps.lamp))
            set_uniform(program, "window", tuple(lamps.window))
            for name, value in values.items():
                set_uniform(program, name, value)

    def look_through(self, seen: Projection) -> None:
        """Set the camera."""
        matrix, eye = _column_bytes(seen.clip_matrix()), tuple(seen.position)
        for program in self._surfaces.values():
            write_uniform(program, "view_projection", matrix)
            set_uniform(program, "eye", eye)

    def place(self, matrix: Floats) -> None:
        """Set where the next surfaces stand."""
        columns = _column_bytes(matrix)
        for program in (self.depth, *self._surfaces.values()):
            write_uniform(program, "model", columns)

    def release(self) -> None:
        """Free everything."""
        for held in (self.depth, self.skinning, self._noise, *self._surfaces.values()):
            held.release()


def set_uniform(program: Any, name: str, value: object) -> None:
    """Set a uniform, unless the compiler found it unused."""
    if name in program:
        program[name].value = value


def write_uniform(program: Any, name: str, data: bytes) -> None:
    """Write a matrix, unless the compiler found it unused."""
    if name in program:
        program[name].write(data)


def _source(name: str, **constants: str) -> str:
    text = (_SHADERS / f"{name}.glsl").read_text(encoding="utf-8")
    defines = "".join(f"#define {key} {value}\n" for key, value in constants.items())
    version, rest = text.split("\n", 1)
    return f"{version}\n{defines}{rest}"


def _with_pattern(source: str, pattern: str) -> str:
    names = sorted({material.pattern for material in MATERIALS.values()})
    defines = "".join(f"#define {name.upper()} {i}\n" for i, name in enumerate(names))
    version, rest = source.split("\n", 1)
    return f"{version}\n{defines}#define PATTERN {pattern.upper()}\n{rest}"


def _column_bytes(matrix: Floats) -> bytes:
    return np.ascontiguousarray(matrix.T, dtype="f4").tobytes()


def _lamp_matrix(lamp: Floats) -> Floats:
    # The lamp's picture: from above, the room's +y upwards in it.
    forward = _LAMP_AIM - lamp
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    view = np.eye(4)
    view[:3, :3] = np.stack([right, np.cross(right, forward), -forward])
    view[:3, 3] = -view[:3, :3] @ lamp
    near_m, far_m = 0.3, 5.5
    zoom = 1 / math.tan(math.radians(SHADOW_ANGLE_DEG) / 2)
    lens = np.zeros((4, 4))
    lens[0, 0] = lens[1, 1] = zoom
    lens[2, 2] = (far_m + near_m) / (near_m - far_m)
    lens[2, 3] = 2 * far_m * near_m / (near_m - far_m)
    lens[3, 2] = -1.0
    return lens @ view
