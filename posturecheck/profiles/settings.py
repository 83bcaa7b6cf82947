"""The settings a therapist can change: models with unit, default, meaning and source.

The models here and in ``rule_settings`` are the one place where a setting stands; ``files``
reads them from TOML and prints them as a commented file.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from posturecheck.profiles.rule_settings import Rules
from posturecheck.profiles.table import Table, setting


class Judging(Table):
    """How moments become episodes."""

    sure_sd: float = setting(
        1.0,
        "a limit counts as passed when value - this x sd is over it (1 = about 84 %)",
        ge=0,
        le=3,
    )
    release_share: Annotated[float, Field(gt=0, le=1)] = setting(
        0.7, "an episode ends below this share of the amber limit (clinical.md 2.4)"
    )
    release_s: float = setting(0.5, "... for so long (clinical.md 2.4)", ge=0, le=60)
    merge_gap_s: float = setting(
        0.5, "a return within this is the same episode (clinical.md 2.4)", ge=0, le=60
    )
    lost_s: float = setting(1.0, "unseen for longer ends an episode as lost; our own", gt=0, le=60)


class Load(Table):
    """What is carried; asked for, never guessed."""

    load_kg: float = setting(0, "declared load; --load overrides it", ge=0, le=100)
    raise_from_kg: float = setting(
        0.5, "from this load on, amber becomes red (TFTF, R1)", ge=0, le=100
    )

    def raises(self, load_kg: float) -> bool:
        """Whether a declared load makes amber moments red; carrying nothing never does."""
        return load_kg > 0 and load_kg >= self.raise_from_kg


class Cues(Table):
    """When to speak (clinical.md section 6)."""

    quiet_s: float = setting(9, "between any two cues: 8 to 10 s (R123)", ge=0, le=600)
    repeat_s: float = setting(25, "before the same words again: 20 to 30 s (R123)", ge=0, le=3600)
    most_in_10_min: int = setting(6, "cues in ten minutes (R123)", ge=0, le=600)
    amber_too: bool = setting(True, "false: only red episodes are cued (bandwidth feedback, R117)")
    praise: bool = setting(True, "say so when a good technique follows a cue (R119)")
    praise_within_s: float = setting(120, "how long after a cue it can be praised; our own", ge=0)
    baseline_days: int = setting(
        0, "first days on which nothing is spoken, all is shown, to compare with; our own", ge=0
    )
    spoken_share_week_2: float = setting(
        0.5,
        "corrections spoken on practised days 8 to 14: half (R117, contested by R120)",
        gt=0,
        le=1,
    )
    spoken_share_later: float = setting(
        0.33,
        "... from day 15 on: a third beat all in older adults (R117; not for all, R118)",
        gt=0,
        le=1,
    )
    ask_after_fall: bool = setting(
        True, 'ask once "Are you all right?" of who fell and stays down; it calls nobody; our own'
    )
    remind: bool = setting(
        True, "a word as a bend begins, after long ones: cues help held bends; clinical.md 6"
    )
    remind_after_s: float = setting(
        2, "... if the last bend was over its limit for so long; our own", ge=0, le=600
    )
    remind_after_bends: int = setting(
        2, "... or after so many bends over a limit; our own", ge=1, le=600
    )
    remind_within_s: float = setting(300, "... not longer ago than this; our own", ge=0, le=86400)
    remind_from_deg: float = setting(
        10, "lean at which a bend begins, half of the amber one; our own", ge=5, le=60
    )


class Voice(Table):
    """Who speaks the cues."""

    source: Literal["own", "system"] = setting(
        "own", "own: the voice that comes with posturecheck; system: this computer's, if it has one"
    )


class Live(Table):
    """What a session does by itself, from three metres away; our own."""

    raised_hand: bool = setting(
        True, "a hand raised for 1.5 s, the other arm hanging, pauses and goes on"
    )
    still_watching_min: float = setting(
        10, "after so long a silence it says that it still watches; 0 = never", ge=0, le=600
    )


class Profile(Table):
    """All settings; the defaults are the profile ``default``."""

    name: str = setting("default", "shown in the report")
    about: str = setting(
        "Adults with osteoporosis or low bone mass; a physical therapist may change every figure.",
        "for whom these limits are",
    )
    judging: Judging = Judging()
    load: Load = Load()
    cues: Cues = Cues()
    voice: Voice = Voice()
    live: Live = Live()
    rules: Rules = Rules()
