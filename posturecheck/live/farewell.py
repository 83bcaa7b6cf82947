"""What is read and said at the end: how long, what went well, and one thing for the next time."""

from __future__ import annotations

from posturecheck.app.figures import OF_ADVICE, OF_TECHNIQUE, Figure
from posturecheck.app.view import Farewell
from posturecheck.feedback.praising import WELL_BENT
from posturecheck.history.my_days import Counted, to_work_on
from posturecheck.history.words import long_time
from posturecheck.live import words
from posturecheck.live.screen import ScreenMessage
from posturecheck.rules.bending import ROUNDED_BEND
from posturecheck.rules.guidance import Guidance

TO_BEGIN_WITH = ROUNDED_BEND.id, "other"
SHORTEST_S = 1.0  # watched for less, there is nothing to read


def farewell_of(sums: Counted, guidance: Guidance) -> Farewell | None:
    """Return the words on a session; None where nothing was watched and nothing hurt."""
    if sums.seen_s + sums.unseen_s < SHORTEST_S and not sums.pains:
        return None
    bends = sum(n for technique, n in sums.good.items() if technique in WELL_BENT)
    next_words, next_detail, figure = _next_time(sums, guidance)
    if sums.pains:
        return Farewell(
            headline=words.FAREWELL["hurt"],
            time=_time(sums),
            well=_well(sums, bends, guidance),
            advice=words.HURT_AGAIN(),
        )
    return Farewell(
        headline=words.WELL_BENT(bends) if bends else words.FAREWELL["headline"],
        time=_time(sums),
        well=_well(sums, bends, guidance),
        next_words=next_words,
        next_detail=next_detail,
        figure=figure,
    )


def farewell_message(farewell: Farewell | None, *, aloud: bool) -> ScreenMessage:
    """Return the last scene, with its words aloud where somebody asked for the end."""
    if farewell is None:
        prompt, headline = "goodbye", words.ENDED()
    else:
        headline = farewell.headline
        went_well = headline != words.FAREWELL["headline"]
        prompt = "goodbye_good" if went_well else "goodbye"
        prompt = "goodbye_hurt" if farewell.advice else prompt
    return ScreenMessage(
        "ended", "calm", headline, words.ENDED_HINT(), prompt=prompt if aloud else ""
    )


def _time(sums: Counted) -> str:
    seen = words.FAREWELL["time"].format(time=long_time(sums.seen_s))
    return seen if sums.seen_s >= SHORTEST_S else words.FAREWELL["time_none"]


def _well(sums: Counted, bends: int, guidance: Guidance) -> tuple[str, ...]:
    if not sums.good:
        return (words.FAREWELL["well_none"],)
    first = (words.GOOD_BENDS(bends),) if bends else ()
    rest = tuple(
        words.FAREWELL["technique"].format(title=guidance.technique(name).title, count=count)
        for name, count in sums.good.most_common()
        if name in guidance.technique_words
    )
    return first + rest


def _next_time(sums: Counted, guidance: Guidance) -> tuple[str, str, Figure]:
    work_on = to_work_on(sums, guidance)
    if work_on:
        guide = work_on[0].guide
        return guide.cue, guide.alternative, OF_ADVICE.get(guide.id, "")
    known = [name for name, _ in sums.good.most_common() if name in guidance.technique_words]
    if known:
        technique = known[0]
        title = guidance.technique(technique).title
        again = words.FAREWELL["again_detail"].format(title=title)
        return words.FAREWELL["again"], again, OF_TECHNIQUE.get(technique, "")
    if sums.seen_s < sums.unseen_s:
        return words.FAREWELL["look"], words.FAREWELL["look_detail"], "tall"
    guide = guidance.guide(*TO_BEGIN_WITH)  # seen, and nothing to count: what all begin with
    return guide.cue, guide.alternative, OF_ADVICE.get(guide.id, "")
