"""What the live watch says besides the guidance: getting ready, trouble, and goodbye."""

from __future__ import annotations

from typing import Final

from posturecheck.language.words import Words

HOLDING: Final = "-holding"  # what is said instead to somebody who holds on to something

PROMPTS: Final[Words[str, str]] = Words(
    {
        "stand": "Stand tall for three seconds.",
        "stand-holding": "Stand tall for three seconds. Keep hold.",
        "one": "One.",
        "two": "Two.",
        "thanks": "Thank you. I am watching now.",
        "skipped": "I am watching.",
        "untold": "I am watching. How you stand I do not know.",
        "alive": "I am still watching.",
        "nobody": "I see nobody in the picture. Step into view.",
        "half": "I see only part of you. Step back a little.",
        "dark": "It is too dark. Please turn on a light.",
        "covered": "The camera seems covered. Please check it.",
        "frozen": "The picture is frozen. Please check the camera.",
        "lost": "The camera is gone. Please plug it in.",
        "back": "The camera is back.",
        "small": "The camera's picture is too small.",
        "moved": "The camera has moved. Stand tall for three seconds.",
        "moved-holding": "The camera has moved. Stand tall and keep hold.",
        "other": "Somebody else is here. Stand tall for three seconds.",
        "hand": "Paused. Raise a hand to go on.",
        "away": "Nobody is here. I wait for you.",
        "off": "The camera is off. Press any key to begin again.",
        "resumed": "Watching again.",
        "welcome": "Welcome back. I am watching.",
        "busy": "This computer is busy; quick movements are not watched now.",
        "slow": "The camera is slow; quick movements are not watched now.",
        "quick": "Quick movements are watched again.",
        "lonely": "Nobody is at the page. I stop in a minute.",
        "snoozed": "Quiet for ten minutes.",
        # The guide of the first time.
        "heard": "Did you hear that?",
        "try": "Push your hips back a little, then come up.",
        "try-long": "I saw that. Your back stayed long.",
        "try-round": "I saw that. Push your hips further back.",
        "try-far": "I saw that. Half as far is enough.",
        "try-unsure": "I saw you bend. Your back I cannot tell.",
        "hurt": "Please stop. Seek care for new or severe pain.",
        "goodbye": "That is all for today. Goodbye.",
        "goodbye_good": "Good movements today. Goodbye.",
        "goodbye_hurt": "Goodbye. Please take care of yourself.",
    }
)
