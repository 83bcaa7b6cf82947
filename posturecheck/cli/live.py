"""``posturecheck live``: its options, and the words at its end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posturecheck.cli.options import (
    HeightCm,
    LoadKg,
    ModelName,
    PersonChoice,
    ProfileName,
    Shared,
    TaskName,
    chosen_person,
)
from posturecheck.cli.words import CUES, LIVE, MOMENTS
from posturecheck.clips.options import AUTO
from posturecheck.console.terminal import Terminal
from posturecheck.language.words import within_sentence
from posturecheck.profiles.files import load_profile
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.totals import Totals


def live(
    camera: Annotated[
        str,
        typer.Option(metavar="INDEX|NAME|URL|FILE", help="Which camera; a clip is played once."),
    ] = "0",
    profile: ProfileName = "default",
    task: TaskName = AUTO,
    load: LoadKg = None,
    height: HeightCm = None,
    model: ModelName = "full",
    person: PersonChoice = "main",
    mute: Annotated[bool, typer.Option("--mute", help="Begin without the voice.")] = False,
    no_window: Annotated[
        bool, typer.Option("--no-window", help="Voice and one line in the terminal only.")
    ] = False,
    save: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also write a report and a film, faces blurred."),
    ] = None,
    shared: Shared = False,
) -> None:
    """Watch as it happens and say what to do instead, on this computer only."""
    from posturecheck.live.assembling import LiveOptions
    from posturecheck.live.watch import watch_live

    options = LiveOptions(
        camera=camera,
        profile=load_profile(profile),
        task=task,
        load_kg=load,
        height_cm=height,
        model=model,
        person=chosen_person(person),
        muted=mute,
        window=not no_window,
        save=save,
        shared=shared,
    )
    console = Terminal(wide=True)
    console.print(_summary(watch_live(options, console.print), options.window))


def _summary(totals: Totals, window: bool = True) -> str:
    if not totals.total_s and not window:
        return LIVE["one_picture"]
    if not totals.total_s:
        return LIVE["not_begun"]
    if round(totals.seen_s) == 0 and not totals.episodes:
        return LIVE["unseen"].format(time=_time(totals.total_s))
    words = load_guidance()
    reds = [e for e in totals.episodes if e.severity == "red"]
    lines = [LIVE["seen"].format(time=_time(totals.total_s), seen=_time(totals.seen_s))]
    if totals.lacking_s:
        lines.append(LIVE["lacking"].format(time=_time(totals.lacking_s)))
    said = sum(cue.spoken for cue in totals.cues if cue.kind != "praise")
    praised = sum(cue.kind == "praise" for cue in totals.cues)
    if not totals.episodes:
        return " ".join([*lines, LIVE["no_limit"]])
    named = (within_sentence(words.rule(e.rule).title) for e in totals.episodes)
    titles = ", ".join(dict.fromkeys(named))
    lines.append(MOMENTS(len(totals.episodes), red=len(reds), titles=titles))
    return " ".join([*lines, CUES(spoken=said, praised=praised)])


def _time(seconds: float) -> str:
    if seconds >= 90:
        return LIVE["minutes"].format(minutes=f"{seconds / 60:.0f}")
    return LIVE["seconds"].format(seconds=f"{seconds:.0f}")
