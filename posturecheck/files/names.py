"""Names for folders, that every disk keeps and nobody can lead elsewhere."""

from __future__ import annotations

import os
import unicodedata

LONGEST_NAME = 200  # bytes; a number and an ending still find room behind it
NO_NAME = "clip"
# What Windows takes for devices, whatever stands behind a dot.
DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


def folder_name(stem: str) -> str:
    """Return a name for a folder that lies where it is put and can be read everywhere.

    "." and ".." lead elsewhere, a leading dot hides, a leading "-" is taken for an option, and
    Windows knows neither some characters and names nor a dot or a space at the end.
    """
    odd = {c for c in stem if c in '<>:"/\\|?*' or unicodedata.category(c) == "Cc"}
    name = "".join("_" if c in odd else c for c in stem)
    name = name.lstrip(". ").rstrip(". ")
    name = shortened(name, LONGEST_NAME)
    if name.startswith("-"):
        name = f"_{name[1:]}"
    if name.partition(".")[0].rstrip().casefold() in DEVICES:
        name = f"_{name}"
    return name or NO_NAME


def same_name(name: str) -> str:
    """Return what is equal of two names that some disk takes for one.

    That is Anna and anna, or an é of one letter and of two.
    """
    return unicodedata.normalize("NFC", name.casefold())


def shortened(name: str, most_bytes: int) -> str:
    """Return as much of a name as fits, without a dot or a space at its end."""
    while len(os.fsencode(name)) > most_bytes:
        name = name[:-1].rstrip(". ")
    return name
