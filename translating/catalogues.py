"""The template, the translators' files, and what the program reads of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from posturecheck.language.catalogue import DOMAIN
from posturecheck.rules.guidance_file import SPOKEN_WORDS
from translating.texts import PACKAGE, Text, all_texts

FOLDER = PACKAGE / "language" / "catalogues"
TEMPLATE = FOLDER / f"{DOMAIN}.pot"
HEADER = f"""\
# All that {DOMAIN} says, for translators: see docs/translating.md.
# Written by `python -m translating template`; not edited by hand."""
# What would change the file every time, and addresses that nobody reads.
UNSTEADY = re.compile(r'"(POT-Creation-Date|Generated-By|Project-Id-Version|Report-Msgid-Bugs-To)')
BLANK = re.compile(r"\{(\w+)\}")
MARKUP = re.compile(r"</?\w+[^>]*>")


def template(texts: Iterable[Text] | None = None) -> Catalog:
    """Return the catalogue without a language, of these texts or of all."""
    made = Catalog(
        project=DOMAIN, domain=DOMAIN, header_comment=HEADER, charset="utf-8", fuzzy=False
    )
    for text in all_texts() if texts is None else texts:
        made.add(
            (text.english, text.other) if text.other else text.english,
            locations=[(text.place, 1)],
            auto_comments=[text.name] if text.name else (),
            context=text.context or None,
        )
    return made


def as_text(catalogue: Catalog) -> str:
    """Return a catalogue as a PO file; the same texts always give the same file."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, include_lineno=False)
    lines = file.getvalue().decode("utf-8").splitlines()
    kept = [li for li in lines if not re.match(UNSTEADY, li)]
    return "\n".join(kept).rstrip("\n") + "\n"


def read(path: Path) -> Catalog:
    """Return what a PO file says."""
    with path.open("rb") as file:
        return read_po(file, domain=DOMAIN)


def po_of(language: str, folder: Path = FOLDER) -> Path:
    """Return where the translator of a language writes."""
    return folder / language.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"


def all_po(folder: Path = FOLDER) -> list[Path]:
    """Return every translator's file."""
    return sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def compiled(catalogue: Catalog) -> bytes:
    """Return what the program reads (MO); what is marked as fuzzy is left out."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def faults(catalogue: Catalog) -> Iterator[str]:
    """Yield a line for each translation that would not do; what is not translated is no fault."""
    spoken = _spoken()
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        for english, said in _pairs(message):
            if not said:
                continue
            for pattern, called in ((BLANK, "placeholders"), (MARKUP, "markup")):
                here, there = (sorted(set(pattern.findall(t))) for t in (english, said))
                # A form for a certain number need not name it: "once".
                if here != there and not _only_count(here, there, message):
                    yield f"{english!r}: expected the same {called}, {here}; got {there}"
            if english in spoken and len(said.split()) > SPOKEN_WORDS:
                yield f"{english!r}: is spoken, expected at most {SPOKEN_WORDS} words; got {said!r}"


def _only_count(here: list[str], there: list[str], message: Message) -> bool:
    return message.pluralizable and set(here) ^ set(there) == {"count"}


def _pairs(message: Message) -> list[tuple[str, str]]:
    if not message.pluralizable:
        return [(str(message.id), str(message.string or ""))]
    one, other = list(message.id)[:2]
    forms = list(message.string or ())
    return [(one if i == 0 and len(forms) > 1 else other, said) for i, said in enumerate(forms)]


def _spoken() -> frozenset[str]:
    from posturecheck.rules.guidance import load_guidance

    return frozenset(load_guidance().spoken)
