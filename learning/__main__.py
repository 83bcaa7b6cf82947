"""``python -m learning``: collect what is learned from, teach, and write the model's card."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from learning.ablation import ablation
from learning.card import model_card, sd_gain
from learning.errors import collected
from learning.joining import join, teachings_of
from learning.recording import recordings
from learning.spread import spread_table
from learning.synthesis import SESSIONS_A_FILE, begin, imagine_some
from learning.table import joined, read_tables, table_of
from learning.watch import collect_one
from posturecheck.detectors.model_store import find_model
from posturecheck.learned.network import MODEL_PATH, save

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
CLIPS_A_PROCESS = 10


@app.command()
def collect(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    clips: Annotated[int, typer.Option(metavar="N")] = 600,
    first: Annotated[int, typer.Option(metavar="N")] = 0,
    jobs: Annotated[int, typer.Option(min=1, metavar="N")] = 2,
    minutes: Annotated[float, typer.Option(help="Stop begun work after so long.")] = 1e6,
) -> None:
    """Render random clips and keep what the pose model sees of them, beside the truth.

    What is there already is kept, so that it can be stopped and gone on with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("LP_NUM_THREADS", "1")
    until_s = time.monotonic() + 60 * minutes
    work = partial(collect_one, folder=folder, task_path=find_model().path, until_s=until_s)
    # New processes now and then: the pose model's native code does not give all memory back.
    context = multiprocessing.get_context("spawn")
    with context.Pool(jobs, maxtasksperchild=CLIPS_A_PROCESS) as pool:
        for done, line in enumerate(
            pool.imap_unordered(work, range(first, first + clips)), start=1
        ):
            if line:
                typer.echo(f"{done}/{clips} {line}")


@app.command()
def imagine(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What was collected.")],
    sessions: Annotated[int, typer.Option(metavar="N")] = 3200,
    first: Annotated[int, typer.Option(metavar="N")] = 0,
    jobs: Annotated[int, typer.Option(min=1, metavar="N")] = 2,
) -> None:
    """Give the errors that were collected to poses that were never rendered."""
    errors = collected(recordings(folder))
    work = partial(imagine_some, folder=folder)
    starts = range(first, first + sessions, SESSIONS_A_FILE)
    with multiprocessing.get_context("spawn").Pool(jobs, begin, (errors,)) as pool:
        for done, line in enumerate(pool.imap_unordered(work, starts), start=1):
            typer.echo(f"{done}/{len(starts)} {line}")


@app.command()
def teach(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Collected, perhaps imagined.")],
    model: Annotated[Path, typer.Option(metavar="FILE")] = MODEL_PATH,
) -> None:
    """Teach the networks, learn how sure to be, write the model and its card.

    How sure to be is learned on half of the clips kept back, the card is of the other half.
    """
    from learning.fit import Recipe, fit

    rendered = table_of(recordings(folder))
    files = sorted(folder.glob("made-up-*.npz"))
    made_up = read_tables(files) if files else None
    learn = rendered.of(rendered.clips_of("train"))
    if made_up is not None:
        learn = joined(learn, made_up)
    kept_back = rendered.clips_of("test")
    calibrate, test = rendered.of(kept_back[::2]), rendered.of(kept_back[1::2])
    typer.echo(f"{len(learn.seen)} moments to learn from, {len(test.seen)} to be tested on")
    network = fit(learn, Recipe(), typer.echo)
    network = replace(network, sd_gain=network.sd_gain * sd_gain(network, calibrate))
    save(network, model)
    card = model.with_name("MODEL_CARD.md")
    card.write_text(model_card(network, rendered, made_up, calibrate, test), encoding="utf-8")
    typer.echo(f"{model}, {card}")


@app.command()
def spread(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Collected and imagined.")],
) -> None:
    """Print how much of an angle plain geometry shows of rendered and of made-up people."""
    made_up = read_tables(sorted(folder.glob("made-up-*.npz")))
    typer.echo(spread_table(table_of(recordings(folder)), made_up))


@app.command("join")
def join_files(
    model: Annotated[Path, typer.Argument(metavar="OUT")],
    parts: Annotated[list[str], typer.Argument(metavar="FILE:MEMBERS...")],
    say: Annotated[list[str] | None, typer.Option(metavar="MEASURE=SHARE,SHARE...")] = None,
    upright_say: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE=SHARE,SHARE...", help="Of who does not lean."),
    ] = None,
    back_say: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE=SHARE,SHARE...", help="Of who leans back."),
    ] = None,
) -> None:
    """Join several teachings in one model file, each with its say in every angle."""
    files = [(Path(part.rpartition(":")[0]), int(part.rpartition(":")[2])) for part in parts]
    teachings = teachings_of(
        files, _says(say or ()), _says(upright_say or ()), _says(back_say or ())
    )
    save(join(teachings), model)
    typer.echo(str(model))


def _says(texts: Sequence[str]) -> dict[str, list[float]]:
    each = [text.partition("=") for text in texts]
    return {name: [float(share) for share in shares.split(",")] for name, _, shares in each}


@app.command()
def ablate(
    folder: Annotated[Path, typer.Argument(metavar="DIR")] = Path("samples"),
) -> None:
    """Print what each part of the measuring earns, as the table in samples/SCORES.md."""
    typer.echo(ablation(folder, find_model().path))


if __name__ == "__main__":
    app(prog_name="python -m learning")
