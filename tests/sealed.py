"""Run a command in a room without a network, and tell what it tried to reach outside.

    python tests/sealed.py posturecheck check clip.mp4

Linux only. The command runs in a network namespace of its own that has nothing but a loopback
interface. All routes lead into it, names are asked of a resolver that never answers, and every
packet is looked at. Where the system allows no namespaces, strace tells what is connected to.
Needs no rights where an ordinary user may have a namespace, and nothing to be installed.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import functools
import ipaddress
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAMES_PORT = 53
LAST_PORT = 9  # of a datagram of our own, after which nothing more is awaited
SIOCADDRT, SIOCSIFFLAGS, IFF_UP = 0x890B, 0x8914, 1
ROUTE_UP = 1
ALL_PROTOCOLS, OUTGOING = 3, 4  # of packet sockets
PACKET_OPTIONS, PACKET_COUNTS, BUFFER_WHATEVER_THE_LIMIT = 263, 6, 33
TCP, UDP, ICMPV6 = 6, 17, 58
UNREACHABLE = 1  # of ICMPv6
MS_BIND = 4096
HEAD_BYTES = 400  # of a packet: as much as holds a name
ADDRESS_IN_TRACE = re.compile(
    r"sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )\"([^\"]+)\""
)


class Tried(NamedTuple):
    """What a command did: its exit status and words, and whom it tried to reach."""

    status: int
    output: str
    look_ups: list[str]
    connections: list[str]


def run_sealed(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Tried:
    """Run a command to its end and return what it tried.

    Raises:
        RuntimeError: Neither a namespace nor strace can be had; the text says why.
    """
    how = way()
    if how is None:
        raise RuntimeError("neither 'unshare --net --mount' nor strace works here")
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder, "noted")
        wrapped = [*how, str(noted), *command]
        ran = subprocess.run(
            wrapped,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            check=False,
        )
        if not noted.exists():
            raise RuntimeError(ran.stdout)
        told = noted.read_text(errors="replace")
    seen = traced(told) if how[0] == "strace" else json.loads(told)
    return Tried(ran.returncode, ran.stdout, *seen)


@functools.cache
def way() -> list[str] | None:
    """Return how a command can be sealed here: what to put before it, then a file for notes."""
    inside = [sys.executable, str(Path(__file__).absolute()), "--inside"]
    ways = [["unshare", *flags, *inside] for flags in (["-nm"], ["-rnm"])]
    ways.append(["strace", "-f", "-e", "trace=network", "-o"])
    for candidate in ways:
        with tempfile.TemporaryDirectory() as folder:
            trial = [*candidate, str(Path(folder, "noted")), "true"]
            with contextlib.suppress(OSError):
                if subprocess.run(trial, capture_output=True, check=False).returncode == 0:
                    return candidate
    return None


def traced(trace: str) -> tuple[list[str], list[str]]:
    """Return look-ups and connections beyond loopback out of what strace wrote."""
    look_ups, connections = [], []
    for line in trace.splitlines():
        for port, address in ADDRESS_IN_TRACE.findall(line) if sends(line) else ():
            if int(port) == NAMES_PORT:
                look_ups.append(f"of {address}")
            elif not ipaddress.ip_address(address).is_loopback:
                connections.append(f"{address} port {port}")
    return look_ups, connections


def sends(line: str) -> bool:
    return any(call in line for call in ("connect(", "sendto(", "sendmsg(", "sendmmsg("))


def _inside(noted: Path, command: Sequence[str]) -> int:
    """Set the room up, run the command, and note what it tried."""
    _lead_all_ways_here()
    _ask_names_here()
    resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    resolver.bind(("127.0.0.1", NAMES_PORT))  # and nobody ever reads from it
    looker = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ALL_PROTOCOLS))
    looker.setsockopt(socket.SOL_SOCKET, BUFFER_WHATEVER_THE_LIMIT, 256 << 20)
    tried: tuple[list[str], list[str]] = ([], [])
    looking = threading.Thread(target=_look, args=(looker, *tried))
    looking.start()
    status = subprocess.call(command)
    resolver.sendto(b"done", ("127.0.0.1", LAST_PORT))
    looking.join()
    _, overlooked = struct.unpack("II", looker.getsockopt(PACKET_OPTIONS, PACKET_COUNTS, 8))
    assert not overlooked, "there were more packets than could be looked at"
    noted.write_text(json.dumps(tried))
    return status if status >= 0 else 128 - status


def _lead_all_ways_here() -> None:
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))
        everywhere = struct.pack("=HH12x", socket.AF_INET, 0)
        device = ctypes.create_string_buffer(b"lo")
        route = struct.pack(
            "@L16s16s16sHhLPhPLLH",
            *(0, everywhere, everywhere, everywhere, ROUTE_UP, 0, 0, 0, 0),
            *(ctypes.addressof(device), 0, 0, 0),
        )
        fcntl.ioctl(any_socket, SIOCADDRT, route)
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as any_socket:
        index = socket.if_nametoindex("lo")
        route = struct.pack("@16s16s16sIHHILIi", *(bytes(16),) * 3, 0, 0, 0, 1, 0, ROUTE_UP, index)
        fcntl.ioctl(any_socket, SIOCADDRT, route)


def _ask_names_here() -> None:
    instead = {
        "/etc/resolv.conf": "nameserver 127.0.0.1\n",
        "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    }
    libc = ctypes.CDLL(None, use_errno=True)
    for path, content in instead.items():
        if Path(path).exists():
            with tempfile.NamedTemporaryFile("w", delete=False) as file:
                file.write(content)
            Path(file.name).chmod(0o644)
            if libc.mount(file.name.encode(), path.encode(), None, MS_BIND, None):
                raise OSError(ctypes.get_errno(), f"{path} cannot be replaced")
            Path(file.name).unlink()


def _look(looker: socket.socket, look_ups: list[str], connections: list[str]) -> None:
    """Note each look-up, connection and datagram that is not to this computer, until the last."""
    while True:
        packet, (_, _, way_, *_) = looker.recvfrom(HEAD_BYTES)
        if way_ != OUTGOING:  # on loopback each is seen again as it comes in
            continue
        protocol, to, content = _opened(packet)
        if protocol not in (TCP, UDP):
            continue
        port = int.from_bytes(content[2:4], "big")
        if protocol == UDP and port == LAST_PORT and to.is_loopback:
            return
        if protocol == UDP and port == NAMES_PORT:
            look_ups.append(_name(content[8 + 12 :]))
        elif not to.is_loopback or port == NAMES_PORT:
            connections.append(f"{to} port {port}")


def _opened(packet: bytes) -> tuple[int, Address, bytes]:
    if packet[0] >> 4 == 6:
        if packet[6] == ICMPV6 and packet[40] == UNREACHABLE:
            return _opened(packet[48:])  # Linux refuses to lead IPv6 here, and sends it back
        return packet[6], ipaddress.IPv6Address(packet[24:40]), packet[40:]
    content = packet[(packet[0] & 15) * 4 :]
    return packet[9], ipaddress.IPv4Address(packet[16:20]), content


def _name(question: bytes) -> str:
    labels = []
    while question and question[0]:
        labels.append(question[1 : 1 + question[0]].decode("ascii", "replace"))
        question = question[1 + question[0] :]
    return ".".join(labels)


def _tell(command: Sequence[str]) -> int:
    if shutil.which(command[0]) is None:
        print(f"{command[0]}: no such command")
        return 2
    tried = run_sealed(command, dict(os.environ))
    print(tried.output, end="")
    print(f"{len(tried.look_ups)} names looked up", *sorted(set(tried.look_ups)))
    print(f"{len(tried.connections)} other connections tried", *sorted(set(tried.connections)))
    return 1 if tried.look_ups or tried.connections else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        sys.exit(_inside(Path(sys.argv[2]), sys.argv[3:]))
    sys.exit(_tell(sys.argv[1:]))
