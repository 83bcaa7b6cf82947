"""Kitchen cupboards: x along the wall, y from the wall into the room."""

from __future__ import annotations

import numpy as np

from renderer.rooms.appliances import DARK, STEEL
from renderer.rooms.furniture import POTS, WOODS, pick
from renderer.rooms.layout import Piece
from renderer.rooms.shell import WHITE
from renderer.shapes import Shape, ball, box, rod

MODULE_M = 0.6
DEPTH_M = 0.62
TILES = "#dfe3e0"


def tiles() -> Shape:
    """Return the tiles between worktop and hanging cupboard."""
    return box((0, 0.006, 1.17), (MODULE_M, 0.012, 0.5), "tiles", TILES, shades=False)


def worktop(stone: str) -> Shape:
    """Return one width of worktop."""
    return box((0, DEPTH_M / 2, 0.9), (MODULE_M, DEPTH_M, 0.04), "stone", stone)


def cupboard(front: str) -> Piece:
    """Return a low cupboard with a drawer."""
    return [
        box((0, 0.29, 0.49), (MODULE_M, 0.56, 0.78), "paint", WHITE),
        box((0, 0.27, 0.05), (MODULE_M, 0.5, 0.1), "paint", DARK),
        box((0, 0.58, 0.41), (MODULE_M - 0.012, 0.02, 0.58), "paint", front),
        box((0, 0.58, 0.79), (MODULE_M - 0.012, 0.02, 0.15), "paint", front),
        box((0, 0.6, 0.66), (0.16, 0.02, 0.014), "steel", STEEL),
        box((0, 0.6, 0.8), (0.16, 0.02, 0.014), "steel", STEEL),
    ]


def cooker() -> Piece:
    """Return a cooker with a pot on it."""
    pieces = [
        box((0, 0.3, 0.46), (MODULE_M - 0.01, 0.58, 0.84), "steel", STEEL),
        box((0, 0.595, 0.42), (MODULE_M - 0.05, 0.012, 0.5), "ceramic", "#111214"),
        box((0, 0.61, 0.7), (0.44, 0.02, 0.02), "steel", STEEL),
        box((0, 0.33, 0.925), (0.56, 0.5, 0.012), "ceramic", "#121316"),
    ]
    for x in (-0.2, -0.07, 0.07, 0.2):
        pieces.append(rod((x, 0.59, 0.8), (x, 0.62, 0.8), 0.02, "paint", DARK, sides=10))
    pieces.append(rod((-0.13, 0.2, 0.93), (-0.13, 0.2, 1.06), 0.11, "steel", STEEL, sides=20))
    return pieces


def hood() -> Piece:
    """Return the hood over a cooker."""
    return [
        box((0, 0.24, 1.62), (MODULE_M, 0.48, 0.06), "steel", STEEL),
        box((0, 0.14, 2.0), (0.28, 0.26, 0.7), "steel", STEEL),
    ]


def upper(front: str) -> Piece:
    """Return a cupboard that hangs."""
    pieces = [box((0, 0.165, 1.8), (MODULE_M, 0.33, 0.72), "paint", WHITE)]
    for x in (-0.148, 0.148):
        pieces.append(box((x, 0.338, 1.8), (0.288, 0.018, 0.71), "paint", front))
        pieces.append(box((x * 0.25, 0.355, 1.52), (0.014, 0.018, 0.1), "steel", STEEL))
    return pieces


def fridge(rng: np.random.Generator) -> Piece:
    """Return a fridge with a freezer below."""
    colour = pick(rng, ("#eceae6", "#b9bcbe", "#8f3c36"))
    return [
        box((0, 0.31, 0.93), (0.6, 0.6, 1.86), "paint", colour),
        box((0, 0.62, 0.38), (0.59, 0.025, 0.68), "paint", colour),
        box((0, 0.62, 1.29), (0.59, 0.025, 1.1), "paint", colour),
        box((-0.24, 0.645, 1.0), (0.02, 0.025, 0.35), "steel", STEEL),
        box((-0.24, 0.645, 0.55), (0.02, 0.025, 0.2), "steel", STEEL),
    ]


def side_table(rng: np.random.Generator) -> Piece:
    """Return a small kitchen table with fruit."""
    wood = pick(rng, WOODS)
    legs = [
        rod((x, y, 0), (x, y, 0.72), 0.02, "wood", wood, sides=8)
        for x in (-0.4, 0.4)
        for y in (0.06, 0.54)
    ]
    return [
        box((0, 0.3, 0.735), (0.9, 0.6, 0.03), "wood", wood),
        *legs,
        ball((0.2, 0.3, 0.8), 0.05, "leaf", "#b5863c"),
        ball((0.29, 0.34, 0.79), 0.045, "leaf", "#a8443a"),
        rod((-0.2, 0.3, 0.75), (-0.2, 0.3, 0.97), 0.04, "ceramic", pick(rng, POTS), sides=14),
    ]
