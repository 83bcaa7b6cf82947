"""``python -m renderer``: make the sample clips."""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Annotated

import typer

from renderer.body import AssetsMissingError
from renderer.files import produce
from renderer.labels import LabelError
from renderer.plan import Plan
from renderer.routine_plans import ROUTINE_PLANS
from renderer.samples import SAMPLES
from renderer.stage import NoOpenGLError
from renderer.sweep_plans import SWEEP_PLANS

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """People in a home, with every angle known."""


Only = Annotated[str, typer.Option(metavar="NAME", help="One clip of them.")]
Jobs = Annotated[int, typer.Option(min=1, metavar="N", help="Clips at once.")]
Joints = Annotated[bool, typer.Option("--joints", help="Joint positions too.")]


@app.command()
def samples(
    folder: Annotated[Path, typer.Argument(metavar="DIR")] = Path("samples"),
    only: Only = "",
    jobs: Jobs = 2,
    joints: Joints = False,
) -> None:
    """Render the sample clips with truth and labels (the same seeds, the same truth)."""
    _all(_chosen(SAMPLES, only), folder, jobs, joints)


@app.command()
def sweeps(
    folder: Annotated[Path, typer.Argument(metavar="DIR")] = Path("samples/sweeps"),
    only: Only = "",
    jobs: Jobs = 2,
    joints: Joints = False,
) -> None:
    """Render the short clips in which one measure goes through its whole range."""
    _all(_chosen(SWEEP_PLANS, only), folder, jobs, joints)


@app.command()
def routines(
    folder: Annotated[Path, typer.Argument(metavar="DIR")] = Path("samples/routines"),
    only: Only = "",
    jobs: Jobs = 2,
    joints: Joints = False,
) -> None:
    """Render the longer clips of one movement after the other, each movement labelled."""
    _all(_chosen(ROUTINE_PLANS, only), folder, jobs, joints)


def _chosen(plans: tuple[Plan, ...], only: str) -> list[Plan]:
    chosen = [plan for plan in plans if only in ("", plan.name)]
    if not chosen:
        _stop(f"--only {only}: expected one of {', '.join(plan.name for plan in plans)}")
    return chosen


def _all(plans: list[Plan], folder: Path, jobs: int, joints: bool) -> None:
    # One drawing thread each: the rasteriser's own threads only get into each other's way.
    os.environ.setdefault("LP_NUM_THREADS", "1")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        running = {plan.name: pool.submit(produce, plan, folder, joints) for plan in plans}
        for name, future in running.items():
            try:
                future.result()
            except (LabelError, AssetsMissingError, NoOpenGLError) as error:
                pool.shutdown(cancel_futures=True)
                _stop(f"{name}: {error}")
            typer.echo(f"{folder / name}.mp4")


def _stop(text: str) -> None:
    typer.echo(text, err=True)
    sys.exit(2)


if __name__ == "__main__":
    app(prog_name="python -m renderer")
