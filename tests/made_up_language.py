"""A language nobody speaks: English with an accent on every letter, and a third longer.

What a page shows in plain letters under it has passed no catalogue; what does not fit under it
fits no longer language either. Its catalogue is made from the template, so that a text the
template lacks stays English too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from posturecheck.language import catalogue
from translating import catalogues

NAME = "xx"
# Letters of Latin-1, which every typeface has; where there is none with an accent, another letter.
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "áƀçðéƒğĥíĵķĺɱñóþɋŕšťúṽŵẋýžÁɃÇÐÉƑĞĤÍĴĶĹṀÑÓÞɊŔŠŤÚṼŴẊÝŽ"
VOWELS = frozenset("aeiouyAEIOUY")
KEPT = re.compile(r"\{\w*\}|</?\w+[^>]*>|&\w+;")  # placeholders and markup
LONGER = 1 / 3


def made_up(english: str) -> str:
    """Return a text in it: as many words, each about a third longer."""
    parts, at = [], 0
    for kept in KEPT.finditer(english):
        parts += [_accented(english[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*parts, _accented(english[at:])])


def _accented(text: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda word: _longer(word[0]), text)


def _longer(word: str) -> str:
    more = round(LONGER * len(word) + 0.01)
    first = next((i for i, letter in enumerate(word) if letter in VOWELS), 0)
    if more:
        word = word[: first + 1] + word[first].lower() * more + word[first + 1 :]
    return word.translate(str.maketrans(PLAIN, ACCENTED))


def made_up_catalogue() -> Catalog:
    """Return the whole template, translated."""
    made = Catalog(domain="posturecheck", fuzzy=False)
    for message in catalogues.template():
        if not message.id:
            continue
        if isinstance(message.id, str):
            said = "," if message.context == "decimal sign" else made_up(message.id)
            made.add(message.id, said, context=message.context)
        else:
            made.add(message.id, tuple(made_up(form) for form in message.id))
    return made


@cache
def _compiled() -> bytes:
    return catalogues.compiled(made_up_catalogue())


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """Speak it for a while; ``folder`` takes its catalogue."""
    place = folder / NAME / "LC_MESSAGES" / "posturecheck.mo"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(_compiled())
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv(catalogue.OWN_FOLDER, str(folder))
        with catalogue.speaking(NAME):
            yield


def left_in_english(text: str) -> list[str]:
    """Return the words of a text that have plain letters only, two and more of them."""
    return [w for w in re.findall(r"[^\W\d_]+", text) if re.fullmatch(r"[A-Za-z]{2,}", w)]
