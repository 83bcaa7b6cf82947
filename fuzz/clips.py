"""Clips that are broken, odd, or something else."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np

from fuzz import damage
from fuzz.cases import Making
from fuzz.material import TITLE, film

Write = Callable[[Making, Path], Path]


def clip(making: Making) -> tuple[str, ...]:
    """Write a clip and return the command that looks at it."""
    path = WAYS[making.number % len(WAYS)](making, making.folder / "clip")
    name = f"./{path.name}"
    draw = making.chance.random()
    if draw < 0.1:
        return "live", "--camera", name, "--no-window", "--mute"
    if draw < 0.2:
        return "check", name, "--out", "out"
    if draw < 0.25:
        return "check", name, name, "--no-video", "--jobs", "1", "--out", "out"
    return "check", name, "--no-video", "--out", "out"


def _spoiled(making: Making, path: Path) -> Path:
    suffix, data = making.chance.choice(making.material.clips)
    for _ in range(making.chance.choice((1, 1, 2))):
        data = making.chance.choice(damage.ANY)(data, making.chance) or b"\0"
    return _written(path, suffix, data)


def _spliced(making: Making, path: Path) -> Path:
    suffix, data = making.chance.choice(making.material.clips)
    others = [other for _, other in making.material.clips]
    return _written(path, suffix, damage.spliced(data, others, making.chance))


def _box_changed(making: Making, path: Path) -> Path:
    """Change numbers behind the name of an MP4's box, or its size."""
    suffix, data = making.chance.choice(making.material.clips[:4])
    spoiled = bytearray(data)
    for _ in range(making.chance.choice((1, 2, 4))):
        at = data.find(making.chance.choice(BOXES))
        if at < 4:
            continue
        place = at + making.chance.choice((-4, *range(4, 100, 2)))
        value = making.chance.choice(damage.EXTREMES)
        spoiled[place : place + 4] = struct.pack(">I", value)
    return _written(path, suffix, bytes(spoiled[: len(data)]))


def _odd_title(making: Making, path: Path) -> Path:
    suffix, data = making.chance.choice(making.material.clips)
    odd = bytes(making.chance.randrange(256) for _ in TITLE)
    if making.chance.random() < 0.4:
        odd = (
            making.chance.choice(damage.ODD_TEXT).encode()[: len(TITLE)].ljust(len(TITLE), b"\x1b")
        )
    return _written(path, suffix, data.replace(TITLE.encode(), odd))


def _odd_name(making: Making, path: Path) -> Path:
    suffix, data = making.chance.choice(making.material.clips)
    text = making.chance.choice(damage.ODD_TEXT).replace("/", "_").replace("\0", "_")
    name = f"{text.encode()[:200].decode(errors='ignore')}.{suffix}"
    if making.chance.random() < 0.5:
        data = damage.cut(data, making.chance) or b"\0"
    return _written(path.with_name(name), "", data)


def _list(making: Making, path: Path) -> Path:
    (making.folder / "other.mp4").write_bytes(making.material.plain)
    text = making.chance.choice(LISTS)
    kind = making.chance.choice(("m3u8", "mp4", "ffconcat", "sdp", "mpd", "txt", "avi"))
    return _written(path, kind, text.encode())


def _odd_times(making: Making, path: Path) -> Path:
    chance = making.chance
    steps = [chance.choice((0.001, 0.033, 0.1, 1.0, 700.0, 1e6)) for _ in range(12)]
    times = [sum(steps[:i]) for i in range(12)]
    return _filmed(making, path, times, (160, 120))


def _odd_shape(making: Making, path: Path) -> Path:
    sides = (2, 16, 98, 1000, 4096)
    size = making.chance.choice(sides), making.chance.choice(sides[:4])
    return _filmed(making, path, [i / 10 for i in range(6)], size)


def _no_clip(making: Making, path: Path) -> Path:
    chance = making.chance
    body = bytes(chance.randrange(256) for _ in range(chance.choice((0, 10, 5000))))
    return _written(
        path, chance.choice(("mp4", "mkv", "avi", "y4m", "gif")), chance.choice(HEADS) + body
    )


BOXES = (
    *(b"moov", b"mvhd", b"tkhd", b"mdhd", b"stts", b"stsz", b"stsc", b"stco", b"elst", b"ctts"),
    *(b"stsd", b"avc1", b"mp4v", b"avcC", b"hdlr", b"trun", b"tfhd", b"udta"),
)
HEADS = (
    *(b"", b"\0" * 64, b"RIFF\xff\xff\xff\xffAVI LIST", b"\x1aE\xdf\xa3", b"\x89PNG\r\n\x1a\n"),
    *(b"\0\0\0\x20ftypisom", b"OggS", b"FLV\x01", b"GIF89a\xff\xff\xff\xff", b"ID3", b"#!AMR"),
    *(b"\xff\xd8\xff\xe0", b"0&\xb2u\x8ef\xcf\x11"),
    b"YUV4MPEG2 W99999 H99999 F1:1\nFRAME\n",
)
LISTS = (
    "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.5,\nother.mp4\n#EXT-X-ENDLIST\n",
    "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.5,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
    "ffconcat version 1.0\nfile 'other.mp4'\n",
    "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"
    "a=rtpmap:96 H264/90000\n",
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period>'
    '<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>other.mp4'
    "</BaseURL></Representation></AdaptationSet></Period></MPD>",
    "[Reference]\nRef1=http://127.0.0.1:9/a.asf\n",
)
WAYS: tuple[Write, ...] = (
    *(_spoiled, _spoiled, _spliced, _box_changed, _odd_title),
    *(_spoiled, _odd_name, _box_changed, _list, _spoiled),
    *(_spoiled, _spliced, _box_changed, _odd_times, _odd_shape),
    *(_spoiled, _spoiled, _box_changed, _no_clip, _spoiled),
)


def _written(path: Path, suffix: str, data: bytes) -> Path:
    path = path.with_name(f"{path.name}.{suffix}") if suffix else path
    path.write_bytes(data)
    return path


def _filmed(making: Making, path: Path, times: list[float], size: tuple[int, int]) -> Path:
    path = path.with_suffix(making.chance.choice((".mkv", ".mp4")))
    chance = random.Random(making.number)
    shade = [chance.randrange(256) for _ in times]
    images = [np.full((size[1], size[0], 3), s, np.uint8) for s in shade]
    film(path, "mpeg4", "yuv420p", {}, times, images)
    return path
