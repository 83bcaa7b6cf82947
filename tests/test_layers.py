"""The floors of the house: who may know whom. Read from the source, nothing is run."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = "posturecheck"
ROOT = Path(__file__).parents[1] / PACKAGE

MEASURING = frozenset(
    {
        "trunk",
        "posture",
        "stance",
        "smoothing",
        "skeleton",
        "rates",
        "follow",
        "uncertainty",
        "techniques",
        "lift",
        "activity",
        "situation",
        "measures",
        "tasks",
        "task_signs",
        "task_work",
    }
)
# These put a detector, a source, the pipeline and sinks together.
WIRING = frozenset(
    {
        "clip_check",
        "result",
        "studio",
        "batch",
        "evaluate",
        "live",
        "doctor",
        "cli",
        "__init__",
        "__main__",
    }
)
SPEAKING = frozenset({"episodes", "speaking", "reminders", "cues", "responses"})
WRITING = frozenset({"whole", "drafts", "rights"})
JUDGING = SPEAKING | {"rules", "pipeline"}


def module_name(path: Path) -> str:
    """The module's name inside the package: "core", "rules.limit", "rules"; "__init__"."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts if len(parts) == 1 else (p for p in parts if p != "__init__"))


def is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def import_nodes(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield what is imported when run, within functions too."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif not is_for_types_only(node):
            yield from import_nodes(node)


FILES = {module_name(path): path for path in sorted(ROOT.rglob("*.py"))}


def ours(dotted: str) -> str:
    """The module of ours that a dotted import names; a name within a module is cut off."""
    inside = dotted.removeprefix(PACKAGE).removeprefix(".")
    while inside and inside not in FILES:
        inside = inside.rpartition(".")[0]
    return inside or "__init__"


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in import_nodes(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        else:
            assert node.level == 0, f"{path.name}: a relative import hides where it leads"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {ours(name) for name in names if name.partition(".")[0] == PACKAGE}


IMPORTS = {name: imported(path) for name, path in FILES.items()}


def room(module: str) -> str:
    """The folder a module lies in, or its own name where it lies in none."""
    return module.partition(".")[0]


def within(*rooms: str) -> list[str]:
    return [module for module in FILES if room(module) in rooms]


def met_by(module: str) -> set[str]:
    return {room(m) for m in IMPORTS[module]} - {room(module)}


def strangers(module: str, *rooms: str) -> set[str]:
    return met_by(module) & set(rooms)


def test_the_floors_name_modules_that_exist():
    assert set(FILES) >= MEASURING | (WIRING - {"__init__"})
    assert {"core", "geometry", "pipeline", "rules.limit", "sinks.tally"} <= set(FILES)
    assert "core" in IMPORTS["geometry"]


def test_the_ground_floor_knows_only_itself():
    assert IMPORTS["core"] == set()
    assert IMPORTS["geometry"] == {"core"}
    assert IMPORTS["outside_text"] == {"core"}
    assert IMPORTS["terminal"] == {"outside_text"}


@pytest.mark.parametrize("module", sorted(MEASURING))
def test_measuring_knows_neither_seeing_nor_judging_nor_telling(module):
    assert met_by(module) <= MEASURING | {"core", "geometry"}


@pytest.mark.parametrize("module", within("learned"))
def test_the_learned_estimate_measures_and_nothing_else(module):
    assert met_by(module) <= MEASURING | {"core", "geometry"}


@pytest.mark.parametrize("module", sorted(WRITING))
def test_writing_files_knows_nothing_of_what_is_in_them(module):
    assert met_by(module) <= WRITING | {"core"}


@pytest.mark.parametrize("module", within("rules"))
def test_rules_know_only_what_they_judge_and_by_which_limits(module):
    assert met_by(module) <= {"core", "settings", "situation"}


@pytest.mark.parametrize("module", ["settings", "profile"])
def test_settings_know_no_rule(module):
    assert met_by(module) <= {"core", "settings", "outside_text"}


@pytest.mark.parametrize("module", sorted(SPEAKING))
def test_remembering_and_speaking_know_rules_and_settings_only(module):
    assert met_by(module) <= {"core", "settings", "rules"} | SPEAKING


@pytest.mark.parametrize("module", within("history"))
def test_the_history_remembers_and_does_not_judge(module):
    telling = {"outside_text", "terminal"}
    assert met_by(module) <= {"core", "measures", "rules"} | WRITING | telling


@pytest.mark.parametrize("module", within("voice"))
def test_the_voice_knows_only_what_a_cue_is(module):
    assert met_by(module) <= {"core"} | WRITING


@pytest.mark.parametrize("module", within("app"))
def test_the_page_shows_and_knows_no_session(module):
    assert met_by(module) <= {"core", "rules", "sinks"}


@pytest.mark.parametrize("module", within("detectors"))
def test_detectors_see_and_do_not_judge(module):
    assert met_by(module) <= {"core", "geometry", "trunk"} | WRITING


@pytest.mark.parametrize("module", within("sources"))
def test_sources_know_only_the_types(module):
    assert met_by(module) <= {"core"}


@pytest.mark.parametrize("module", within("sinks"))
def test_sinks_tell_and_do_not_judge(module):
    assert strangers(module, "detectors", "pipeline", *JUDGING, *WIRING) == set()


def test_the_one_loop_knows_no_detector_no_source_and_no_sink():
    assert strangers("pipeline", "detectors", "sources", "sinks", *WIRING) == set()


@pytest.mark.parametrize("part", ["detectors", "pipeline"])
def test_only_the_wiring_knows_detectors_and_the_loop(part):
    users = {room(m) for m in FILES if part in met_by(m)}
    assert users
    assert users <= WIRING


def test_nothing_below_the_wiring_knows_the_wiring():
    for module in FILES:
        if room(module) not in WIRING:
            assert strangers(module, *WIRING) == set(), module


def test_there_is_no_circle():
    order = list(TopologicalSorter({m: IMPORTS[m] - {m} for m in FILES}).static_order())
    assert set(order) == set(FILES)


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in ran.stdout.split()}


def test_importing_the_package_loads_neither_opencv_nor_mediapipe():
    loaded = loaded_by("import posturecheck")
    assert "posturecheck" in loaded
    assert not loaded & {"cv2", "mediapipe", "pandas", "matplotlib"}
