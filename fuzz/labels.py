"""Labels beside a clip: truth, events, movements and OpenSim files, with odd cells and bytes."""

from __future__ import annotations

import random
from collections.abc import Callable

from fuzz import damage
from fuzz.cases import Making

CELLS = (
    *("nan", "inf", "-inf", "1e308", "-1e308", "1e-320", "-0", "0x10", "1_000", "1,5", "٣", "½"),
    *("", " ", '"', "'", "NULL", "-1", "99999999999999999999", "deep-lean", "START", "yes", "#"),
    *damage.ODD_TEXT,
)
EPISODES = "rule,start_s,end_s,severity\ndeep-lean,0.1,0.5,red\nrounded-bend,0.2,0.6,amber\n"
MOVEMENTS = (
    "kind,start_s,deepest_s,end_s,task,order,praise\n"
    "lift,0.1,0.3,0.5,lift,pick-up-heavy|general-bend,0\nturn,0.5,0.6,0.7,,,1\n"
)
BORIS_EVENTS = (
    "Observation id\tTime\tSubject\tBehavior\tStatus\nx\t0.1\tA\tdeep-lean\tSTART\n"
    "x\t0.6\tA\tdeep-lean\tSTOP\nx\t0.3\tA\ttwist\tPOINT\n"
)
BORIS_AGGREGATED = (
    "Observation id,Subject,Behavior,Behavior type,Start (s),Stop (s),Duration (s)\n"
    "x,A,deep-lean,STATE,0.1,0.6,0.5\nx,A,stooping,STATE,0.2,0.4,0.2\n"
)
BORIS_TOML = 'looked_for = ["deep-lean", "twist"]\n[behaviors]\n"stooping" = ["deep-lean"]\n'
TOMLS = (
    *("behaviors = 3", "looked_for = 3", "[[behaviors]]", "behaviors = {x = {y = 1}}"),
    *("looked_for = [[[[1]]]]", "a = " + "[" * 5000, '"\\u001b[2J" = 1', "[behaviors]\nx = [1.5]"),
    *("looked_for = " + "9" * 5000, "[behaviors]\nstooping = 1979-05-27", '[behaviors]\n"" = []'),
    "looked_for = [" + "'deep-lean'," * 9000 + "]",
)


def label(making: Making) -> tuple[str, ...]:
    """Write a clip with labels beside it and return the command that scores it."""
    name, text = _sort(making)
    data = making.chance.choice(WAYS)(text, making.chance)
    (making.folder / "clips").mkdir()
    place = making.folder / "clips"
    (place / "clip.mp4").write_bytes(making.material.plain)
    (place / name).write_bytes(data)
    if "boris" in name:
        toml = BORIS_TOML if making.chance.random() < 0.5 else making.chance.choice(TOMLS)
        (place / "boris.toml").write_text(toml, encoding="utf-8", errors="surrogateescape")
    more = ("--json", "figures.json") if making.chance.random() < 0.3 else ()
    return "evaluate", "clips", "--jobs", "1", *more


def _sort(making: Making) -> tuple[str, str]:
    sorts = (
        ("clip.truth.csv", making.material.truth),
        ("clip.episodes.csv", EPISODES),
        ("clip.movements.csv", MOVEMENTS),
        ("clip.boris.tsv", BORIS_EVENTS),
        ("clip.boris.csv", BORIS_AGGREGATED),
        ("clip.mot", _mot()),
        ("clip.trc", _trc()),
    )
    return sorts[making.number % len(sorts)]


def _mot() -> str:
    names = ("time", "lumbar_extension", "lumbar_rotation", "knee_angle_r", "knee_angle_l")
    rows = [
        "\t".join([f"{i / 10:.3f}", f"{-i}", f"{i / 2}", f"{-2 * i}", "-3.5"]) for i in range(15)
    ]
    head = ["Coordinates", "version=1", "nRows=15", "nColumns=5", "inDegrees=yes", "endheader"]
    return "\n".join([*head, "\t".join(names), *rows]) + "\n"


def _trc() -> str:
    names = ("RShoulder", "LShoulder", "RHip", "LHip", "RKnee", "LKnee", "RAnkle", "LAnkle")
    heights = (1.4, 1.4, 0.9, 0.9, 0.5, 0.5, 0.1, 0.1)
    head = (
        "PathFileType\t4\t(X/Y/Z)\tclip.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits",
        "30\t30\t15\t8\tm",
        "Frame#\tTime\t" + "\t\t\t".join(names),
        "\t\t" + "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, 9)),
    )
    rows = []
    for i in range(15):
        points = (f"{i / 50:.3f}\t{h}\t{0.2 * (-1) ** k}" for k, h in enumerate(heights))
        rows.append(f"{i + 1}\t{i / 10:.3f}\t" + "\t".join(points))
    return "\n".join([*head, *rows]) + "\n"


def _cells(text: str, chance: random.Random) -> bytes:
    lines = text.splitlines()
    separator = "\t" if "\t" in text else ","
    for _ in range(chance.choice((1, 1, 3, 10))):
        at = chance.randrange(len(lines))
        cells = lines[at].split(separator)
        cells[chance.randrange(len(cells))] = chance.choice(CELLS)
        lines[at] = separator.join(cells)
    return "\n".join(lines).encode(errors="surrogatepass")


def _rows(text: str, chance: random.Random) -> bytes:
    lines = text.splitlines()
    for _ in range(chance.choice((1, 3, 10))):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
        if chance.random() < 0.3:
            lines.insert(one, lines[other])
        if chance.random() < 0.3 and len(lines) > 1:
            del lines[one % len(lines)]
    return "\n".join(lines).encode()


def _columns(text: str, chance: random.Random) -> bytes:
    separator = "\t" if "\t" in text else ","
    table = [line.split(separator) for line in text.splitlines()]
    at = chance.randrange(max(map(len, table)))
    how = chance.randrange(3)
    for cells in table:
        if at < len(cells):
            if how == 0:
                del cells[at]
            elif how == 1:
                cells.insert(at, cells[at])
            else:
                cells[at] = chance.choice(CELLS)
    return "\n".join(separator.join(cells) for cells in table).encode(errors="surrogatepass")


def _form(text: str, chance: random.Random) -> bytes:
    texts = (
        text.replace(",", ";").replace(".", ","),
        text.replace("\n", "\r"),
        text.replace(",", "\t"),
        '"' + text,
        "# rules: deep-lean, \x1b[2J\n" + text,
        "# rules: deep-lean\n" + text,
        text * 2000,
        text.replace("\n", "," * 5000 + "\n"),
        "\ufeff" + text,
        text + "\0",
        text.splitlines()[0] + "\n",
        "",
    )
    coding = chance.choice(("utf-8", "utf-8", "utf-8", "utf-16", "latin-1"))
    return chance.choice(texts).encode(coding, errors="replace")


def _bytes(text: str, chance: random.Random) -> bytes:
    return chance.choice(damage.ANY)(text.encode(), chance)


WAYS: tuple[Callable[[str, random.Random], bytes], ...] = (
    *(_cells, _cells, _cells, _rows, _columns, _form, _bytes),
)
