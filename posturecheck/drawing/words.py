"""The words on a film and on a key picture: few, and short, for there is little room."""

from __future__ import annotations

from typing import Final

from posturecheck.core import HeadlineTone
from posturecheck.language.words import Sentence, Words

# What a banner of each tone says in a word.
SIGNS: Final[Words[HeadlineTone, str]] = Words(
    {
        "amber": "Try this",
        "red": "Change now",
        "next": "Next time",
        "remind": "Remember",
        "praise": "Well done",
        "ask": "Your turn",
    }
)
GAUGES: Final[Words[str, str]] = Words({"bend": "Bend", "rounding": "Rounding", "twist": "Twist"})
UNSEEN: Final = Sentence("I cannot see you")
GAUGE: Final = Sentence("{name} {value}°")
GAUGE_UNSURE: Final = Sentence("{name} {value}° ±{sd}")
GAUGE_UNSEEN: Final = Sentence("{name}: cannot see")
# One letter each, at the ends of the twist's gauge.
LEFT: Final = Sentence("L")
RIGHT: Final = Sentence("R")
