"""What an entry in the start menu and on the desktop is made of, on each system.

Linux after the Desktop Entry and Autostart specifications (freedesktop.org), macOS as an
application bundle and a launch agent, Windows as shortcuts that its own scripting host writes.
Nothing here touches the disk.
"""

from __future__ import annotations

import plistlib
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path, PureWindowsPath

from posturecheck.home.icon import icon_bytes

NAME = "posturecheck"
COMMENT = "Watches daily movements and kindly says what to do instead"
BUNDLE_ID = "org.posturecheck.home"
CAMERA_WHY = "To see how you move. Pictures stay on this computer."


@dataclass(frozen=True, slots=True)
class Places:
    """Where a user's entries go.

    Attributes:
        desktop: The desktop's folder.
        programs: Linux: applications; macOS: applications; Windows: the start menu's programs.
        icons: For the icon, where the system has no place of its own within the entry.
        login: What is started at login.
    """

    desktop: Path
    programs: Path
    icons: Path
    login: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be there.

    Attributes:
        files: Contents by path.
        runnable: Those of them that are started by a click.
        links: Links to a path, by their own.
        folders: Folders of ours alone, which go as a whole.
        script: What PowerShell is to do, "" for nothing.
        made_by_script: The files that come of it.
    """

    files: Mapping[Path, bytes] = field(default_factory=dict)
    runnable: frozenset[Path] = frozenset()
    links: Mapping[Path, Path] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    script: str = ""
    made_by_script: tuple[Path, ...] = ()

    @property
    def entries(self) -> tuple[Path, ...]:
        """All that would be there, folders of ours instead of what is in them."""
        inside = [p for p in self.files if not any(f in p.parents for f in self.folders)]
        return (*inside, *self.folders, *self.links, *self.made_by_script)


def plan_for(
    platform: str, places: Places, program: Sequence[str], *, at_login: bool = False
) -> Plan:
    """Return the plan for a system.

    Args:
        platform: As ``sys.platform`` says it.
        places: Where entries go.
        program: The command and its arguments.
        at_login: Whether the page is to open at login, too.
    """
    if platform == "win32":
        return _windows(places, program, at_login)
    if platform == "darwin":
        return _macos(places, program, at_login)
    return _linux(places, program, at_login)


def _linux(places: Places, program: Sequence[str], at_login: bool) -> Plan:
    icon = places.icons / f"{NAME}.svg"
    entry = _desktop_entry(program, icon).encode()
    menu, desktop = (folder / f"{NAME}.desktop" for folder in (places.programs, places.desktop))
    found = {icon: _svg(), menu: entry, desktop: entry}
    if at_login:
        found[places.login / f"{NAME}.desktop"] = entry
    return Plan(found, runnable=frozenset({desktop}))


def _desktop_entry(program: Sequence[str], icon: Path) -> str:
    lines = {
        "Type": "Application",
        "Version": "1.5",
        "Name": NAME,
        "Comment": COMMENT,
        "Exec": " ".join(map(_exec_word, program)),
        "Icon": _value(str(icon)),
        "Terminal": "false",
        "Categories": "Education;",
        "StartupNotify": "false",
    }
    return "\n".join(["[Desktop Entry]", *(f"{k}={v}" for k, v in lines.items()), ""])


def _exec_word(word: str) -> str:
    """Quote a word of Exec: first as an argument, then as the value of a key."""
    quoted = "".join(f"\\{c}" if c in '"`$\\' else c for c in word)
    return _value(f'"{quoted}"').replace("%", "%%")


def _value(text: str) -> str:
    escapes = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return "".join(escapes.get(c, c) for c in text)


def _macos(places: Places, program: Sequence[str], at_login: bool) -> Plan:
    app = places.programs / f"{NAME}.app"
    start = app / "Contents" / "MacOS" / NAME
    about = {
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleIdentifier": BUNDLE_ID,
        "CFBundleExecutable": NAME,
        "CFBundleIconFile": f"{NAME}.icns",
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": "1.0",
        "LSUIElement": True,  # no icon in the dock: the page is its window
        "NSCameraUsageDescription": CAMERA_WHY,
    }
    found = {
        app / "Contents" / "Info.plist": plistlib.dumps(about),
        app / "Contents" / "Resources" / f"{NAME}.icns": icon_bytes("icns"),
        start: f"#!/bin/sh\nexec {shlex.join(program)}\n".encode(),
    }
    if at_login:
        agent = {"Label": BUNDLE_ID, "ProgramArguments": list(program), "RunAtLoad": True}
        found[places.login / f"{BUNDLE_ID}.plist"] = plistlib.dumps(agent)
    return Plan(
        found,
        runnable=frozenset({start}),
        links={places.desktop / NAME: app},
        folders=(app,),
    )


def _windows(places: Places, program: Sequence[str], at_login: bool) -> Plan:
    icon = places.icons / f"{NAME}.ico"
    folders = [places.programs, places.desktop, *([places.login] if at_login else [])]
    links = tuple(folder / f"{NAME}.lnk" for folder in folders)
    lines = [
        "$ErrorActionPreference = 'Stop'",
        "$shell = New-Object -ComObject WScript.Shell",
    ]
    for link in links:
        lines += [
            f"$link = $shell.CreateShortcut({_literal(str(link))})",
            f"$link.TargetPath = {_literal(program[0])}",
            f"$link.Arguments = {_literal(_windows_arguments(program[1:]))}",
            f"$link.WorkingDirectory = {_literal(str(PureWindowsPath(program[0]).parent))}",
            f"$link.IconLocation = {_literal(f'{icon},0')}",
            f"$link.Description = {_literal(COMMENT)}",
            "$link.Save()",
        ]
    return Plan({icon: icon_bytes("ico")}, script="\n".join(lines), made_by_script=links)


def _literal(text: str) -> str:
    """Quote a text for PowerShell: nothing in it is looked at, curly quotes end it, too."""
    return "'" + "".join(c * 2 if c in "'‘’‚‛" else c for c in text) + "'"


def _windows_arguments(words: Sequence[str]) -> str:
    # None of ours ends in a backslash or holds a quote; see CommandLineToArgvW.
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def _svg() -> bytes:
    return files("posturecheck.app").joinpath("static", "icon.svg").read_bytes()
