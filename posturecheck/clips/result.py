"""The result of checking a clip, and the files it is saved as."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from posturecheck.clips.checked import Checked
from posturecheck.clips.counted import Counted, Watched
from posturecheck.clips.exports import (
    MOST_FILM_BYTES,
    PDF,
    Export,
    checked_exports,
    film_within,
    save_workbook,
)
from posturecheck.clips.folder import POSES, REVIEW, result_draft, settle, writing_in
from posturecheck.clips.identity import content_sha256
from posturecheck.clips.place import Place
from posturecheck.clips.summary import made_with
from posturecheck.people import patients
from posturecheck.pipeline import run
from posturecheck.report.pdf import pdf_of
from posturecheck.sinks.movement_table import save_movements
from posturecheck.sinks.opensim import SUFFIXES, MarkerFile, MotionFile
from posturecheck.sinks.table import save_cues, save_episodes
from posturecheck.sources.poses_file import About, save_poses
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a result is written, see ``Result.save``."""

    video: bool = True
    export: tuple[Export, ...] = ()
    single: bool = False
    shared: bool = False
    poses: bool = True


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
        poses: bool = True,
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
            poses: Whether to keep the body points of everybody as ``poses.npz``, about 1 MB a
                minute, for counting anew without the clip.

        Raises:
            InputError: The folder cannot be written to, the disk is full, or there is no
                such export; then what was there before is still there, and nothing else.
        """
        wanted = Wanted(video, checked_exports(export), single, shared, poses)
        place = Place(Path(out), self.facts.path, name or "", self.patient, others)
        final = self.save_at(place.out, place.free, wanted, progress, note)
        if self.patient:
            with writing_in(place.out):
                patients.make_file(place.out, self.patient, shared=shared)
        return final

    def save_at(
        self,
        root: Path,
        choose: Callable[[], Path],
        wanted: Wanted,
        progress: Callable[[float], None],
        note: Callable[[str], None],
        keep: tuple[str, ...] = (),
        look: Callable[[Path], None] = lambda place: None,
    ) -> Path:
        """Write the files of this clip into the folder that is chosen in the end.

        Args:
            root: Where that is, or the folder above.
            choose: Names it, while nobody else of this program names one in ``root``.
            wanted: What to write.
            progress: Gets the seconds of clip just drawn.
            note: Gets what should be known before the files are passed on.
            keep: Names of files that it takes over from the earlier result there; what a
                therapist said is kept always.
            look: Gets the folder while nobody else changes anything there; may raise.

        Raises:
            InputError: As ``save``.
        """
        problems: list[str] = []
        with result_draft(root, shared=wanted.shared) as draft:
            self._write(draft.folder, choose(), wanted, progress, note)
            if "opensim" in wanted.export:
                self._export_opensim(draft.folder / choose().name)

            def chosen() -> Path:
                final = choose()
                for exported in draft.folder.iterdir():
                    if exported.suffix in SUFFIXES:
                        exported.rename(exported.with_name(final.name + exported.suffix))
                look(final)
                problems[:] = self._take_review(draft.folder, final)
                return final

            final = settle(draft, chosen, keep)
        for problem in problems:
            note(problem)
        return final

    def _write(
        self,
        folder: Path,
        before: Path,
        wanted: Wanted,
        progress: Callable[[float], None],
        note: Callable[[str], None],
    ) -> None:
        self.posture.save(folder / "posture.csv")
        save_episodes(folder / "episodes.csv", self.episodes)
        save_cues(folder / "cues.csv", self.cues)
        save_movements(folder / "movements.csv", self.totals.movements, self.posture)
        summary = self.summary | self._made_with(wanted)
        _write_text(folder / "summary.json", json.dumps(summary, indent=2) + "\n")
        with contextlib.closing(self.pictures(self)) as studio:
            if wanted.video:
                studio.film(folder / FILM, progress)
            pictures = studio.key_pictures()
        if studio.bystanders_may_show and (wanted.video or pictures):
            note(BYSTANDERS_MAY_SHOW)
        href = FILM if wanted.video else None
        if wanted.single and wanted.video and (href := film_within(folder / FILM)) is None:
            href = FILM
            note(
                f"the film is larger than {MOST_FILM_BYTES / 1e6:.0f} MB and stands beside "
                f"{REPORT}, not in it: hand over both, or a shorter --range"
            )
        report = self._report(pictures, href, studio.bystanders_may_show)
        _write_text(folder / REPORT, report)
        if "pdf" in wanted.export:
            page = self._report(pictures, None, studio.bystanders_may_show)
            (folder / PDF).write_bytes(pdf_of(self._with_review(page, folder, before)))
        if wanted.poses:
            self._save_poses(folder / POSES)
        if "xlsx" in wanted.export:
            save_workbook(folder, folder.parent)

    def _made_with(self, wanted: Wanted) -> dict[str, str]:
        if self.made_with:
            return {"made_with": self.made_with}
        if not self.settings_sha256:
            return {}
        made = made_with(
            self.settings_sha256,
            self.model.sha256,
            video=wanted.video,
            export=wanted.export,
            single=wanted.single,
        )
        return {"made_with": made}

    def close(self) -> None:
        """Forget the recorded trace; ``save`` no longer works."""
        self.trace.close()
        if self.watched:
            self.watched.trace.close()

    def _take_review(self, new: Path, final: Path) -> list[str]:
        """Show in a new result what a therapist said of the one it replaces."""
        if self.counted == Counted() and not (final / REVIEW).exists():
            return []
        from posturecheck.clips.reviewed import take_review  # only where there is one

        return take_review(new, final, self.counted)

    def _with_review(self, page: str, new: Path, before: Path) -> str:
        from posturecheck.clips.reviewed import with_word

        return with_word(page, new, before, self.counted)

    def _save_poses(self, path: Path) -> None:
        of = self.watched or Watched(self.trace, self.range_s, self.options["person"])
        sha256 = content_sha256(self.facts.path)
        about = About(sha256, self.facts.picture_px, of.watched_s, of.person)
        save_poses(path, of.trace, about)

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
