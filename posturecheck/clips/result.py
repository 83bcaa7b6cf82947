"""The result of checking a clip, and the files it is saved as."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from posturecheck.clips.checked import Checked
from posturecheck.clips.exports import (
    MOST_FILM_BYTES,
    PDF,
    Export,
    checked_exports,
    film_within,
    save_workbook,
)
from posturecheck.clips.folder import result_draft, settle
from posturecheck.clips.place import Place
from posturecheck.clips.summary import made_with
from posturecheck.people import patients
from posturecheck.pipeline import run
from posturecheck.report.pdf import pdf_of
from posturecheck.sinks.opensim import SUFFIXES, MarkerFile, MotionFile
from posturecheck.sinks.table import save_cues, save_episodes
from posturecheck.sources.trace import TraceDetector, frames_of

FILM, REPORT = "annotated.mp4", "report.html"
BYSTANDERS_MAY_SHOW = (
    "faces in the background may show in the pictures: what finds them could not be had, so look "
    "before you pass them on, or connect once and run it again"
)


class Pictures(Protocol):
    """Where a result's pictures come from; ``pictures.Studio`` decodes the clip again."""

    @property
    def bystanders_may_show(self) -> bool:
        """Whether only heads of bodies that were found could be hidden."""
        ...

    def key_pictures(self) -> dict[float, bytes]:
        """Return a JPEG of each episode's worst moment, by its second."""
        ...

    def film(self, path: Path, progress: Callable[[float], None]) -> None:
        """Write the annotated film; ``progress`` gets the seconds just drawn."""
        ...

    def close(self) -> None:
        """Release what drawing took."""
        ...


def _studio(checked: Checked) -> Pictures:
    from posturecheck.clips.pictures import Studio  # OpenCV; not every result is drawn

    return Studio(checked)


@dataclass(frozen=True, eq=False)
class Result(Checked):
    """The result of one clip, to be looked at or saved.

    ``posture`` holds the measures as columns (``result.posture["trunk_flexion_deg"]``,
    ``.to_pandas()``), ``episodes`` and ``cues`` are in order of time, ``summary`` is
    what ``summary.json`` says.
    """

    pictures: Callable[[Checked], Pictures] = _studio

    def save(
        self,
        out: str | Path,
        *,
        video: bool = True,
        name: str | None = None,
        export: Export | Sequence[Export] | None = None,
        single: bool = False,
        shared: bool = False,
        progress: Callable[[float], None] = lambda seconds: None,
        note: Callable[[str], None] = lambda text: None,
        others: frozenset[str] = frozenset(),
    ) -> Path:
        """Write the files of this clip into ``out/<clip stem>/`` and return that folder.

        Of a patient it is ``out/<ID>/<date of filming> <clip stem>/``. What holds another
        clip's result, or anything else, is left as it is: see ``place``.

        Args:
            out: The folder for all clips; made if it is not there.
            video: Whether to write ``annotated.mp4`` too.
            name: Another name for the clip's folder; what would lead elsewhere is changed.
            export: "opensim" also writes ``<folder's name>.mot`` and ``.trc``, see
                ``sinks.opensim``; "xlsx" the tables as ``tables.xlsx``, "pdf" the
                report as ``report.pdf`` (needs ``posturecheck[pdf]``). Or several.
            single: Whether the film stands within ``report.html``, too: one file to hand over.
            shared: Whether the group may see them as it may see ``out``; else only you may.
            progress: Gets the seconds of clip just drawn.
            note: Gets what should be known before the files are passed on.
            others: Names that are for other clips, see ``place``.

        Raises:
            InputError: The folder cannot be written to, the disk is full, or there is no
                such export; then what was there before is still there, and nothing else.
        """
        exports = checked_exports(export)
        place = Place(Path(out), self.facts.path, name or "", self.patient, others)
        with result_draft(place.out, shared=shared) as draft:
            self._write(draft.folder, video, single, exports, progress, note)
            if "xlsx" in exports:
                save_workbook(draft.folder, draft.folder.parent)
            if "opensim" in exports:
                self._export_opensim(draft.folder / place.free().name)

            def choose() -> Path:
                final = place.free()
                for suffix in SUFFIXES if "opensim" in exports else ():
                    exported = next(draft.folder.glob(f"*{suffix}"))
                    exported.rename(draft.folder / (final.name + suffix))
                return final

            final = settle(draft, choose)
            if self.patient:
                patients.make_file(place.out, self.patient, shared=shared)
        return final

    def _write(
        self,
        folder: Path,
        video: bool,
        single: bool,
        exports: Sequence[Export],
        progress: Callable[[float], None],
        note: Callable[[str], None],
    ) -> None:
        self.posture.save(folder / "posture.csv")
        save_episodes(folder / "episodes.csv", self.episodes)
        save_cues(folder / "cues.csv", self.cues)
        summary = self.summary | self._made_with(video, exports, single)
        _write_text(folder / "summary.json", json.dumps(summary, indent=2) + "\n")
        with contextlib.closing(self.pictures(self)) as studio:
            if video:
                studio.film(folder / FILM, progress)
            pictures = studio.key_pictures()
        if studio.bystanders_may_show and (video or pictures):
            note(BYSTANDERS_MAY_SHOW)
        href = FILM if video else None
        if single and video and (href := film_within(folder / FILM)) is None:
            href = FILM
            note(
                f"the film is larger than {MOST_FILM_BYTES / 1e6:.0f} MB and stands beside "
                f"{REPORT}, not in it: hand over both, or a shorter --range"
            )
        report = self._report(pictures, href, studio.bystanders_may_show)
        _write_text(folder / REPORT, report)
        if "pdf" in exports:
            page = self._report(pictures, None, studio.bystanders_may_show)
            (folder / PDF).write_bytes(pdf_of(page))

    def _made_with(self, video: bool, exports: Sequence[Export], single: bool) -> dict[str, str]:
        if not self.settings_sha256:
            return {}
        settings, model = self.settings_sha256, self.model.sha256
        return {"made_with": made_with(settings, model, video=video, export=exports, single=single)}

    def close(self) -> None:
        """Forget the recorded trace; ``save`` no longer works."""
        self.trace.close()

    def _export_opensim(self, stem: Path) -> None:
        mot, trc = (stem.with_name(stem.name + suffix) for suffix in SUFFIXES)
        frames = self.trace.frames
        rate_hz = (frames - 1) / (self.trace.last_t_s - next(self.trace.times_s()))
        with (
            contextlib.closing(MotionFile(mot)) as motion,
            contextlib.closing(MarkerFile(trc, frames, rate_hz, self.stance)) as markers,
        ):
            detector = TraceDetector(self.trace)
            run(frames_of(self.trace), detector, self.make_checker(), (motion, markers))

    def _report(self, pictures: dict[float, bytes], film: str | None, bystanders: bool) -> str:
        from posturecheck.clips.report_content import report_content
        from posturecheck.report.page import render_report

        return render_report(report_content(self, pictures, film, bystanders))


def _write_text(path: Path, text: str) -> None:
    # A file's name may hold what is no text.
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
