"""The typeface of words on pictures.

The one inside Pillow reads well from three metres and has the letters of English, no others. For
another language one of the system's is taken; where there is none, letters lose their accents.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import cast

from PIL import ImageFont

from posturecheck.language.catalogue import ENGLISH, language

# Of Linux, macOS and Windows, where Pillow looks for them; the first that is there.
SYSTEM = (
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "LiberationSans-Regular.ttf",
    "Arial Unicode.ttf",
    "Arial.ttf",
    "arial.ttf",
)
SMALLEST_PX = 8


def font_of(size_px: int) -> ImageFont.FreeTypeFont:
    """Return the typeface of the language in force at a size."""
    name = None if language() == ENGLISH else _of_system()
    return _font(name, max(SMALLEST_PX, size_px))


def writable(text: str) -> str:
    """Return a text as the typeface can write it."""
    if language() == ENGLISH or _of_system():
        return text
    bare = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in bare if not unicodedata.combining(c)))


@lru_cache(maxsize=64)
def _font(name: str | None, size_px: int) -> ImageFont.FreeTypeFont:
    if name is not None:
        return ImageFont.truetype(name, size_px)
    return cast(ImageFont.FreeTypeFont, ImageFont.load_default(size_px))


@cache
def _of_system() -> str | None:
    for name in SYSTEM:
        try:
            ImageFont.truetype(name, SMALLEST_PX)
        except OSError:
            continue
        return name
    return None
