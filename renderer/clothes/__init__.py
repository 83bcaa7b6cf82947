"""A body dressed: skin, clothes, shoes, hair and eyes as surfaces ready to be skinned."""

from __future__ import annotations

import numpy as np

from renderer.clothes.figure import measured
from renderer.clothes.garments import shirt, shoes, trousers
from renderer.clothes.hair import hair
from renderer.clothes.loose import cardigan, skirt
from renderer.clothes.skin import eyes, lashes, skin
from renderer.core import Body, Part
from renderer.subdivision import Surface, subdivided, triangles, vertex_normals

INFLUENCES = 4  # bones that move one vertex
SHIRT_M = 0.025  # how far a shirt under a cardigan lies off
LASH_COLOUR = "#1b1410"


def dress(body: Body) -> tuple[Part, ...]:
    """Return everything that is seen of a person, at rest and already subdivided."""
    figure, person = measured(body), body.person
    legs, legs_lie_m = skirt(figure) if person.skirt else trousers(figure)
    over = [cardigan(figure, legs_lie_m + SHIRT_M)] if person.cardigan else []
    return (
        _part("skin", skin(figure), "skin", person.skin),
        _part("shirt", subdivided(shirt(figure, legs_lie_m)), "cloth", person.shirt),
        _part("trousers", subdivided(legs), "cloth", person.trousers),
        *(_part("cardigan", subdivided(one), "cloth", person.cardigan) for one in over),
        _part("shoes", subdivided(shoes(figure)), "shoe", person.shoes),
        *(_part("hair", tuft, "hair", person.hair_colour) for tuft in hair(figure)),
        _part("eyes", eyes(figure), "eye", "#ffffff"),
        _part("lashes", lashes(figure), "lash", LASH_COLOUR),
    )


def _part(name: str, surface: Surface, material: str, colour: str) -> Part:
    strongest = np.argsort(-surface.weights, axis=1, kind="stable")[:, :INFLUENCES]
    weights = np.take_along_axis(surface.weights, strongest, axis=1)
    return Part(
        name=name,
        vertices=surface.vertices,
        normals=vertex_normals(surface.vertices, surface.quads),
        triangles=triangles(surface.quads),
        bone_ids=strongest,
        bone_weights=weights / weights.sum(axis=1, keepdims=True),
        tint=surface.tint,
        material=material,
        colour=colour,
    )
