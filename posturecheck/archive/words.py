"""What the overview says of a therapist's word."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, str]] = {
    "after_review": "after review: {red} red, {amber} amber",
    "without_moment": "({marks} marks without a moment)",
    "remark_said": "Remark: {remark}",
}
