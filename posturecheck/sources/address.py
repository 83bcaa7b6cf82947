"""A camera's address as it may be shown: scheme, host and port, nothing else.

A password may stand before the host, behind a "?", or anywhere in the path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?\])(:\d{1,5})?")
# One letter is a drive; what ends a sentence is not the address's.
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/{1,2}[^\s\"']*[^\s\"':;,.)/]")
LOGIN = re.compile(r"[^/\\\s@]*:[^\s]*@")  # name:password@host, its "rtsp://" forgotten
IN_DOUBT = "..."
UNTOLD = "(not shown: it may hold a password)"


def shown(address: str) -> str:
    """Return an address without whatever may be secret in it; in doubt without the host too."""
    scheme, _, rest = address.partition(":")
    if not SCHEME.fullmatch(scheme):
        return UNTOLD
    rest = rest.lstrip("/")
    authority = re.split(r"[/?#\\;]", rest, maxsplit=1)[0]
    # An "@" further on: the password holds a "/" or a "?", and what looks like a host is its
    # beginning; or it belongs to the path.
    host = "" if "@" in rest[len(authority) :] else authority.rpartition("@")[2]
    return f"{scheme}://{host if HOST.fullmatch(host) else IN_DOUBT}"


def shown_name(name: str) -> str:
    """Return what was meant for a camera or a file as it may be shown.

    An address without its "rtsp://" looks like a file's path: it is shown where it lies in
    a folder that is there.
    """
    if "://" in name:
        return shown(name)
    drive = re.match(r"[A-Za-z]:[\\/]", name)
    odd = set("@?&=:;") & set(name[2:] if drive else name)
    return UNTOLD if odd or not _lies_in_a_folder(name) else name


def without_secrets(text: str, typed: Iterable[str] = ()) -> str:
    """Return a line with every address in it as it may be shown.

    Args:
        text: The line.
        typed: What the user typed; an address among it is found whatever it holds.
    """
    for word in typed:
        address = word.partition("=")[2] if word.startswith("--") and "=" in word else word
        if "://" not in address and LOGIN.match(address) and not _is_there(address):
            text = text.replace(address, UNTOLD)
        if "://" in address:
            for form in (address, str(Path(address))):
                text = text.replace(form, shown(address))
    return ADDRESS.sub(lambda found: shown(found[0]), text)


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def _lies_in_a_folder(name: str) -> bool:
    try:
        return Path(name).parent.is_dir()
    except (OSError, ValueError):
        return False
