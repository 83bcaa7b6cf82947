"""One part of many clips: for the jobs of an array, or for several computers on one share.

Which part a clip belongs to hangs on its name alone, so that nobody must tell the others anything,
and a clip that is added moves no other one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from posturecheck.core import InputError

MOST = 100_000


@dataclass(frozen=True, slots=True)
class Shard:
    """Part ``number`` (from 1) of ``of``."""

    number: int
    of: int

    def holds(self, name: str) -> bool:
        """Whether a clip of this name, see ``named.common_names``, belongs to this part.

        A disk of macOS writes an accent apart from its letter; the name is the same.
        """
        letters = unicodedata.normalize("NFC", name).encode("utf-8", errors="surrogatepass")
        return int(sha256(letters).hexdigest(), 16) % self.of == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


def shard_of(text: str) -> Shard:
    """Read ``I/N``: part I, from 1, of N.

    Raises:
        InputError: It is something else.
    """
    said = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text, re.ASCII)
    number, of = (int(said[1]), int(said[2])) if said else (0, 0)
    if not 1 <= number <= of <= MOST:
        raise InputError(
            f"--shard: expected a part such as 1/4 (the first of four, up to {MOST}); got {text!r}"
        )
    return Shard(number, of)
