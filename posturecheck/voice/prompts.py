"""What the live watch says besides the guidance: getting ready, trouble, and goodbye."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PROMPTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "stand": "Stand tall for three seconds.",
        "thanks": "Thank you. I am watching now.",
        "nobody": "I cannot see you yet. Step into view.",
        "half": "I see only part of you. Step back a little.",
        "dark": "It is too dark. Please turn on a light.",
        "covered": "The camera seems covered. Please check it.",
        "frozen": "The picture is frozen. Please check the camera.",
        "lost": "The camera is gone. Please plug it in.",
        "back": "The camera is back.",
        "small": "The camera's picture is too small.",
        "moved": "The camera has moved. Stand tall again, please.",
        "paused": "Paused.",
        "resumed": "Watching again.",
        "snoozed": "Quiet for ten minutes.",
    }
)
