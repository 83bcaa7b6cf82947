"""Words as a room writes them down: English, said in the language in force when they are used.

``python -m translating`` finds them by these three names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from posturecheck.language.catalogue import text, text_for, text_in

Key = TypeVar("Key")
Said = TypeVar("Said")  # a str, or a tuple of them


@dataclass(frozen=True, slots=True)
class Sentence:
    """One text; ``{name}`` in it is filled."""

    english: str

    def __call__(self, **named: object) -> str:
        """Return it, filled."""
        said = text(self.english)
        return said.format(**named) if named else said


@dataclass(frozen=True, slots=True)
class Plural:
    """A text that hangs on a number, ``{count}``: ``one`` for 1, else ``other``."""

    one: str
    other: str

    def __call__(self, count: int, **named: object) -> str:
        """Return the one that goes with the number, filled."""
        return self.template(count).format(count=count, **named)

    def template(self, count: int) -> str:
        """Return the one that goes with the number, not yet filled."""
        return text_for(count, self.one, self.other)


class Words(Mapping[Key, Said], Generic[Key, Said]):
    """Texts by name, each a ``str`` or a tuple of them; ``english`` is as they were written."""

    def __init__(self, english: Mapping[Key, Said]) -> None:
        self.english = english

    def __getitem__(self, name: Key) -> Said:
        said: Said = _said(self.english[name])
        return said

    def __iter__(self) -> Iterator[Key]:
        return iter(self.english)

    def __len__(self) -> int:
        return len(self.english)


def within_sentence(title: str) -> str:
    """Return a title as it is written in the middle of a sentence.

    A language that writes its nouns with a capital letter translates "small letters" by
    anything else, such as "as they are".
    """
    small = text_in("titles within a sentence", "small letters") == "small letters"
    return title.lower() if small else title


def _said(english: Any) -> Any:
    return text(english) if isinstance(english, str) else tuple(map(_said, english))
