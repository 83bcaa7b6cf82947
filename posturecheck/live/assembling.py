"""Putting a live session together from what was asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from posturecheck.app.view import Farewell
from posturecheck.clips.options import Options
from posturecheck.core import Episode, Sink
from posturecheck.detectors.mediapipe_pose import MediaPipePose
from posturecheck.detectors.model_store import ModelFile
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.history.half_minute import PainReport
from posturecheck.history.recorder import SessionRecorder
from posturecheck.history.session_sums import SessionSums
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.learned.estimate import LearnedEstimate
from posturecheck.live.farewell import farewell_of
from posturecheck.live.saving import Saver
from posturecheck.live.session import Session
from posturecheck.live.session_parts import GuidePart, HandsFree, SessionParts
from posturecheck.live.voice_output import Speaker
from posturecheck.pipeline import Checker, Subject
from posturecheck.rules.guidance import Guidance, load_guidance
from posturecheck.sinks.totals import Totals
from posturecheck.sources.camera import Camera
from posturecheck.sources.devices import Device, FileDevice
from posturecheck.voice.pace import USUAL
from posturecheck.voice.players import find_player
from posturecheck.voice.prompts import PROMPTS
from posturecheck.voice.sounds import Sounds
from posturecheck.voice.speech_player import SpeechPlayer
from posturecheck.voice.system_voice import find_system_voice


@dataclass(frozen=True, slots=True)
class LiveOptions(Options):
    """What was asked of a live session."""

    camera: str = "0"
    muted: bool = False
    window: bool = True
    save: Path | None = None
    shared: bool = False
    volume: float = 1.0  # 0 to 1
    pace: float = USUAL  # see ``voice.pace``
    holds_on: bool = False  # to something, when they stand
    guide: GuidePart | None = None  # of the first time: nothing of it is kept


def session_of(
    options: LiveOptions,
    model: ModelFile,
    camera: Camera,
    limits: GaugeLimits,
    day: int,
    recorder: SessionRecorder | None,
    saver: Saver | None,
    stack: ExitStack,
) -> tuple[Session, Totals]:
    """Return a session with all its parts, and the sums of what it judges.

    Args:
        options: What the user asked for.
        model: The pose model.
        camera: Open already.
        limits: Where the gauges' amber and red begin.
        day: Which day of practising this is; the voice fades over them.
        recorder: Writes the history; None keeps none.
        saver: Writes what is to be saved; None saves nothing.
        stack: Closes what is made here.
    """
    guidance = guidance_of(options)
    sounds = Sounds(
        find_system_voice(guidance.language),
        options.profile.voice.source,
        volume=options.volume,
        pace=options.pace,
    )
    stack.callback(sounds.close)
    sounds.prepare([*guidance.spoken, *PROMPTS.values()])
    player = find_player()
    speaker = Speaker(
        SpeechPlayer(sounds, player) if player else None, options.muted, options.window
    )
    stack.callback(speaker.close)
    detector = MediaPipePose(model.path)
    stack.callback(detector.close)
    totals, sums = Totals(), SessionSums()
    sinks: list[Sink] = [totals, sums, *([recorder] if recorder else ())]
    sinks += [saver.sums] if saver else []
    stack.callback(totals.close)
    session = Session(
        SessionParts(
            camera=camera,
            detector=detector,
            checker=checker_of(options, day),
            speaker=speaker,
            guidance=guidance,
            limits=limits,
            sinks=sinks,
            all_step_sinks=[saver] if saver else [],
            task=options.declared_task,
            begin=_begin(options, camera.device),
            hands_free=_hands_free(options, camera.device),
            guide=options.guide,
            holds_on=options.holds_on,
            pace=options.pace,
            sound=sounds.wav,
            note_pain=partial(_note_pain, sums, recorder),
            farewell=(lambda still_open: None) if options.guide else partial(_farewell, sums),
        )
    )
    return session, totals


def _note_pain(sums: SessionSums, recorder: SessionRecorder | None, report: PainReport) -> bool:
    """Keep that it hurt; returns whether the history can."""
    sums.pains += 1
    if recorder is not None:
        recorder.note_pain(report)
    return recorder is not None


def _farewell(sums: SessionSums, still_open: Sequence[Episode]) -> Farewell | None:
    sums.close()
    sums.add(still_open)
    return farewell_of(sums, load_guidance())


def _begin(options: LiveOptions, device: Device) -> Literal["look", "stand", "watching"]:
    if options.window:
        return "look"
    return "watching" if isinstance(device, FileDevice) else "stand"


def _hands_free(options: LiveOptions, device: Device) -> HandsFree:
    # A clip without a page is judged from its first second to its last, as ``check`` does.
    judged_whole = isinstance(device, FileDevice) and not options.window
    settings = options.profile.live
    return HandsFree(
        raised_hand=settings.raised_hand and not judged_whole and not options.guide,
        waits=not judged_whole,
        ends=not options.window,
        alive_s=60.0 * settings.still_watching_min,
    )


def checker_of(options: LiveOptions, day: int, stance: Stance | None = None) -> Checker:
    """Return the checker that a live session goes through."""
    person = Subject(options.person, stance=stance, height_m=options.height_m)
    task, load_kg = options.declared_task, options.declared_load_kg
    guidance = guidance_of(options)
    return Checker(options.profile, person, task, load_kg, LearnedEstimate, day, guidance)


def guidance_of(options: LiveOptions) -> Guidance:
    """Return the words for whoever is watched."""
    guidance = load_guidance()
    return guidance.holding_on() if options.holds_on else guidance
