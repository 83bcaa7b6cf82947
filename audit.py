"""Ask whether a fault is known in what is installed, and list it with its licences.

    make audit

The lock files' names and versions are sent to PyPI's advisory service; nothing else, and nothing
where it cannot be reached. Exit 0: no fault is known. 1: some are. 2: not all of it, or nothing,
could be asked about, which is said and is no clean bill of health.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata
from typing import Any

LOCKS = (
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-docs.txt",
    "requirements-audit.txt",
)
LONGEST_LICENCE = 60  # characters; some packages put the whole text there


def main(pip_audit: str) -> int:
    """Print the licences and what is known of each lock file; return the exit code."""
    for name, version, licence in licences():
        print(f"{name:24} {version:14} {licence}")
    codes = [told(lock, known_of(lock, pip_audit)) for lock in LOCKS]
    return 1 if 1 in codes else max(codes)


def licences() -> list[tuple[str, str, str]]:
    """Return name, version and licence of every package installed beside this program."""
    found = {
        (about["Name"].lower(), about["Version"], _licence(about))
        for about in (distribution.metadata for distribution in metadata.distributions())
    }
    return sorted(found)


def _licence(about: Any) -> str:
    said = about.get("License-Expression")  # another reader than Python's own has no None
    classifiers = [c for c in about.get_all("Classifier", []) if c.startswith("License :: ")]
    said = said or "; ".join(c.rpartition(" :: ")[2] for c in classifiers) or about.get("License")
    lines = [line for line in (said or "").strip().splitlines() if line] or ["not stated"]
    return lines[0][:LONGEST_LICENCE]


def known_of(lock: str, pip_audit: str) -> subprocess.CompletedProcess[str]:
    """Return what pip-audit said, as JSON where it came that far."""
    how = ["--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    return subprocess.run(
        [pip_audit, *how, "-r", lock], capture_output=True, text=True, check=False
    )


def told(lock: str, said: subprocess.CompletedProcess[str]) -> int:
    """Print in a line what is known of a lock file; return the exit code it asks for."""
    try:
        packages = json.loads(said.stdout)["dependencies"]
    except (ValueError, KeyError):
        why = (said.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
        print(f"{lock}: NOT CHECKED, the advisory service was not reached ({why[:200]})")
        return 2
    faulty = [package for package in packages if package.get("vulns")]
    for package in faulty:
        for fault in package["vulns"]:
            better = ", ".join(fault["fix_versions"]) or "no version yet"
            print(
                f"{lock}: {package['name']} {package['version']}: {fault['id']}, cured by {better}"
            )
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    if unknown:
        print(
            f"{lock}: NOT CHECKED are {len(unknown)} of {len(packages)} packages, the advisory"
            f" service does not know or answer: {', '.join(unknown[:3])} ..."
        )
    if faulty:
        return 1
    if not unknown:
        print(f"{lock}: no fault is known in its {len(packages)} packages")
    return 2 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
