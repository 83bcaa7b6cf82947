"""What a worker must have and see so that its results are ours; asked of every one."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from posturecheck.clips.named import whole_path
from posturecheck.clips.sent import model_path
from posturecheck.clips.summary import versions
from posturecheck.core import InputError
from posturecheck.files.drafts import LOCK, draft_in
from posturecheck.language.catalogue import ENGLISH, language


@dataclass(frozen=True, slots=True)
class Likeness:
    """The same versions and pose model, the same clips, the same folder of results.

    Attributes:
        versions: Of this program and of what it measures with.
        model: Which pose model, by name or path.
        model_sha256: Its content.
        clip: One of the clips, "" where none is there.
        clip_bytes: Its size.
        language: Which is spoken; a worker has its catalogue, and speaks it from then on.
        folder: Where the results are to lie; "" where none are.
        token: A file of ours in it, there for as long as we are; None where no folder is.
        token_text: What it says.
        lock: A file beside it that we hold locked.
    """

    versions: dict[str, str]
    model: str
    model_sha256: str
    clip: str
    clip_bytes: int
    language: str = ENGLISH
    folder: str = ""
    token: str | None = None
    token_text: str = ""
    lock: str = ""

    def text(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self))


@contextlib.contextmanager
def likeness(
    clips: Iterable[Path],
    model: str,
    model_sha256: str,
    folder: Path | None,
    *,
    shared: bool = False,
) -> Iterator[Likeness]:
    """Give what is to be found on every worker; a file lies in the folder meanwhile.

    Raises:
        InputError: The folder cannot be written.
    """
    clip = next((clip for clip in clips if clip.is_file()), None)
    alike = Likeness(
        versions=versions(),
        model=model_path(model),
        model_sha256=model_sha256,
        clip=whole_path(clip) if clip else "",
        clip_bytes=clip.stat().st_size if clip else 0,
        language=language(),
    )
    if folder is None:
        yield alike
        return
    try:
        with draft_in(folder, shared=shared) as draft:
            said = secrets.token_hex(16)
            draft.new.write_text(said, encoding="ascii")
            yield replace(
                alike,
                folder=whole_path(folder),
                token=whole_path(draft.new),
                token_text=said,
                lock=whole_path(draft.folder / LOCK),
            )
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be written ({error.strerror or error}); it must be a folder that "
            "every worker sees, too"
        ) from error
