"""Running a live session, and putting everything away again."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import datetime
from functools import partial
from importlib.metadata import version

from posturecheck.clips.folder import check_place
from posturecheck.console.stopping import stopped_kindly
from posturecheck.core import InputError
from posturecheck.detectors.model_store import find_model
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.history.recorder import SessionRecorder
from posturecheck.history.store import History, open_history
from posturecheck.history.writer import Ended
from posturecheck.live.assembling import LiveOptions, checker_of, session_of
from posturecheck.live.opening import opened_page
from posturecheck.live.saving import Saver
from posturecheck.live.session import Session
from posturecheck.live.terminal_line import EVERY_S, TerminalLine
from posturecheck.live.typed import listen
from posturecheck.live.words import TYPED
from posturecheck.sinks.totals import Totals
from posturecheck.sources.camera import Camera
from posturecheck.sources.devices import Device, FileDevice, device_of

LAST_WORDS_S = 6.0  # the longest of them takes five; a sound card that hangs is not waited for
BROWSER_FETCHES_S = 1.0

Say = Callable[[str], None]
# Gives what is to be called several times a second while the session runs.
Shown = Callable[[Session, Say], AbstractContextManager[Callable[[], None]]]


class NoCameraError(InputError):
    """No camera answers (yet)."""


def watch_live(options: LiveOptions, say: Say, shown: Shown | None = None) -> Totals:
    """Watch until the user or the clip ends it; return the sums of what was judged.

    Args:
        options: What the user asked for.
        say: Gets a line on whatever the user should know meanwhile.
        shown: Shows the session, on any thread; None opens a page of its own, on the main
            thread, where Ctrl-C then stops it.

    Raises:
        NoCameraError: The camera or the clip cannot be opened.
        InputError: There is no place for what is to be saved, or no pose model.
    """
    name = f"live-{datetime.now():%Y-%m-%d-%H%M%S}"
    if options.save is not None:
        with _named_save():
            check_place(options.save / name, shared=options.shared)
    device = device_of(options.camera)
    model = find_model(options.model, say=say)
    with ExitStack() as stack:
        camera = Camera(device)
        stack.callback(camera.close)
        try:
            camera.open()
        except InputError as error:
            raise NoCameraError(str(error)) from error
        history = open_history(say)
        day = _day(history)
        recorder = None if options.guide else _recorder(history, options, device, say)
        if recorder is not None:
            stack.callback(recorder.close, "trouble")  # of no effect once it is closed
        limits = GaugeLimits.of(options.profile.rules)
        saver = (
            Saver(name, options.save, limits, say, shared=options.shared) if options.save else None
        )
        if saver is not None:
            stack.callback(saver.put_away)
        session, totals = session_of(options, model, camera, limits, day, recorder, saver, stack)
        _run(session, options, say, shown, partial(_keep, session, recorder))
        farewell = session.view.farewell
        if farewell is not None and not options.window:
            lines = (farewell.headline, farewell.next_words, farewell.advice)
            say(" ".join(line for line in lines if line))
        if saver is not None and options.save is not None and not totals.frames:
            say("Nothing was judged, so nothing is saved.")
        elif saver is not None and options.save is not None:
            made = partial(checker_of, options, 1, session.stance)
            result = saver.result(session, model, options.profile, made, options.as_data())
            with _named_save():
                folder = result.save(
                    options.save,
                    video=saver.has_film,
                    shared=options.shared,
                    poses=False,
                    note=lambda text: say(f"Note: {text}."),
                )
            say(f"Report: {folder / 'report.html'}")
    totals.episodes.extend(session.episodes)
    totals.lacking_s = session.lacking_s
    return totals


@contextlib.contextmanager
def _line(session: Session, say: Say) -> Iterator[Callable[[], None]]:
    """Show a session without a page: one line, and what can be typed."""
    if listen(session.command):
        say(TYPED["how"])
    with contextlib.closing(TerminalLine()) as line:
        yield lambda: line.show(session.view)


def _keep(session: Session, recorder: SessionRecorder | None) -> None:
    """Let go of the camera and finish the history; what is then still to be said may wait."""
    session.close_camera()
    if recorder is not None:
        ended: Ended = "quit" if session.stopped else "source over"
        recorder.finish(session.episodes, session.unanswered)
        recorder.close("left" if session.left else ended)


def _run(
    session: Session,
    options: LiveOptions,
    say: Say,
    shown: Shown | None,
    keep: Callable[[], None],
) -> None:
    failure: list[BaseException] = []

    def work() -> None:
        try:
            session.run()
        except BaseException as error:  # raised again in the main thread
            failure.append(error)

    thread = threading.Thread(target=work, name="session", daemon=True)
    signals = stopped_kindly(session.stop) if shown is None else nullcontext()
    with signals, ExitStack() as stack:
        thread.start()
        stack.callback(_end, session, thread)
        showing = (shown or opened_page) if options.window else _line
        show = stack.enter_context(showing(session, say))
        while thread.is_alive():
            show()
            thread.join(EVERY_S)
        show()
        if not failure:
            keep()
            _hear_out(session)
    if failure:
        raise failure[0]


def _hear_out(session: Session) -> None:
    """Let the last words be heard; a browser that says them must fetch them first."""
    last_s = time.monotonic()
    if session.view.say is not None:
        time.sleep(BROWSER_FETCHES_S)
    while session.speaking and time.monotonic() - last_s < LAST_WORDS_S:
        time.sleep(EVERY_S)


def _end(session: Session, thread: threading.Thread) -> None:
    # The network must not be closed while it is looking.
    if thread.is_alive():
        session.stop()
        thread.join()


@contextlib.contextmanager
def _named_save() -> Iterator[None]:
    """Name the option that leads to a place, as it is called here."""
    try:
        yield
    except InputError as error:
        raise InputError(str(error).replace("--out", "--save")) from error


def _day(history: History | None) -> int:
    """Return which day of practising this is; 1 is the first."""
    if history is None or history.busy:
        return 1
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        return history.days_practised(midnight) + 1
    except InputError:
        return 1


def _recorder(
    history: History | None, options: LiveOptions, device: Device, say: Say
) -> SessionRecorder | None:
    if history is None:
        return None
    return history.begin(
        source="file" if isinstance(device, FileDevice) else "camera",
        task=options.declared_task,
        profile=options.profile.name,
        settings=options.profile.model_dump(mode="json", by_alias=True),
        app_version=version("posturecheck"),
        say=say,
    )
