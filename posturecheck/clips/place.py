"""Where a clip's result lies: in a folder of its own, whatever other clips are called.

``OUT/<clip stem>/``, and of a patient ``OUT/<ID>/<date of filming> <clip stem>/``. Where that
holds another clip's result, or anything else, it is ``<name> (<the clip's folder>)``, then the
same with 2, 3 and so on. The same clip finds its own folder again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, islice, takewhile
from pathlib import Path

from posturecheck.clips.folder import holds_only_ours
from posturecheck.clips.identity import clip_folder, content_sha256, reported_sha256
from posturecheck.files.atomic import names_in
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
    """

    out: Path
    clip: Path
    name: str = ""
    patient: str = ""
    others: frozenset[str] = frozenset()
    listed: Callable[[Path], list[str]] = names_in_order

    @property
    def first_name(self) -> str:
        """What it is called where no other clip is; every other name begins with it."""
        return next(self._names())

    def free(self) -> Path:
        """Return the first folder that holds nothing, or an earlier result of this clip.

        Raises:
            InputError: Another patient has this ID but for its capitals, or the ID is a
                result's name.
        """
        folder = self.out
        if self.patient:
            check_unique(self.out, self.patient)
            folder = self.out / self.patient
        names = (name for name in self._names() if same_name(name) not in self.others)
        return self._own(folder) or next(folder / n for n in names if _is_free(folder / n))

    def _own(self, folder: Path) -> Path | None:
        """Return where an earlier result of this clip lies, whatever stood before it then."""
        first = self.first_name
        try:
            names = self.listed(folder)
        except OSError:
            return None
        alike = takewhile(
            lambda n: n.startswith(first), islice(names, bisect_left(names, first), None)
        )
        there = (n for n in alike if n == first or n.startswith(f"{first} "))
        allowed = (folder / name for name in there if same_name(name) not in self.others)
        return next((place for place in allowed if self._is_own(place)), None)

    def _is_own(self, place: Path) -> bool:
        reported = reported_sha256(place)
        if reported is None or reported != content_sha256(self.clip):
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


def day_filmed(clip: Path) -> str:
    """Return the local day on which a clip was filmed, ``undated`` where it does not say."""
    filmed = filmed_at(clip)
    return filmed.date().isoformat() if filmed else UNDATED
