"""The floors of the house: who may know whom. Read from the source, nothing is run.

A file has its floor by standing in a room. It may know what stands on lower floors and, where no
circle comes of it, on its own. The doors may know everything, and nobody knows them.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = "posturecheck"
ROOT = Path(__file__).parents[1] / PACKAGE

DOORS = frozenset({"__init__", "__main__"})
FLOORS = {
    "core": 1,
    "geometry": 1,
    "measures": 1,
    "language": 1,
    "files": 2,
    "console": 2,
    "sources": 2,
    "profiles": 2,
    "voice": 2,
    "report": 2,
    "kinematics": 3,
    "drawing": 3,
    "detectors": 4,
    "learned": 4,
    "sinks": 4,
    "activity": 4,
    "rules": 5,
    "feedback": 6,
    "app": 6,
    "history": 6,
    "people": 6,
    "marks": 6,
    "pipeline": 7,
    "clips": 8,
    "evaluate": 9,
    "archive": 9,
    "cluster": 9,
    "comparison": 10,
    "live": 10,
    "home": 11,
    "review": 11,
    "cli": 12,
}
# Lower down, and still none of its business.
STRANGERS = {
    "kinematics": {"profiles", "report", "sources", "voice"},
    "learned": {"profiles", "report", "sources", "voice", "drawing"},
    "activity": {"profiles", "report", "sources", "voice", "drawing", "detectors", "learned"},
    "detectors": {"profiles", "report", "voice", "drawing"},
    "rules": {"detectors", "drawing", "kinematics", "learned", "sinks", "sources", "voice"},
    "feedback": {"detectors", "drawing", "kinematics", "learned", "sinks", "sources"},
    "history": {"detectors", "learned", "sources", "profiles"},
    "people": {"detectors", "drawing", "kinematics", "learned", "sinks", "sources", "report"},
    "marks": {"detectors", "drawing", "learned", "sinks", "sources", "report"},
    "app": {"detectors", "learned", "sources", "profiles", "activity"},
    "pipeline": {"detectors", "drawing", "learned", "sinks", "sources", "history", "app", "voice"},
}


def module_name(path: Path) -> str:
    """The module's name inside the package: "core", "rules.limit", "rules"; "__init__"."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts if len(parts) == 1 else (p for p in parts if p != "__init__"))


FILES = {module_name(path): path for path in sorted(ROOT.rglob("*.py"))}


def ours(dotted: str) -> str:
    """The module of ours that a dotted import names; a name within a module is cut off."""
    inside = dotted.removeprefix(PACKAGE).removeprefix(".")
    while inside and inside not in FILES:
        inside = inside.rpartition(".")[0]
    return inside or "__init__"


def import_nodes(source: str) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield every import: within functions and for types only, too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node


def imported(source: str) -> set[str]:
    names: set[str] = set()
    for node in import_nodes(source):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        else:
            assert node.level == 0, "a relative import hides where it leads"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {ours(name) for name in names if name.partition(".")[0] == PACKAGE}


SOURCES = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}
IMPORTS = {name: imported(source) - {name} for name, source in SOURCES.items()}


def room(module: str) -> str:
    """The folder a module lies in, or its own name where it lies in none."""
    return module.partition(".")[0]


def rooms_known(imports: Mapping[str, set[str]]) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for module, others in imports.items():
        known.setdefault(room(module), set()).update({room(o) for o in others} - {room(module)})
    return known


ROOMS = rooms_known(IMPORTS)


def arrows_up(imports: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    return {
        (module, other)
        for module, others in imports.items()
        if module not in DOORS
        for other in others
        if FLOORS[room(other)] > FLOORS[room(module)]
    }


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_every_file_has_a_floor_and_every_floor_a_room():
    assert {room(module) for module in FILES} == set(FLOORS) | DOORS


def test_no_arrow_leads_up():
    assert arrows_up(IMPORTS) == set()


def test_there_is_no_circle_between_files():
    assert circle(IMPORTS) == []


def test_there_is_no_circle_between_rooms():
    assert circle(ROOMS) == []


def test_nobody_knows_the_doors():
    assert {m: others & DOORS for m, others in IMPORTS.items() if others & DOORS} == {}


@pytest.mark.parametrize("of", sorted(STRANGERS))
def test_a_room_knows_no_stranger(of):
    assert ROOMS[of] & STRANGERS[of] == set()


def test_the_voice_and_the_report_know_only_what_they_are_given():
    assert ROOMS["voice"] <= {"core", "files", "language"}
    assert ROOMS["report"] <= {"core", "language", "measures"}


def test_only_who_puts_things_together_knows_a_detector_or_the_loop():
    for part in ("detectors", "pipeline"):
        users = {of for of, known in ROOMS.items() if part in known}
        assert users
        assert users <= {"clips", "evaluate", "live", "home", "cli"}


def test_the_root_holds_few_files_and_the_rooms():
    assert len(list(ROOT.glob("*.py"))) <= 8


def test_an_arrow_up_would_be_seen_within_functions_and_for_types_only():
    source = (
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from posturecheck.cli.main import main\n"
        "def late():\n    import posturecheck.live.session\n"
    )
    found = imported(source)
    assert found == {"cli.main", "live.session"}
    assert arrows_up({"core": found}) == {("core", "cli.main"), ("core", "live.session")}


def test_a_circle_would_be_seen():
    assert set(circle({"a": {"b"}, "b": {"a"}})) == {"a", "b"}


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in ran.stdout.split()}


def test_importing_the_package_loads_neither_opencv_nor_mediapipe():
    loaded = loaded_by("import posturecheck")
    assert "posturecheck" in loaded
    assert not loaded & {"cv2", "mediapipe", "pandas", "matplotlib"}
