"""``review.toml`` in a result's folder: marks on episodes, remarks, a range, a person.

A mark keeps the seconds that it was set on, not the episode: after a new check it goes to what
was found there then (``matching``). The file is read and written within one hold of the folder
above, so that of two who write at once, or while a check replaces the result, nobody's mark is
lost.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from posturecheck.console.untrusted_text import MAX_TOML_BYTES, printable, read_toml
from posturecheck.core import InputError
from posturecheck.files.atomic import save_bytes
from posturecheck.files.drafts import held
from posturecheck.kinematics.tracking import Pointed, pointed
from posturecheck.marks import words
from posturecheck.marks.toml_text import text_as_toml
from posturecheck.profiles.files import first_problem
from posturecheck.profiles.table import Table

FILE = "review.toml"
FORMAT = 1
LONGEST_REMARK = 2000  # letters
MOST_MARKS = 1000
LATEST_S = 1e7
LONGEST_RULE = 60

Verdict = Literal["not a problem", "wrong"]
Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of the seconds in which a rule was found to be over its limit."""

    rule: str
    start_s: float
    end_s: float
    verdict: Verdict
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """The therapist's word on one result.

    ``range_s`` are the (start, end) seconds that count, None for all that was looked at;
    ``person`` is where the one who counts stood, None for whom the check chose.
    """

    remark: str = ""
    marks: tuple[Mark, ...] = ()
    range_s: Stretch | None = None
    person: Pointed | None = None

    @property
    def said(self) -> bool:
        """Whether there is any word."""
        return self != Review()


class _MarkTable(Table):
    rule: str = Field(min_length=1, max_length=LONGEST_RULE)
    start_s: float = Field(ge=0, le=LATEST_S)
    end_s: float = Field(ge=0, le=LATEST_S)
    verdict: Verdict
    remark: str = Field(default="", max_length=LONGEST_REMARK)


class _ReviewTable(Table):
    format: int = 1
    clip_sha256: str | None = None
    remark: str = Field(default="", max_length=LONGEST_REMARK)
    range_s: list[float] | None = None
    person: str | None = None
    marks: list[_MarkTable] = Field(default_factory=list, max_length=MOST_MARKS)


def read_review(folder: Path, clip_sha256: object = None) -> Review:
    """Return what ``review.toml`` in a result's folder says; nothing where there is none.

    Args:
        folder: The result's.
        clip_sha256: That of its clip, None where it is not known.

    Raises:
        InputError: The file cannot be read, is not ours, or of another clip.
    """
    path = folder / FILE
    try:
        path.lstat()
    except FileNotFoundError:
        return Review()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    data = read_toml(path, "a therapist's review, in TOML")
    written = data.get("format", FORMAT)
    if isinstance(written, int) and written > FORMAT:
        raise InputError(f"{path}: written by a newer posturecheck; update posturecheck")
    try:
        said = _ReviewTable.model_validate(data)
    except ValidationError as error:
        raise InputError(f"{path}: {first_problem(error, _ReviewTable)}") from error
    if said.clip_sha256 and clip_sha256 and said.clip_sha256 != clip_sha256:
        raise InputError(f"{path}: it was written for another clip; move it away")
    for mark in said.marks:
        if mark.end_s < mark.start_s:
            raise InputError(
                f"{path}: marks: expected an end after {mark.start_s:g} s, got {mark.end_s:g}"
            )
    return Review(
        said.remark,
        tuple(Mark(m.rule, m.start_s, m.end_s, m.verdict, m.remark) for m in said.marks),
        checked_range(said.range_s, f"{path}: range_s:") if said.range_s else None,
        pointed(said.person, f"{path}: person:") if said.person else None,
    )


def change_review(
    folder: Path, clip_sha256: object, change: Callable[[Review], Review]
) -> tuple[Review, Review]:
    """Change what ``review.toml`` says; return what it said before, and says now.

    Args:
        folder: The result's.
        clip_sha256: That of its clip, None where it is not known.
        change: Makes the new one of what is there at that moment.

    Raises:
        InputError: The file that is there is not ours or cannot be read, or nothing can be
            written; then what was there before still is.
    """
    place = folder.absolute()
    try:
        with held(place.parent, shared=True):
            before = read_review(place, clip_sha256)
            after = change(before)
            data = as_toml(after, clip_sha256).encode()
            if len(data) > MAX_TOML_BYTES:
                raise InputError(words.TOO_MUCH())
            if after != before:  # who shares the folder shares the file
                save_bytes(data, place / FILE, shared=True)
    except OSError as error:
        raise InputError(
            f"{place / FILE}: cannot be written ({error.strerror or error}); nothing was changed"
        ) from error
    return before, after


def checked_range(seconds: object, said_by: str) -> Stretch:
    """Return the (start, end) seconds of a range, seen to be one.

    Raises:
        InputError: It is none.
    """
    pair = seconds if isinstance(seconds, list | tuple) else ()
    if len(pair) == 2 and all(isinstance(s, int | float) and math.isfinite(s) for s in pair):
        start_s, end_s = map(float, pair)
        if 0 <= start_s < end_s <= LATEST_S:
            return start_s, end_s
    raise InputError(f"{said_by} expected [start, end] in seconds, the end after the start")


def cleaned(text: str) -> str:
    """Return a remark as it is kept: line ends alike, and nothing that cannot be seen.

    Raises:
        InputError: It is too long.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    seen = ("".join(c for c in line if printable(c) == c).rstrip() for line in lines)
    kept = "\n".join(seen).strip()
    if len(kept) > LONGEST_REMARK:
        raise InputError(words.TOO_LONG(letters=len(kept), most=LONGEST_REMARK))
    return kept


def as_toml(review: Review, clip_sha256: object = None) -> str:
    """Return the content of ``review.toml``."""
    lines = [f"# {words.FILE_HEAD}", f"format = {FORMAT}"]
    if isinstance(clip_sha256, str):
        lines.append(f"clip_sha256 = {text_as_toml(clip_sha256)}")
    if review.remark:
        lines.append(f"remark = {text_as_toml(review.remark)}")
    if review.range_s:
        lines.append(f"range_s = [{review.range_s[0]!r}, {review.range_s[1]!r}]")
    if review.person:
        lines.append(f"person = {text_as_toml(str(review.person))}")
    for mark in review.marks:
        lines += [
            "",
            "[[marks]]",
            f"rule = {text_as_toml(mark.rule)}",
            f"start_s = {mark.start_s!r}",
            f"end_s = {mark.end_s!r}",
            f"verdict = {text_as_toml(mark.verdict)}",
        ]
        if mark.remark:
            lines.append(f"remark = {text_as_toml(mark.remark)}")
    return "\n".join(lines) + "\n"
