"""``python -m speech``: speak every fixed phrase and write them with their manifest."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from posturecheck.rules.guidance import Guidance, load_guidance
from posturecheck.voice.phrase_library import MANIFEST
from posturecheck.voice.prompts import PROMPTS
from posturecheck.voice.samples import duration_s
from speech.ogg import to_ogg
from speech.synthesis import LICENCE, VOICE, Synthesiser

SHIPPED = Path(__file__).parents[1] / "posturecheck" / "voice" / "phrases"
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def make(folder: Annotated[Path, typer.Argument(metavar="DIR")] = SHIPPED) -> None:
    """Write one Ogg/Opus file a phrase and the manifest; what else was there is removed."""
    synthesiser = Synthesiser()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.ogg"):
        old.unlink()
    phrases = []
    for text in dict.fromkeys(fixed_texts(load_guidance())):
        speech = synthesiser.speak(text)
        data = to_ogg(speech.samples)
        name = f"{slug(text)}.ogg"
        (folder / name).write_bytes(data)
        spoken_s = duration_s(speech.samples)
        phrases.append(
            {
                "text": text,
                "file": name,
                "sha256": hashlib.sha256(data).hexdigest(),
                "spoken_s": round(spoken_s, 3),
            }
        )
        pace = 60 * len(text.split()) / spoken_s
        typer.echo(f"{pace:4.0f} words/min at speed {speech.speed:.2f}  {text}")
    manifest = {
        "synthesiser": synthesiser.name,
        "voice": VOICE,
        "licence": LICENCE,
        "phrases": phrases,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    size_kb = sum(path.stat().st_size for path in folder.iterdir()) / 1000
    typer.echo(f"{len(phrases)} phrases, {size_kb:.0f} kB")


def fixed_texts(guidance: Guidance) -> Iterator[str]:
    """Yield all that may be said: cues, praise, the question, and the live watch's prompts."""
    yield from guidance.spoken
    yield from PROMPTS.values()


def slug(text: str) -> str:
    """Return a text's file name, without its ending."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "")).strip("-")


if __name__ == "__main__":
    app()
