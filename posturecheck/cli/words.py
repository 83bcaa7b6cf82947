"""What the terminal says when a session is over."""

from __future__ import annotations

from typing import Final

from posturecheck.language.words import Plural, Sentence, Words

LIVE: Final[Words[str, str]] = Words(
    {
        "one_picture": "Nothing was judged: it ended before a second picture was looked at.",
        "not_begun": "Nothing was judged: watching had not begun. On the page stand tall for "
        "three seconds, or press C to go without; with --no-window a clip is watched at once.",
        "unseen": "Watched for {time} and could not see you, so nothing can be said.",
        "seen": "Watched for {time}, could see you for {seen}.",
        "lacking": "For {time} of it quick movements could not be watched.",
        "no_limit": "No limit was clearly passed.",
        "minutes": "{minutes} min",
        "seconds": "{seconds} s",
    }
)
MOMENTS: Final = Plural(
    "{count} moment(s) over a limit, {red} of them red: {titles}.",
    "{count} moment(s) over a limit, {red} of them red: {titles}.",
)
CUES: Final = Sentence("{spoken} cue(s) spoken, {praised} praised.")
