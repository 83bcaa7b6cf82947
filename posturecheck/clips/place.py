"""Where a clip's result lies: in a folder of its own, whatever other clips are called.

``OUT/<clip stem>/``, and of a patient ``OUT/<ID>/<date of filming> <clip stem>/``. Where that
holds another clip's result, or anything else, it is ``<name> (<the clip's folder>)``, then the
same with 2, 3 and so on. The same clip finds its own folder again.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count, islice, takewhile
from pathlib import Path

from posturecheck.clips.folder import holds_only_ours
from posturecheck.clips.identity import clip_folder, content_sha256, reported_sha256
from posturecheck.files.atomic import names_in
from posturecheck.files.looking import is_there
from posturecheck.files.names import folder_name, same_name, shortened
from posturecheck.people.patients import check_unique
from posturecheck.sources.filmed import filmed_at

LONGEST_FOLDER = 40  # bytes of the clip's folder in a name; what comes before may have 200
UNDATED = "undated"


def names_in_order(folder: Path) -> list[str]:
    """Return what lies in a folder, in order of the alphabet.

    Raises:
        OSError: It cannot be looked at.
    """
    return sorted(names_in(folder))


@dataclass(frozen=True, slots=True)
class Place:
    """What is known beforehand of where a result will lie.

    Attributes:
        out: The folder of all results.
        clip: The film, or the name of a session.
        name: Instead of the clip's own; what would lead elsewhere is changed.
        patient: The patient's ID, "" where none was named.
        others: Names that are for other clips of the same run, as ``same_name`` has them.
        listed: Returns the names in a folder, in order of the alphabet.
        reported: Returns the sha256 of the clip whose result lies in a folder.
    """

    out: Path
    clip: Path
    name: str = ""
    patient: str = ""
    others: frozenset[str] = frozenset()
    listed: Callable[[Path], list[str]] = names_in_order
    reported: Callable[[Path], object] = reported_sha256

    @property
    def first_names(self) -> tuple[str, str]:
        """What it is called where no other clip is, and else; every other name begins with that."""
        names = self._names()
        first = next(names)
        return (first, next(names)) if clip_folder(self.clip) else (first, first)

    def free(self) -> Path:
        """Return the first folder that holds nothing, or an earlier result of this clip.

        Raises:
            InputError: Another patient has this ID but for its capitals, or the ID is a
                result's name, or nobody may look into the folder of all results.
        """
        folder = self.out
        if self.patient:
            check_unique(self.out, self.patient)
            folder = self.out / self.patient
        is_there(folder / self.first_names[0])  # else every name would look taken, for ever
        names = (name for name in self._names() if same_name(name) not in self.others)
        return self._own(folder) or next(folder / n for n in names if _is_free(folder / n))

    def _own(self, folder: Path) -> Path | None:
        """Return where an earlier result of this clip lies, whatever stood before it then."""
        first = self.first_names[0]
        try:
            names = self.listed(folder)
        except OSError:
            return None
        alike = takewhile(
            lambda n: n.startswith(first), islice(names, bisect_left(names, first), None)
        )
        there = (n for n in alike if n == first or n.startswith(f"{first} "))
        likely = (n for n in self.first_names if _is_among(names, n))  # where it lies, as a rule
        allowed = (n for n in chain(likely, there) if same_name(n) not in self.others)
        if (nearest := next(allowed, None)) is None:
            return None
        content = content_sha256(self.clip)
        places = (folder / name for name in chain([nearest], allowed))
        return next((place for place in places if self._is_own(place, content)), None)

    def _is_own(self, place: Path, content: str | None) -> bool:
        if content is None or self.reported(place) != content:
            return False
        try:
            return holds_only_ours(place)
        except OSError:  # whatever it is, it is not for us to look into
            return False

    def _names(self) -> Iterator[str]:
        name = self.name or self.clip.stem
        if self.patient and not self.name:
            name = f"{day_filmed(self.clip)} {name}"
        name = folder_name(name)
        yield name
        if folder := clip_folder(self.clip):
            name = f"{name} ({shortened(folder_name(folder), LONGEST_FOLDER)})"
            yield name
        yield from (f"{name} {number}" for number in count(2))


def _is_free(place: Path) -> bool:
    try:
        return not names_in(place)
    except OSError:
        return False


def _is_among(names: list[str], name: str) -> bool:
    at = bisect_left(names, name)
    return names[at : at + 1] == [name]


@dataclass(slots=True)
class TakenNames:
    """The names that the clips of one run are given in one folder, as ``same_name`` has them.

    A clip need not hear of all of them, of ten thousand that is too much: only of those that it
    could be given, too, and of those of clips that might be the same film, whose result it would
    else take for its own earlier one.
    """

    _names: list[str] = field(default_factory=list)  # in order of the alphabet
    _by_size: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, clip: Path, name: str) -> None:
        """Note which name a clip was given."""
        insort(self._names, name)
        self._by_size[_size(clip)].add(name)

    def of_others(self, place: Place, own: str = "") -> frozenset[str]:
        """Return the names of other clips that this one must hear of; ``own`` is what it has."""
        first, second = (same_name(name) for name in place.first_names)
        begin = bisect_left(self._names, second)
        alike = takewhile(lambda n: n.startswith(second), islice(self._names, begin, None))
        found = {*alike, *self._by_size.get(_size(place.clip), ())}
        if _is_among(self._names, first):
            found.add(first)
        return frozenset(found - {own})


def _size(clip: Path) -> int:
    try:
        return clip.stat().st_size
    except OSError:
        return -1


def day_filmed(clip: Path) -> str:
    """Return the local day on which a clip was filmed, ``undated`` where it does not say."""
    filmed = filmed_at(clip)
    return filmed.date().isoformat() if filmed else UNDATED
