"""The language of this process, and the catalogue (gettext) that it is read from.

English stands in the code and needs no catalogue. Another language is chosen by name, never by
what the system is set to: files for other programs would hang on it. A text is looked up when it
is used, so that a choice holds from then on.
"""

from __future__ import annotations

import contextlib
import os
import re
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

from posturecheck.core import InputError

DOMAIN: Final = "posturecheck"
ENGLISH: Final = "en"
VARIABLE: Final = "POSTURECHECK_LANGUAGE"
OWN_FOLDER: Final = "POSTURECHECK_CATALOGUES"  # of a translator, beside the shipped ones
NAME: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47: "de", "pt-BR"
SHIPPED: Final = files("posturecheck.language").joinpath("catalogues")


class _Chosen(NamedTuple):
    language: str
    catalogue: NullTranslations


_ENGLISH: Final = _Chosen(ENGLISH, NullTranslations())
_chosen = _ENGLISH
_choosing = threading.Lock()


def language() -> str:
    """Return the language in force, as HTML and voices name it ("en", "de", "pt-BR")."""
    return _chosen.language


def languages() -> tuple[str, ...]:
    """Return what can be chosen: English first, then whatever has a catalogue."""
    found = {
        place.name.replace("_", "-")
        for folder in _folders()
        for place in (folder.iterdir() if folder.is_dir() else ())
        if _file_of(folder, place.name).is_file()
    }
    return (ENGLISH, *sorted(found - {ENGLISH}))


def names() -> dict[str, str]:
    """Return what can be chosen, by what each calls itself; what cannot be read is left out."""
    found = {ENGLISH: "English"}
    for name in languages()[1:]:
        with contextlib.suppress(InputError):
            own = _read(name).pgettext("this language's own name", "English")
            found[name] = name if own == "English" else own
    return found


def choose(name: str) -> None:
    """Use a language from now on, in the whole process.

    Raises:
        InputError: There is no catalogue of it, or it cannot be read.
    """
    global _chosen
    found = _ENGLISH if name == ENGLISH else _Chosen(name, _read(name))
    with _choosing:
        _chosen = found


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Use a language for a while.

    Raises:
        InputError: As ``choose``.
    """
    global _chosen
    before = _chosen
    choose(name)
    try:
        yield
    finally:
        _chosen = before


def text(english: str) -> str:
    """Return a text in the language in force; itself where the catalogue lacks it."""
    return _chosen.catalogue.gettext(english) if english else ""  # "" is the catalogue's head


def text_for(count: int, one: str, other: str) -> str:
    """Return the text that goes with a number, in the language in force.

    Languages have one to six forms; the catalogue says which number takes which.
    """
    return _chosen.catalogue.ngettext(one, other, count)


def text_in(context: str, english: str) -> str:
    """Return a text whose meaning its English does not tell alone."""
    return _chosen.catalogue.pgettext(context, english)


def _folders() -> list[Path]:
    own = os.environ.get(OWN_FOLDER)
    return [*([Path(own)] if own else ()), Path(str(SHIPPED))]


def _file_of(folder: Path, name: str) -> Path:
    return folder / name.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.mo"


def _read(name: str) -> NullTranslations:
    known = ", ".join(languages())
    if not NAME.fullmatch(name):
        raise InputError(f"language: expected one of {known}; got {name!r}")
    for folder in _folders():
        path = _file_of(folder, name)
        if not path.is_file():
            continue
        try:
            with path.open("rb") as file:
                return GNUTranslations(file)
        except (OSError, ValueError, struct.error) as error:
            raise InputError(f"{path}: expected a catalogue of gettext; got {error}") from error
    raise InputError(f"language: expected one of {known}; got {name!r}")
