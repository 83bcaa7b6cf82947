"""The icon by which all begins: put into the start menu and on the desktop, or taken away."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import platformdirs

from posturecheck.core import InputError
from posturecheck.files.atomic import save_bytes
from posturecheck.files.rights import FOLDER, make_folders
from posturecheck.home.shortcut_plans import NAME, Places, Plan, plan_for

SCRIPT_WITHIN_S = 60.0

Script = Callable[[str], None]


def make_shortcut(
    places: Places | None = None,
    *,
    at_login: bool = False,
    platform: str = sys.platform,
    program: Sequence[str] | None = None,
    run: Script | None = None,
) -> tuple[Path, ...]:
    """Put the entries there, in the place of earlier ones; return what is there now.

    Args:
        places: Where; this user's where left out.
        at_login: Whether the page is to open at login, too. The camera stays off then.
        platform: As ``sys.platform`` says it.
        program: What is started.
        run: Runs a script of PowerShell's.

    Raises:
        InputError: They cannot be written.
    """
    where = places or user_places(platform)
    remove_shortcut(where, platform=platform)
    plan = plan_for(platform, where, program or this_program(platform), at_login=at_login)
    try:
        for path, data in plan.files.items():
            make_folders(path.parent)
            save_bytes(data, path)
            if path in plan.runnable:
                path.chmod(FOLDER)
        for link, target in plan.links.items():
            if not os.path.lexists(link):  # something of the user's own: theirs to keep
                make_folders(link.parent)
                link.symlink_to(target)
        if plan.script:
            for link in plan.made_by_script:
                make_folders(link.parent)
            (run or powershell)(plan.script)
    except OSError as error:
        named = error.filename or where.programs
        raise InputError(
            f"shortcut: {named}: cannot be written ({error.strerror or error}); make room there, "
            "or start with 'posturecheck home'"
        ) from error
    return plan.entries


def remove_shortcut(
    places: Places | None = None, *, platform: str = sys.platform
) -> tuple[Path, ...]:
    """Take all entries away; return what was there.

    Raises:
        InputError: One cannot be removed.
    """
    where = places or user_places(platform)
    plan = plan_for(platform, where, [NAME], at_login=True)
    there = [path for path in plan.entries if os.path.lexists(path)]
    gone = [path for path in there if path not in plan.links or path.is_symlink()]
    try:
        for path in gone:
            _remove(path, plan)
    except OSError as error:
        raise InputError(
            f"shortcut: {error.filename}: cannot be removed ({error.strerror or error})"
        ) from error
    return tuple(gone)


def _remove(path: Path, plan: Plan) -> None:
    if path in plan.folders and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def this_program(platform: str = sys.platform) -> list[str]:
    """Return the command of an icon: this very installation, without a window on Windows."""
    python = Path(sys.executable)
    windowless = python.with_name("pythonw.exe")
    if platform == "win32" and windowless.exists():
        python = windowless
    return [str(python), "-m", "posturecheck", "home"]


def user_places(platform: str = sys.platform) -> Places:
    """Return where this user's entries go."""
    home, desktop = Path.home(), platformdirs.user_desktop_path()
    if platform == "win32":
        menu = Path(os.environ.get("APPDATA", home / "AppData" / "Roaming"))
        programs = menu / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        icons = platformdirs.user_data_path(NAME)
        return Places(desktop, programs, icons, programs / "Startup")
    if platform == "darwin":
        agents = home / "Library" / "LaunchAgents"
        return Places(desktop, home / "Applications", home, agents)
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    icons = data / "icons" / "hicolor" / "scalable" / "apps"
    return Places(desktop, data / "applications", icons, config / "autostart")


def powershell(script: str) -> None:
    """Run a script in Windows' own PowerShell.

    Raises:
        OSError: It is not there, or did not do it.
    """
    encoded = base64.b64encode(script.encode("utf-16-le")).decode()
    command = ["powershell", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=SCRIPT_WITHIN_S)
    except subprocess.TimeoutExpired as error:
        raise OSError("PowerShell did not answer") from error
    if ran.returncode:
        raise OSError(f"PowerShell: {' '.join(ran.stderr.split())[:200]}")
