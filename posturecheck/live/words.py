"""What the screen says while a camera is watched: plain words, no jargon.

What is also spoken stands in ``voice.prompts`` under the same names.
"""

from __future__ import annotations

from collections.abc import Mapping

from posturecheck.core import View
from posturecheck.language.words import Plural, Sentence, Words
from posturecheck.live.unseen import Missing
from posturecheck.rules.guidance import Guidance

# Getting ready: how much of the body is in view.
FEET_SEEN = Sentence("I can see you from head to feet.")
HIPS_SEEN = Sentence("I can see you from head to hips.")
STAND = Sentence("Stand tall for three seconds.")
STAND_HINT = Sentence("Feet apart, look ahead, arms down. Then I know how you stand.")
STAND_HINT_HOLDING = Sentence("Keep hold. Feet apart, look ahead. Then I know how you stand.")
WAVE = Sentence("Please move an arm.")
WAVE_HINT = Sentence("Then I know that it is you and not a chair.")
LOOKING = Sentence("Looking for you.")
WATCHING = Sentence("Watching.")
HOLD_HAND = Sentence("Keep your hand up to pause.")
HOLD_HAND_ON = Sentence("Keep your hand up to go on.")
HAND_HINT = Sentence("Forearm upright, the other arm down, for a second and a half.")
HAND_HINT_HOLDING = Sentence(
    "Forearm upright, the other hand stays where it holds on. A second and a half."
)
# The guide of the first time: where to stand; a bend, and what was seen of it (by prompt).
GUIDE_SIGHTS: Words[View, str] = Words(
    {
        "side": "From the side I see bends best.",
        "oblique": "From here I see bends well.",
        "front": "Turn the laptop, or yourself: from the side I see bends best.",
        "back": "Turn the laptop, or yourself: from the side I see bends best.",
        "unknown": "",
    }
)
TRY = Sentence("Bend a little, at your hips.")
TRY_HINT = Sentence(
    "Hand on the worktop, hips back, to 30 degrees, only if it is comfortable. Then come up."
)
TRIED: Words[str, tuple[str, str]] = Words(
    {
        "try-long": (
            "I saw that. Your back stayed long.",
            "You leaned about {lean} degrees.",
        ),
        "try-round": (
            "I saw that. Push your hips further back.",
            "You leaned about {lean} degrees, and your back rounded. Such things I tell you at "
            "once.",
        ),
        "try-far": (
            "I saw that. Half as far is enough.",
            "You leaned about {lean} degrees, your back long. For a try 30 are enough.",
        ),
        "try-unsure": (
            "I saw you bend. Your back I cannot tell.",
            "You leaned about {lean} degrees. Stand side-on to the camera; I see your back best "
            "so.",
        ),
    }
)
AGAIN = Sentence("Said again.")
WAITING = Sentence("Waiting.")
# By why: what is done meanwhile, and for how long.
WAITING_HINTS: Words[str, str] = Words(
    {
        "hand": "Paused by your hand. Raise it again to go on; after 5 minutes the camera goes "
        "off.",
        "away": "Nobody is here. I go on when you are back; after 20 minutes the camera goes off.",
    }
)
OFF = Sentence("The camera is off. Press any key to begin again.")
OFF_HINTS: Words[str, str] = Words(
    {
        "asked": "You paused. What was seen is kept.",
        "hand": "It was paused for 5 minutes. What was seen is kept.",
        "away": "Nobody was here for 20 minutes. What was seen is kept.",
    }
)
# By whether it is noted for the therapist (clinical.md section 7; at once: R140).
HURT = Sentence("Please stop. Seek care for new or severe pain.")
HURT_HINTS: Words[bool, str] = Words(
    {
        True: "Call for help at once if your legs are numb or weak, you cannot hold or pass "
        "water, or your chest hurts. The camera is off. It is noted for your therapist.",
        False: "Call for help at once if your legs are numb or weak, you cannot hold or pass "
        "water, or your chest hurts. The camera is off. It could not be noted: please tell your "
        "therapist.",
    }
)
BUSY: Words[str, str] = Words(
    {
        "computer": "This computer is busy; quick movements are not watched now.",
        "camera": "The camera is slow; quick movements are not watched now.",
    }
)
ENDED = Sentence("That was all.")
ENDED_HINT = Sentence("'posturecheck history' shows your days.")
# Without a page: what can be typed.
TYPED: Words[str, str] = Words(
    {"how": "If something hurts, type P and press Enter: I am silent, close the camera and end."}
)
# What is read at the end.
FAREWELL: Words[str, str] = Words(
    {
        "headline": "That was all for today.",
        "hurt": "Please rest. You said that it hurt.",
        "time": "I could see you for {time}.",
        "time_none": "I could not see you this time.",
        "technique": "{title}: {count}",
        "well_none": "No whole movement could be counted as good this time. For that I must "
        "know how you stand tall, and see all of it, from head to hips.",
        "again": "The same again.",
        "again_detail": "{title}: that is what went well today.",
        "look": "Stand where I see all of you.",
        "look_detail": "From head to feet, 2 to 4 m away, side-on for bends.",
    }
)
WELL_BENT = Plural("Well done: one good bend.", "Well done: {count} good bends.")
GOOD_BENDS = Plural(
    "One good bend, from beginning to end.", "{count} good bends, from beginning to end."
)
HURT_AGAIN = Sentence(
    "Seek care for new or severe pain; call for help at once if your legs are numb or weak, you "
    "cannot hold or pass water, or your chest hurts. Practise again when you have talked about it "
    "with your therapist or doctor."
)
SKIPPED_HINT = Sentence("I do not know your tall stance, so I am less sure. Press C to stand tall.")
FAULT = Sentence("Something went wrong.")
FAULT_HINT = Sentence("Please start again; what was noted so far is kept.")

# Troubles: (headline, detail).
TROUBLES: Words[str, tuple[str, str]] = Words(
    {
        "opening": ("Opening the camera.", ""),
        "lost": ("The camera is gone.", "Plug it in again; I carry on by myself."),
        "small": ("The picture is too small.", "Choose a larger one in the camera's settings."),
        "dark": ("It is too dark.", "Turn on a light. I judge nothing until then."),
        "covered": ("The camera seems covered.", "Look for a lid, or something before the lens."),
        "frozen": ("The picture is frozen.", "Unplug the camera and plug it in again."),
        "nobody": (
            "I cannot see you: nobody is there.",
            "Step into view, 2 to 4 m from the camera.",
        ),
        "half": ("I cannot see you well.", "Step back until head and hips are in view."),
    }
)
# What of a body is not seen, and what helps.
HALVES: Words[Missing, tuple[str, str]] = Words(
    {
        "low": ("I cannot see you: your hips are below the picture.", "Step back a little."),
        "high": (
            "I cannot see you: your shoulders are above the picture.",
            "Step back, or tilt the camera up.",
        ),
        "aside": ("I cannot see you: you are half out of the picture.", "Step to the middle."),
        "hips": ("I cannot see you: something hides your hips.", "Move it, or the camera."),
        "shoulders": (
            "I cannot see you: something hides your shoulders.",
            "Move it, or the camera.",
        ),
        "unsure": (
            "I cannot see you: I am not sure how you stand.",
            "Stand apart from other things.",
        ),
    }
)

# What can be judged from here, by the way the person faces.
SIGHTS: Words[View, str] = Words(
    {
        "side": "I can see bending. Turn the camera for twisting.",
        "oblique": "I can see bending well, and twisting less surely.",
        "front": "I can see twisting best from here, and bending.",
        "back": "I see you from behind: bending shows little. Turn the camera.",
        "unknown": "",
    }
)
# Beside it, where there is no page.
MUTED = Sentence("muted")
QUIET = Sentence("quiet")
LINE_GAUGES: Words[str, str] = Words({"bend": "bend", "twist": "twist"})
LINE_UNSEEN = Sentence("{name}: cannot see")
DIM = Sentence("A little more light would help.")

TASKS: Words[str, str] = Words(
    {
        "dishwasher": "Dishwasher",
        "shoes": "Shoes and socks",
        "lift": "Lifting something",
        "sweep": "Sweeping, vacuuming",
        "reach-high": "Reaching up",
        "sit-stand": "Sitting down, getting up",
        "sink": "At the sink",
        "other": "Something else",
    }
)


def task_titles(guidance: Guidance) -> Mapping[str, str]:
    """Return what can be chosen, id to title: the tasks, then the activities."""
    activities = {guide.id: guide.activity for guide in guidance.advice if not guide.general}
    return {**TASKS, **{k: v for k, v in activities.items() if k not in TASKS}}
