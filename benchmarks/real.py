"""The real ruler: what is said of real people whose angles were measured otherwise.

    python -m benchmarks.real DIR [DIR ...] [--keep DIR] [--record FILE] [--against FILE]

Which folders are read, where they come from and what is assumed of them: ``benchmarks/REAL.md``.
Nothing is taught on them. What is absent is said, and the rest is scored. With ``--keep`` the
pose model's points stay in a folder, so that the next run takes seconds. One recording after
another: it may run beside other work.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.real_answers import SETS, Answer, answer, find
from benchmarks.real_figures import figures
from benchmarks.real_record import others, read_record, save_record, worse
from benchmarks.real_tables import told_text
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.processes import quiet_native_code
from posturecheck.console.terminal import tell, tell_lines
from posturecheck.core import PostureCheckError
from posturecheck.detectors.model_store import find_model


def measure(
    folders: Sequence[Path], keep: Path | None, only: Sequence[str], say: Callable[[str], None]
) -> tuple[list[Answer], list[str]]:
    """Return what is said of every recording there is, and a line on each that is not.

    Raises:
        InputError: One of them cannot be read.
    """
    recordings, absent = find([folder for folder in folders if folder.is_dir()])
    absent += [f"{folder}: no such folder" for folder in folders if not folder.is_dir()]
    recordings = [r for r in recordings if r.part in only]
    model, options = find_model(say=say), CheckOptions()
    answers = []
    for i, recording in enumerate(recordings, start=1):
        say(f"{i}/{len(recordings)} {recording.part}/{recording.path.stem}")
        answers.append(answer(recording, model, options, keep))
    return answers, absent


def run(options: argparse.Namespace) -> int:
    """Measure, print, compare and record; return the exit status.

    Raises:
        InputError: What was given is not as it should be.
    """
    before = read_record(options.against) if options.against else None
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    answers, absent = measure(
        options.folders, options.keep, options.only or SETS, lambda text: tell(text, sys.stderr)
    )
    found = figures(answers, CheckOptions().profile.judging.sure_sd)
    text = told_text(found, answers, absent)
    tell_lines(text)
    if options.record:
        save_record(found, text, options.record)
    if before is None:
        return 0
    if others(before, found):
        tell_lines(
            "\nOther recordings than those of the record: only what both hold is compared.\n"
        )
    lines = worse(before, found)
    tell_lines(f"\nWorse than in {options.against}:\n" if lines else "\nNothing is worse.\n")
    tell_lines("".join(f"  {line}\n" for line in lines))
    return 1 if lines else 0


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    options.add_argument("--keep", type=Path, metavar="DIR", help="where the points stay")
    options.add_argument("--only", nargs="+", choices=SETS, help="some of the sets")
    options.add_argument("--record", type=Path, metavar="FILE", help="REAL.md: keep the figures")
    options.add_argument("--against", type=Path, metavar="FILE", help="exit 1 where it was better")
    chosen = options.parse_args()
    quiet_native_code()
    try:
        status = run(chosen)
    except PostureCheckError as error:
        sys.exit(str(error))
    sys.exit(status)


if __name__ == "__main__":
    main()
