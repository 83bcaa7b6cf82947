"""The phrases that come with posturecheck, made by ``python -m speech``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from posturecheck.voice.samples import Samples, decode

FOLDER = files("posturecheck.voice").joinpath("phrases")
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One spoken text: its file within the folder, and how long it sounds."""

    text: str
    file: str
    sha256: str
    spoken_s: float


class PhraseLibrary:
    """Finds the spoken words of a text: exactly that text's, or none."""

    def __init__(self, folder: Traversable = FOLDER) -> None:
        self._folder = folder

    @cached_property
    def phrases(self) -> dict[str, Phrase]:
        """Every shipped phrase by its text; empty where the folder has no manifest."""
        try:
            content = json.loads(self._folder.joinpath(MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return {entry["text"]: Phrase(**entry) for entry in content["phrases"]}

    def words(self, text: str) -> Samples | None:
        """Return the spoken words; None where this very text is not shipped."""
        phrase = self.phrases.get(text)
        if phrase is None:
            return None
        return decode(self._folder.joinpath(phrase.file).read_bytes())


@cache
def shipped() -> PhraseLibrary:
    """Return the phrases that come with posturecheck."""
    return PhraseLibrary()
