"""The versions of what this program stands on that its tests have passed with.

mediapipe to the last digit: each version of it is another native library, which may report its use
in another way or see in another way. Of the others a range, from the oldest tried to the first that
was not. ``pyproject.toml`` asks for the same.
"""

from __future__ import annotations

from importlib import metadata

TESTED = {
    "mediapipe": "==1.2.2",
    "numpy": ">=2.4,<2.6",
    "av": ">=18.1,<20",
    "opencv-contrib-python": ">=5.0,<5.1",
}


def untested() -> dict[str, str]:
    """Return the version of each package found that the tests have not passed with; or "none"."""
    from packaging.specifiers import SpecifierSet

    found = {package: _version(package) for package in TESTED}
    return {
        package: version
        for package, version in found.items()
        if version == "none" or version not in SpecifierSet(TESTED[package])
    }


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"
