"""Which cluster: workers started here, or a scheduler that runs already; and who is trusted.

Whoever reaches a Dask scheduler can run any program on its workers, as the user they run as. So a
scheduler elsewhere is spoken to with certificates on both sides; without them only one of this
machine, or where ``--insecure`` says that it is meant.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

from posturecheck.console.untrusted_text import read_toml
from posturecheck.core import InputError

MOST_WORKERS = 1000
LOCAL = re.compile(r"local:(\d{1,4})", re.ASCII)
# A host's name, an IPv4 address, or an IPv6 one in brackets; never a user or a path.
ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})", re.ASCII)
EXPECTED = "--cluster: expected local:N, tls://HOST:PORT or tcp://127.0.0.1:PORT"
WHY_NOT_PLAIN = (
    "whoever can listen on the way reads paths, IDs and results, and whoever reaches the scheduler "
    "runs any program as you on every worker"
)


@dataclass(frozen=True, slots=True)
class Certificates:
    """Who is trusted, and who we are: files in PEM."""

    ca: Path
    cert: Path
    key: Path


@dataclass(frozen=True, slots=True)
class LocalCluster:
    """``workers`` processes of this machine; ``dashboard`` is Dask's own page on them."""

    workers: int
    dashboard: bool = False


@dataclass(frozen=True, slots=True)
class Scheduler:
    """A scheduler that runs already; without certificates nothing is encrypted."""

    address: str
    certificates: Certificates | None = None


Place = LocalCluster | Scheduler


def place_named(
    text: str, security: Path | None = None, *, insecure: bool = False, dashboard: bool = False
) -> Place:
    """Return the cluster that is meant.

    Args:
        text: ``local:N``, ``tls://HOST:PORT`` or ``tcp://HOST:PORT``.
        security: A file that names certificates, for ``tls://``.
        insecure: Whether ``tcp://`` to another machine is meant.
        dashboard: Whether Dask's page is wanted, of a local one.

    Raises:
        InputError: It is no address, or one that is not safe to use like that.
    """
    if said := LOCAL.fullmatch(text):
        _check_no_other(security, insecure)
        if not 1 <= int(said[1]) <= MOST_WORKERS:
            raise InputError(f"--cluster: expected 1 to {MOST_WORKERS} local workers, got {text}")
        return LocalCluster(int(said[1]), dashboard)
    said = ADDRESS.fullmatch(text)
    if not said or not 1 <= int(said[3]) <= 65_535:
        raise InputError(f"{EXPECTED}; got {text!r}")
    if dashboard:
        raise InputError("--dashboard: expected --cluster local:N; elsewhere who runs it decides")
    if said[1] == "tls":
        return Scheduler(text, _certificates(text, security, insecure))
    if security:
        raise InputError(f"--cluster-security: expected a tls:// address with it, got {text}")
    if not (insecure or _is_loopback(said[2].strip("[]"))):
        raise InputError(
            f"--cluster {text}: expected tls:// with --cluster-security, because {WHY_NOT_PLAIN}; "
            "where the network is a closed one say --insecure"
        )
    return Scheduler(text)


def _check_no_other(security: Path | None, insecure: bool) -> None:
    if security or insecure:
        option = "--cluster-security" if security else "--insecure"
        raise InputError(f"{option}: expected the address of a scheduler with it, not local:N")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def _certificates(text: str, security: Path | None, insecure: bool) -> Certificates:
    if insecure:
        raise InputError(f"--insecure: expected tcp:// with it, got {text}; leave it out")
    if security is None:
        raise InputError(
            f"--cluster {text}: expected --cluster-security FILE with it, which names the "
            "certificates: ca, cert and key"
        )
    said = read_toml(security, "the names of three files: ca, cert and key")
    if set(said) != {"ca", "cert", "key"} or not all(isinstance(s, str) for s in said.values()):
        raise InputError(
            f"{security}: expected three files, ca = ..., cert = ... and key = ...; found "
            f"{', '.join(said) or 'nothing'}"
        )
    files = {name: security.absolute().parent / str(file) for name, file in said.items()}
    for name, file in files.items():
        if not file.is_file():
            raise InputError(f"{security}: {name}: expected a file, there is no {file}")
    return Certificates(**files)
