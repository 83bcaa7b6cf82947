"""Finds what people read and hear: in the rooms' words, and in the guidance file."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from posturecheck.rules.guidance_file import PLAIN_TEXTS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "posturecheck"
GUIDANCE = PACKAGE / "rules" / "guidance.toml"
LANGUAGE = PACKAGE / "language"  # the room that defines what is looked for


FORMATTED = re.compile(r"\{\w*[:!.\[]")  # how a number is written is no translator's business


@dataclass(frozen=True, slots=True)
class Text:
    """One text: where it stands, what its place calls it, and what it is.

    ``other`` is its form for more than one, "" where it hangs on no number; ``context`` tells
    apart what is alike in English.
    """

    place: str
    name: str
    english: str
    other: str = ""
    context: str = ""


def all_texts() -> Iterator[Text]:
    """Yield every text of the package, file by file."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield from texts_of(path.read_text(encoding="utf-8"), _place(path))
    yield from texts_of_guidance(GUIDANCE.read_text(encoding="utf-8"), _place(GUIDANCE))


def texts_of(source: str, place: str) -> Iterator[Text]:
    """Yield the texts of ``Sentence``, ``Plural``, ``Words`` and ``text_in``.

    Raises:
        ValueError: One is not written out, so that it could not be found in a catalogue.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.value if isinstance(node.func, ast.Subscript) else node.func
        kind = called.id if isinstance(called, ast.Name) else ""
        if isinstance(called, ast.Attribute) and called.attr == "pgettext":
            # Of a catalogue that is not the one in force; passed on as it came it is no text.
            kind = "text_in" if isinstance(node.args[0], ast.Constant) else ""
        if kind == "Sentence":
            yield Text(place, "", _written(node.args[0], place))
        elif kind == "Plural":
            yield Text(place, "", *(_written(form, place) for form in node.args))
        elif kind == "text_in":
            context, english = (_written(part, place) for part in node.args)
            yield Text(place, "", english, context=context)
        elif kind == "Words" and node.args:
            yield from _named(node.args[0], place)


def texts_of_guidance(source: str, place: str) -> Iterator[Text]:
    """Yield the texts of the guidance file: citations stay as they are."""
    yield from _in_table(tomllib.loads(source), place, "")


def _in_table(table: dict[str, object], place: str, name: str) -> Iterator[Text]:
    named = f"{name} {table['id']}" if "id" in table else name
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _in_table(value, place, f"{named} {key}".strip())
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, dict):
                    yield from _in_table(part, place, key)
        elif key in PLAIN_TEXTS and isinstance(value, str):
            yield Text(place, f"{named} {key}", value.strip())


def _named(node: ast.expr, place: str, name: str = "") -> Iterator[Text]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            known = str(key.value) if isinstance(key, ast.Constant) else name
            yield from _named(value, place, known)
    elif isinstance(node, (ast.Tuple, ast.List)):
        for part in node.elts:
            yield from _named(part, place, name)
    elif _of_other_words(node):
        return  # found where they are written
    elif written := _written(node, place):
        yield Text(place, name, written)


def _of_other_words(node: ast.expr) -> bool:
    """Whether it is a text of other words: ``SIGNS.english["ask"]``, or all of them."""
    whole = node.value if isinstance(node, ast.Subscript) else node
    return isinstance(whole, ast.Attribute) and whole.attr == "english"


def _written(node: ast.expr, place: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if FORMATTED.search(node.value):
            raise ValueError(f"{place}:{node.lineno}: expected {{names}} alone; got a format")
        return node.value
    raise ValueError(f"{place}:{node.lineno}: expected a text written out; got a computed one")


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
