"""The command line: reads options, calls the library, words what came of it.

Exit 0 done, 2 the input or an option is wrong (one line), 1 a fault of the program, 130 Ctrl-C.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from importlib.metadata import version
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from posturecheck.cli.check import check
from posturecheck.cli.compare import compare
from posturecheck.cli.doctor import doctor
from posturecheck.cli.errors import fail
from posturecheck.cli.evaluate import evaluate
from posturecheck.cli.history import history
from posturecheck.cli.home import has_screen, home
from posturecheck.cli.live import live
from posturecheck.cli.overview import forget, overview
from posturecheck.cli.profile import profile
from posturecheck.cli.review import review
from posturecheck.cli.shortcut import shortcut
from posturecheck.clips.processes import quiet_native_code
from posturecheck.console.terminal import tell
from posturecheck.core import PostureCheckError
from posturecheck.language.catalogue import ENGLISH, VARIABLE, choose

HELP = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    name="posturecheck",
    help="Watches daily movements through a camera and kindly says what to do instead. "
    "Educational software, not a medical device.",
    context_settings=HELP,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
STOPPED = 130


def _version(wanted: bool) -> None:
    if wanted:
        tell(f"posturecheck {version('posturecheck')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
    language: Annotated[
        str,
        typer.Option(
            metavar="NAME", envvar=VARIABLE, help="Of what is read and heard; tables stay English."
        ),
    ] = ENGLISH,
) -> None:
    """Watches daily movements through a camera and kindly says what to do instead."""
    choose(language)


app.command()(home)
app.command()(shortcut)
app.command()(check)
app.command()(profile)
app.command()(evaluate)
app.command()(live)
app.command()(history)
app.command()(overview)
app.command()(review)
app.command()(compare)
app.command()(forget)
app.command()(doctor)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    quiet_native_code()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a name, or "°", that the terminal has not
    signal.signal(signal.SIGINT, _stop_once)
    try:
        code = app(sys.argv[1:] or [_alone()], standalone_mode=False) or 0
        if code == STOPPED:  # typer's word for Ctrl-C
            raise KeyboardInterrupt
    except TyperException as error:
        code = fail(_one_line(error.format_message()))
    except PostureCheckError as error:
        code = fail(str(error))
    except (KeyboardInterrupt, typer.Abort):
        code = fail("stopped; nothing half-done was left behind", STOPPED)
    except Exception as error:
        if os.environ.get("POSTURECHECK_DEBUG"):
            raise
        code = fail(_one_line(f"a fault of ours: {type(error).__name__}: {error}"), 1)
    sys.exit(code)


def _alone() -> str:
    """Return what the bare command does."""
    return "home" if has_screen() else "-h"


def _stop_once(*_: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not stop the tidying up
    raise KeyboardInterrupt


def _one_line(text: str) -> str:
    """Fold a library's lines into one; in our own a line end belongs to a name."""
    return " ".join(text.split())
