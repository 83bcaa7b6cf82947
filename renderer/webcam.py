"""What a cheap camera makes of the light: blur, grain, a wrong exposure and white balance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from renderer.core import Image, Webcam

Reals = NDArray[np.floating[Any]]

GAMMA = 2.2
_LEVELS = np.arange(256) / 255
_TO_LIGHT = (_LEVELS**GAMMA).astype(np.float32)
DARK_GRAIN = 1.3  # grain at black against white: the gain lifts the sensor's noise there
LIGHT_GRAIN = 0.7
GRAIN_SHARE_FINE = 0.55  # the rest comes in clumps, as a sensor's colour mosaic leaves it
CLUMP_SD_PX = 0.8


def seen(images: Sequence[Image], webcam: Webcam, rng: np.random.Generator) -> Image:
    """Return one picture as the camera hands it out.

    Args:
        images: Sub-frames spread over the time that the shutter is open, RGB, one size.
        webcam: The camera's faults.
        rng: Where the grain comes from.

    Returns:
        A picture of the same size.

    Raises:
        ValueError: No sub-frame.
    """
    if not images:
        raise ValueError("expected at least one sub-frame, got none")
    light = np.mean([_TO_LIGHT[image] for image in images], axis=0, dtype=np.float32)
    if webcam.softness_px > 0:
        light = cv2.GaussianBlur(light, (0, 0), webcam.softness_px)
    light = light * (webcam.gain * np.asarray(webcam.tint, np.float32))
    picture = np.clip(light, 0, 1) ** np.float32(1 / GAMMA) * 255
    if webcam.noise > 0:
        picture = picture + _grain(picture, webcam.noise, rng)
    return np.asarray(np.clip(np.rint(picture), 0, 255), np.uint8)


def _grain(picture: Reals, noise: float, rng: np.random.Generator) -> Reals:
    fine = rng.standard_normal(picture.shape, np.float32)
    clumps = cv2.GaussianBlur(fine[::-1, ::-1], (0, 0), CLUMP_SD_PX)
    mixed = GRAIN_SHARE_FINE * fine + (1 - GRAIN_SHARE_FINE) * clumps / clumps.std()
    brightness = picture.mean(axis=2, keepdims=True) / 255
    strength = DARK_GRAIN + (LIGHT_GRAIN - DARK_GRAIN) * brightness
    grain: Reals = noise * strength * mixed / mixed.std()
    return grain
