"""What is chosen on the settings page and remembered; only what begins there reads it.

``live``, ``check``, ``evaluate`` and Python know nothing of it: a figure found with them never
hangs on what somebody once clicked.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, ValidationError

from posturecheck.clips.options import AUTO
from posturecheck.console.untrusted_text import briefly, read_outside_text
from posturecheck.core import InputError
from posturecheck.files.atomic import save_bytes
from posturecheck.files.rights import make_folders
from posturecheck.language.catalogue import languages
from posturecheck.profiles.files import load_profile
from posturecheck.profiles.table import Table
from posturecheck.rules.guidance import load_guidance
from posturecheck.sources.address import shown_name
from posturecheck.sources.devices import device_of

NAME = "settings.json"
TextSize = Literal["normal", "large", "largest"]
# What a person reads of a setting that is not what it can be.
WANTED = {"height_cm": "your height in cm: expected a number from 80 to 230, or nothing"}
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]


class HomeSettings(Table):
    """All that can be chosen; the defaults are what a first start has.

    ``camera`` is what ``live --camera`` takes, "" the first that answers; ``height_cm`` None is
    not known, ``task`` "auto" is recognised, ``volume`` is in hundredths, ``slower`` the
    pace of the voice; ``holds_on`` says that she holds on to something when she stands; ``films``
    names the folder whose films the page lists, "" for none. ``guided``: the guide was gone
    through, or passed over, once. ``language`` "" is the one it was started in.
    """

    # An older version's file may lack a setting, a newer one's may have more: both are read.
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, allow_inf_nan=False)

    camera: Line = ""
    height_cm: Annotated[float, Field(ge=80, le=230)] | None = None
    profile: Line = "default"
    task: Line = AUTO
    voice: bool = True
    volume: Annotated[int, Field(ge=10, le=100)] = 100
    slower: bool = False
    holds_on: bool = False
    guided: bool = False
    text_size: TextSize = "normal"
    mirror: bool = True
    films: Line = ""
    language: Line = ""


def load_settings(folder: Path) -> tuple[HomeSettings, str]:
    """Return what is remembered in a folder, and a line where it cannot be used ("" else)."""
    path = folder / NAME
    if not path.exists():
        return HomeSettings(), ""
    try:
        return HomeSettings.model_validate_json(read_outside_text(path)), ""
    except (InputError, ValidationError) as error:
        why = error if isinstance(error, InputError) else _first_fault(error)
        return HomeSettings(), f"{path}: not read, so all settings are as at first ({why})"


def save_settings(settings: HomeSettings, folder: Path) -> None:
    """Remember the settings in a folder, which is made if it is not there.

    Raises:
        InputError: They cannot be written; what was there before still is.
    """
    try:
        make_folders(folder)
        save_bytes(settings.model_dump_json(indent=2).encode(), folder / NAME)
    except OSError as error:
        reason = error.strerror or error
        raise InputError(f"{folder / NAME}: cannot be written ({reason})") from error


def merged(settings: HomeSettings, some: Mapping[str, Any]) -> HomeSettings:
    """Return the settings with some of them chosen anew.

    Raises:
        InputError: One is not what it can be.
    """
    try:
        return HomeSettings.model_validate({**settings.model_dump(), **some})
    except ValidationError as error:
        raise InputError(_first_fault(error)) from error


def shown_settings(settings: HomeSettings) -> HomeSettings:
    """Return the settings as a page may show them: a camera's address without its password."""
    camera = settings.camera
    return settings.model_copy(update={"camera": shown_name(camera) if camera else ""})


def chosen_settings(asked: Any, before: HomeSettings | None = None) -> HomeSettings:
    """Return what came from the settings page, seen to be usable.

    Args:
        asked: What the page sent.
        before: The settings that it showed; an address that it could not show whole is kept.

    Raises:
        InputError: A setting is not what it can be; one line for the page.
    """
    try:
        settings = HomeSettings.model_validate(asked)
    except ValidationError as error:
        raise InputError(_first_fault(error)) from error
    if before is not None:
        settings = settings.model_copy(update={"guided": before.guided})
        if settings.camera == shown_settings(before).camera:
            settings = settings.model_copy(update={"camera": before.camera})
    load_profile(settings.profile)
    if settings.task != AUTO:
        load_guidance().base_task(settings.task)
    if settings.films and not Path(settings.films).expanduser().is_dir():
        raise InputError(f"expected a folder with films; there is no folder {settings.films}")
    if settings.camera:
        device_of(settings.camera)
    if settings.language not in ("", *languages()):
        known = ", ".join(languages())
        raise InputError(f"language: expected one of {known}; got {settings.language!r}")
    return settings


def _first_fault(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "settings"
    wanted = first["msg"].removeprefix("Input should be ")
    said = WANTED.get(place, f"{place}: expected {wanted}")
    return f"{said}; got {briefly(first['input'])}"
