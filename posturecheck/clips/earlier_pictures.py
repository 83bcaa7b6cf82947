"""The pictures of an earlier report, where the clip itself is not at hand to draw new ones."""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from posturecheck.clips.words import NOTES
from posturecheck.core import InputError
from posturecheck.marks.found import read_found

REPORT = "report.html"
MOST_REPORT_BYTES = 200_000_000
MOMENT = re.compile(
    r'<article class="card moment [a-z]+" id="moment-(\d{1,4})"(.*?)</article>', re.DOTALL
)
PICTURE = re.compile(r'src="data:image/jpeg;base64,([A-Za-z0-9+/=]+)"')
FILM_WITHIN = b'src="data:video/mp4;base64,'


class EarlierPictures:
    """Gives the key pictures that a report has of moments that are still the same.

    Args:
        folder: The earlier result's.
        same_person: Whether the same person is judged: nobody else's pictures are shown.
        peaks_s: The seconds of the moments that a picture is wanted of.

    Attributes:
        bystanders_may_show: Whether the earlier report says so of them.
    """

    def __init__(self, folder: Path, same_person: bool, peaks_s: Iterable[float]) -> None:
        html = _report(folder / REPORT) if same_person else ""
        there = _pictures(html, folder)
        at = {peak_s: there.get(round(peak_s, 3)) for peak_s in peaks_s}
        self._pictures = {peak_s: jpeg for peak_s, jpeg in at.items() if jpeg}
        self.bystanders_may_show = any(
            note in html for note in (NOTES["bystanders"], NOTES.english["bystanders"])
        )

    def key_pictures(self) -> dict[float, bytes]:
        """Return a JPEG of each episode's worst moment, by its second."""
        return self._pictures

    def film(self, path: Path, progress: Callable[[float], None]) -> None:
        """Nothing can be drawn."""

    def close(self) -> None:
        """Nothing is open."""


def has_film_within(report: Path) -> bool:
    """Whether a report holds its film."""
    try:
        if report.stat().st_size > MOST_REPORT_BYTES:
            return False
        return FILM_WITHIN in report.read_bytes()
    except OSError:
        return False


def _report(path: Path) -> str:
    with contextlib.suppress(OSError):
        if path.stat().st_size <= MOST_REPORT_BYTES:
            return path.read_bytes().decode("utf-8", "replace")
    return ""


def _pictures(html: str, folder: Path) -> dict[float, bytes]:
    """Return the pictures of a report by the second they show, to the millisecond."""
    try:
        episodes = read_found(folder)
    except InputError:
        return {}
    found: dict[float, bytes] = {}
    for number, within in MOMENT.findall(html):
        picture, index = PICTURE.search(within), int(number) - 1
        if picture and 0 <= index < len(episodes):
            with contextlib.suppress(binascii.Error):
                jpeg = base64.b64decode(picture[1], validate=True)
                found[round(episodes[index].peak_t_s, 3)] = jpeg
    return found
