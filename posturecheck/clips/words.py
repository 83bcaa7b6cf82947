"""What is said of a recorded clip: headline, advice, notes, and what of a film is in doubt."""

from __future__ import annotations

from typing import Final

from posturecheck.language.words import Plural, Sentence, Words

# The headline: one sentence. A part completes "the camera saw ...", as the guidance has it.
SECONDS: Final = Sentence("{seconds} s")
SECONDS_OF: Final = Sentence("{seen} of {total} seconds")
TOO_LITTLE: Final = Sentence(
    "You could be seen in {span}: too little to say anything, good or bad."
)
NO_LIMIT: Final = Sentence("In the {span} in which you could be seen, no limit was clearly passed.")
NOTHING_COUNTED: Final = Sentence(
    "In the {span} in which you could be seen, nothing counted after the therapist's word."
)
SAW: Final = Sentence("In the {span} in which you could be seen, the camera saw {seen}.")
SEEN: Final = Sentence("{what} ({times})")
SEEN_UP_TO: Final = Sentence("{what} ({times}, up to {peak}\u00a0±\u00a0{sd})")
DEGREES: Final = Sentence("{value}°")
TIMES: Final = Plural("once", "{count} times")
LIST: Final = Sentence("{first}, {rest}")
LAST_OF_LIST: Final = Sentence("{first} and {last}")

ADVICE_SEEN: Final = Sentence("The camera saw {seen}, {times}.")
POSTURES: Final[Words[str, str]] = Words({"seated": "Sitting", "lying": "Lying"})
UNITS: Final[Words[str, str]] = Words({"share": "% of the advised time", "per_min": "a minute"})
SETTING_UNITS: Final[Words[str, str]] = Words(
    {
        "deg": "{value}°",
        "deg_s": "{value}°/s",
        "m": "{value} m",
        "share": "{value} x",
        "per_min": "{value} a minute",
    }
)
SETTING_OFF: Final = Sentence("off")
VERSIONS: Final[Words[str, str]] = Words(
    {"pose_model": "pose model", "pose_model_sha256": "model sha256"}
)

VIEWS: Final[Words[str, str]] = Words(
    {
        "front": "You were filmed mostly from the front. Twisting shows best from here, the depth "
        "of a bend least.",
        "oblique": "You were filmed mostly obliquely. Bending and twisting both show, neither at "
        "its best.",
        "side": "You were filmed mostly from the side. Bending shows best from here, twisting "
        "hardly.",
        "back": "You were filmed mostly from behind. Bending shows least from here.",
    }
)
NOTES: Final[Words[str, str]] = Words(
    {
        "bystanders": "Faces are hidden where a body was found; the faces of people in the "
        "background may show in the pictures, so look before you pass them on.",
        "first_moments": "The first {shown} of {all} moments are shown; episodes.csv has them all.",
        "load": "A load of {kg} kg was declared.",
        "load_raises": "A load of {kg} kg was declared, so every moment over an amber limit "
        "counts as red.",
        # The film
        "turned": "The picture looks turned: people in it stand sideways or on their heads. "
        "Unless they were lying down, check it again with --rotate {turn}; the angles are wrong "
        "otherwise.",
        "turned_by_us": "The picture looks turned: people in it stand sideways or on their heads. "
        "Unless they were lying down, leave --rotate out; the angles are wrong otherwise.",
        "lost": "{stretches} of the film could not be read, or hold no picture: nothing is known "
        "of what happened then.",
        "said_slow": "The film was said to play {slow} times slower than life; all times are "
        "those of the real movement.",
        "may_be_slow": "The film may be slow motion: the camera says it took {taken} pictures a "
        "second, and {played} are played. If so, check it again with --slow {slow}; times are too "
        "long otherwise, and speeds too low.",
        "seldom": "The film has {rate} pictures a second. Speeds need {needed} or more, so fast "
        "bending and twisting could not be judged.",
        # Its zero
        "no_stance": "No calm, upright moment was found to measure from, so the angles are rough. "
        "Stand tall for a few seconds at the start, or name such a moment with --neutral.",
        "own_stance": "Angles count from your own tallest calm moment in this film: a back that "
        "is round there counts as straight.",
        "short_stance": "That moment lasted only {held} s, so this zero is rough. If standing "
        "tall for longer is hard, sit tall, or name the best moment with --neutral.",
        "leaning_stance": "In that moment you leaned about {lean} degrees as the camera saw it. "
        "If the camera stood level, the true leans are larger than shown by as much.",
    }
)
SAME_RECORDING: Final = Sentence(
    "{clip} is the same recording as {other}, so the overview counts it twice"
)
# Stretches of a film that could not be read; the first of a list begins a sentence.
STRETCHES: Final[Words[str, str]] = Words(
    {
        "first": "the first {seconds} s",
        "last": "the last {seconds} s",
        "between": "the seconds {start} to {end}",
    }
)
MORE_STRETCHES: Final = Plural(
    "{stretches} and {count} more stretches", "{stretches} and {count} more stretches"
)


def listed(parts: list[str]) -> str:
    """Return parts as a language lists them: ``a, b and c``."""
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    for part in parts[1:-1]:
        first = LIST(first=first, rest=part)
    return LAST_OF_LIST(first=first, last=parts[-1])
