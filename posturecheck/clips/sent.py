"""What is asked of a clip as plain data, for another machine, and back."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from posturecheck.clips.named import whole_path
from posturecheck.clips.options import CheckOptions
from posturecheck.detectors.model_store import SIZE_MB, find_model
from posturecheck.kinematics.tracking import pointed
from posturecheck.profiles.settings import Profile


def model_path(choice: str) -> str:
    """Return a model's name, or the whole path of one of the user's own."""
    return choice if choice in SIZE_MB else whole_path(Path(choice))


def model_sha256(choice: str) -> str:
    """Return what marks the content of a model, which is fetched if it is not here.

    Raises:
        InputError: It cannot be had.
    """
    return find_model(choice).sha256


def options_data(options: CheckOptions) -> dict[str, Any]:
    """Return options as JSON has them."""
    profile = options.profile.model_dump(mode="json", by_alias=True)
    bare = {name: getattr(options, name) for name in (field.name for field in fields(options))}
    at = str(options.pointed) if options.pointed else None
    return {**bare, "profile": profile, "model": model_path(options.model), "pointed": at}


def options_from(data: dict[str, Any]) -> CheckOptions:
    """Return the options again.

    Raises:
        InputError: They are none.
    """
    spans = {name: data[name] and tuple(data[name]) for name in ("neutral", "range_s")}
    at = pointed(data["pointed"], "--person") if data["pointed"] else None
    return CheckOptions(
        **{**data, **spans, "pointed": at, "profile": Profile.model_validate(data["profile"])}
    )
