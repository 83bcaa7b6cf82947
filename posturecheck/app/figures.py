"""Which drawing goes with which words: chosen by the advice, for one rule has many answers.

The drawings are ``templates/figures.svg``; each shows the better way, never the risky one.
"""

from __future__ import annotations

from typing import Final, Literal

from posturecheck.core import Headline
from posturecheck.rules.guidance import Guidance

Figure = Literal["", "hinge", "squat", "step", "sit", "kneel", "closer", "tall", "hold", "rise"]

# By the id of the advice; "" where a drawing would say another thing than the words.
OF_ADVICE: Final[dict[str, Figure]] = {
    "general-bend": "hinge",
    "general-sustained": "tall",
    "general-repeated": "closer",
    "general-fast-bend": "hinge",
    "general-twist": "step",
    "general-fast-twist": "step",
    "general-side-bend": "step",
    "general-bend-and-twist": "hinge",
    "general-lift": "squat",
    "general-reach": "closer",
    "dishwasher-lower-rack": "hinge",
    "dishwasher-to-cupboard": "step",
    "shoes": "sit",
    "pick-up-heavy": "squat",
    "carry-and-turn": "step",
    "pick-up-light": "squat",
    "pick-up-light-golfers-lift": "",
    "groceries": "closer",
    "laundry": "kneel",
    "floor-pet": "kneel",
    "heavy-furniture": "",
    "vacuum": "step",
    "high-shelf": "closer",
    "rising-from-chair": "rise",
    "getting-out-of-bed": "",
    "car": "step",
    "washing-dishes": "closer",
    "brushing-teeth": "hinge",
    "bed-making": "closer",
    "oven": "hinge",
    "cough": "tall",
    "gardening": "kneel",
    "reading": "tall",
}
# In place of those for who holds on to something: a drawing with both hands free would mislead.
OF_ADVICE_HOLDING: Final[dict[str, Figure]] = {
    "general-lift": "hinge",
    "pick-up-heavy": "",
    "high-shelf": "",
}
OF_TECHNIQUE: Final[dict[str, Figure]] = {
    "hip-hinge": "hinge",
    "squat": "squat",
    "golfers-lift": "",
    "half-kneel": "kneel",
    "step-turn": "step",
    "seated-foot-up": "sit",
    "sit-stand": "rise",
}


def figure_of(headline: Headline, guidance: Guidance) -> Figure:
    """Return the drawing for what the bar says, "" where there is none."""
    if headline.rule:
        try:
            guide = guidance.guide_that_says(headline.rule, headline.words)
        except KeyError:  # words of another guidance
            return ""
        if headline.words == guide.cue_holding and guide.id in OF_ADVICE_HOLDING:
            return OF_ADVICE_HOLDING[guide.id]
        return OF_ADVICE.get(guide.id, "")
    for technique, words in guidance.technique_words.items():
        if words.praise == headline.words:
            return OF_TECHNIQUE.get(technique, "")
    return ""
