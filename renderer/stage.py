"""The rasteriser: people, rooms and moved things drawn by OpenGL without a display.

Runs on Mesa's llvmpipe. The room is drawn in one call a material; people are skinned on the
graphics side, once a move, into a buffer that the shadow and the picture share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any

import moderngl
import numpy as np

from renderer.cameras import projection
from renderer.core import Body, Camera, Floats, Image, Light, Part, Placed
from renderer.lighting import Lamps, lamps, shader_values
from renderer.programs import SHADOW_TEXELS, Programs
from renderer.shapes import Shape
from renderer.surfaces import PersonHandle, Surfaces, ThingHandle, people_surface, shape_surfaces

__all__ = ["PersonHandle", "Stage", "ThingHandle"]

MSAA_SAMPLES = 4
_CLEAR_RGB = (0.5, 0.5, 0.5)


class NoOpenGLError(Exception):
    """There is nothing to draw with; one line."""


class Stage:
    """Draws pictures of one size; ``clear`` empties it for the next room and people.

    Several stages may be open at once: every method makes its own context current.
    Use as a context manager or call ``close``: it holds an OpenGL context.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        # Annotated wrongly there: every keyword is handed on to the backend.
        backend: Any = {"standalone": True, "backend": "egl"}
        try:
            self._context: Any = moderngl.create_context(**backend)
        except Exception as missing:  # what a missing driver raises depends on the driver
            raise NoOpenGLError(
                f"expected an OpenGL driver to draw with, found none ({missing}); on Debian or "
                "Ubuntu: sudo apt install libegl1 libgl1-mesa-dri"
            ) from missing
        self._programs = Programs(self._context)
        self._lamps = lamps()
        self._room: list[Surfaces] = []
        self._people: list[PersonHandle] = []
        self._things: list[ThingHandle] = []
        self._make_buffers()

    def __enter__(self) -> Stage:
        """Return the stage."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Free everything."""
        self.close()

    def add_person(self, parts: Sequence[Part]) -> PersonHandle:
        """Put a person on the stage, unseen until the first ``move_person``."""
        with self._context:
            person = people_surface(self._context, self._programs, parts)
        self._people.append(person)
        return person

    def move_person(
        self,
        person: PersonHandle,
        placed: Placed,
        body: Body,
        at: tuple[float, float] = (0.0, 0.0),
        yaw_deg: float = 0.0,
    ) -> None:
        """Pose a person; the whole moment is then turned (left +) and shifted, metres."""
        with self._context:
            person.pose(placed, body, at, yaw_deg)

    def add_shapes(self, shapes: Iterable[Shape]) -> None:
        """Add things that never move; many shapes in one call are drawn fastest."""
        with self._context:
            self._room.append(shape_surfaces(self._context, self._programs, shapes))

    def add_thing(self, shapes: Iterable[Shape]) -> ThingHandle:
        """Add a thing to be moved, hidden until the first ``move_thing``."""
        with self._context:
            thing = ThingHandle(shape_surfaces(self._context, self._programs, shapes))
        self._things.append(thing)
        return thing

    def move_thing(self, thing: ThingHandle, matrix: Floats | None) -> None:
        """Place a thing by a rigid (4, 4) matrix from its own axes; None hides it."""
        thing.matrix = matrix

    def place_lamps(self, where: Lamps) -> None:
        """Say where the light comes from."""
        self._lamps = where

    def render(self, camera: Camera, light: Light) -> Image:
        """Return the picture, (height, width, 3) RGB.

        Raises:
            ValueError: The camera's picture is not of the stage's size.
        """
        if (camera.width, camera.height) != (self.width, self.height):
            raise ValueError(
                f"expected a camera of {self.width}x{self.height}, "
                f"got {camera.width}x{camera.height}"
            )
        with self._context:
            self._draw(camera, light)
            read = self._resolved.read(components=3, alignment=1)
        picture = np.frombuffer(read, np.uint8).reshape(self.height, self.width, 3)
        return np.ascontiguousarray(picture[::-1])

    def clear(self) -> None:
        """Take everything off the stage; handles from before are dead."""
        with self._context:
            for surfaces in self._everything():
                surfaces.release()
        self._room, self._people, self._things = [], [], []
        self._lamps = lamps()

    def close(self) -> None:
        """Free everything, the OpenGL context too. Closing twice is harmless."""
        if self._context is None:
            return
        self.clear()
        with self._context:
            for held in (self._programs, *self._buffers):
                held.release()
        self._context.release()
        self._context = None

    def _draw(self, camera: Camera, light: Light) -> None:
        self._context.enable(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._programs.light_room(self._lamps, shader_values(light))
        self._shadow_fbo.use()
        self._shadow_fbo.clear(depth=1.0)
        for surfaces, matrix in self._shown():
            self._programs.place(matrix)
            surfaces.draw_depth()
        self._picture.use()
        self._picture.clear(*_CLEAR_RGB)
        self._shadow_map.use(1)
        self._programs.look_through(projection(camera))
        # Nearest first: what they cover is then never shaded.
        for surfaces, matrix in self._shown():
            self._programs.place(matrix)
            surfaces.draw()
        self._context.copy_framebuffer(self._resolved, self._picture)

    def _make_buffers(self) -> None:
        context, size = self._context, (self.width, self.height)
        samples = min(MSAA_SAMPLES, context.max_samples)
        colours = context.renderbuffer(size, 4, samples=samples)
        depths = context.depth_renderbuffer(size, samples=samples)
        flat = context.renderbuffer(size, 4)
        self._picture = context.framebuffer([colours], depths)
        self._resolved = context.framebuffer([flat])
        self._shadow_map = context.depth_texture((SHADOW_TEXELS, SHADOW_TEXELS))
        self._shadow_map.compare_func = "<="
        self._shadow_map.repeat_x = self._shadow_map.repeat_y = False
        self._shadow_fbo = context.framebuffer(depth_attachment=self._shadow_map)
        # Skinning needs a whole framebuffer bound; without a display there is none at first.
        self._picture.use()
        self._buffers = [self._picture, self._resolved, self._shadow_fbo]
        self._buffers += [self._shadow_map, colours, depths, flat]

    def _everything(self) -> Iterable[Surfaces]:
        yield from (person.surfaces for person in self._people)
        yield from (thing.surfaces for thing in self._things)
        yield from self._room

    def _shown(self) -> Iterable[tuple[Surfaces, Floats]]:
        still = np.eye(4)
        yield from ((person.surfaces, still) for person in self._people if person.shown)
        for thing in self._things:
            if thing.matrix is not None:
                yield thing.surfaces, thing.matrix
        yield from ((surfaces, still) for surfaces in self._room)
