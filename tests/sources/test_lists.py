"""A clip that is a list, or names other files, opens nothing but itself."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from clips import even, film

from posturecheck.core import InputError
from posturecheck.sources.clip import open_facts, read_clip
from posturecheck.sources.devices import device_of

IN_OPEN = 0x20
SETTLED_S = 0.2
DASH = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
    'mediaPresentationDuration="PT2S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">'
    '<Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">'
    "<BaseURL>{place}</BaseURL></Representation></AdaptationSet></Period></MPD>"
)
LISTS = {
    "list.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.5,\n{place}\n#EXT-X-ENDLIST\n",
    "list.ffconcat": "ffconcat version 1.0\nfile '{place}'\n",
    "list.mpd": DASH,
    "list.asx": "<asx version='3.0'><entry><ref href='{place}'/></entry></asx>",
    "list.wpl": "[Reference]\nRef1={place}\n",
    "list.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\na=control:{place}\n",
}


class Watched:
    """A file that tells how often it was opened, by anybody."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._told = self._libc.inotify_init1(os.O_NONBLOCK)
        assert self._libc.inotify_add_watch(self._told, os.fsencode(path), IN_OPEN) >= 0

    def times_opened(self) -> int:
        try:
            return len(os.read(self._told, 4096)) // struct.calcsize("iIII")
        except BlockingIOError:
            return 0

    def close(self) -> None:
        os.close(self._told)


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Watched]:
    if sys.platform != "linux":
        pytest.skip("needs Linux's inotify")
    watched = Watched(film(tmp_path / "canary.mp4", even(10, 1.0)))
    yield watched
    watched.close()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def was_called(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_the_canary_tells_who_opens_it(canary: Watched, tmp_path: Path) -> None:
    path = tmp_path / "list.ffconcat"
    path.write_text("ffconcat version 1.0\nfile 'canary.mp4'\n", encoding="utf-8")
    assert canary.times_opened() == 0
    with av.open(str(path)):  # as the program did once
        pass
    assert canary.times_opened() > 0


@pytest.mark.parametrize("ending", ["", ".mp4", ".avi"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_refused_and_nothing_in_it_opened(
    canary: Watched, listener: socket.socket, tmp_path: Path, name: str, ending: str
) -> None:
    port = listener.getsockname()[1]
    path = tmp_path / (name + ending)
    for place in ("canary.mp4", canary.path, f"http://127.0.0.1:{port}/a.mp4"):
        path.write_text(LISTS[name].format(place=place, port=port), encoding="utf-8")
        with pytest.raises(InputError, match="expected a video file"):
            open_facts(path)
        with pytest.raises(InputError, match="expected a video file"):
            device_of(str(path))
    assert canary.times_opened() == 0
    assert not was_called(listener)


@pytest.mark.parametrize("name", ["img%03d.png", "*.png"])
def test_a_pattern_of_pictures_opens_no_picture(canary: Watched, tmp_path: Path, name: str) -> None:
    (tmp_path / "img001.png").symlink_to(canary.path)
    (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(InputError, match="expected a video file"):
        open_facts(tmp_path / name)
    assert canary.times_opened() == 0


@pytest.mark.parametrize(
    "name",
    [
        "concat:canary.mp4",
        "subfile,,start,0,end,0,,:canary.mp4",
        "file:canary.mp4",
        "crypto:canary.mp4",
        "concat:canary.mp4|http://127.0.0.1:9/a.mp4",
        "file://canary.mp4",
    ],
)
def test_a_protocols_prefix_is_part_of_a_name(
    canary: Watched, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        open_facts(Path(name))
    with pytest.raises(InputError, match="no such file"):
        device_of(name)
    assert canary.times_opened() == 0


def test_a_clip_named_like_a_protocol_is_read(tmp_path: Path) -> None:
    path = film(tmp_path / "clip.mp4", even(10, 1.0)).rename(tmp_path / "concat:http:x.mp4")
    assert len(list(read_clip(open_facts(path)))) == 10


def test_a_mov_whose_pictures_lie_in_another_file_does_not_open_it(
    canary: Watched, tmp_path: Path
) -> None:
    path = tmp_path / "clip.mov"
    path.write_bytes(leading_to(canary.path.name, film(path, even(10, 1.0), fragile=True)))
    with av.open(str(path), options={"enable_drefs": "1"}):
        pass
    assert canary.times_opened() > 0, "the clip made here leads nowhere"
    with pytest.raises(InputError, match="no picture"):
        open_facts(path)
    assert canary.times_opened() == 0


def leading_to(name: str, clip: Path) -> bytes:
    """Put a Macintosh alias in the place where a MOV says that its data lie in itself."""
    data = clip.read_bytes()
    itself = struct.pack(">I4sI", 12, b"url ", 1)
    assert itself in data
    encoded = name.encode()
    record = bytes(10) + bytes(28) + bytes(12) + bytes([len(encoded)]) + encoded.ljust(63, b"\0")
    record += bytes(16) + struct.pack(">HH", 1, 1) + bytes(16)
    record += struct.pack(">HH", 2, len(encoded)) + encoded + bytes(len(encoded) % 2)
    record += struct.pack(">hH", -1, 0)
    alias = struct.pack(">I4sI", 12 + len(record), b"alis", 0) + record
    grown = len(alias) - len(itself)
    spoiled = bytearray(data.replace(itself, alias, 1))
    for box in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        at = spoiled.index(box) - 4
        size = struct.unpack_from(">I", spoiled, at)[0]
        struct.pack_into(">I", spoiled, at, size + grown)
    return bytes(spoiled)
