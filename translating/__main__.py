"""``python -m translating``: the template, a new language, and what the program reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog

from posturecheck.language.catalogue import DOMAIN
from translating import catalogues

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)
Folder = Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the catalogues are.")]


@app.command()
def template(folder: Folder = catalogues.FOLDER) -> None:
    """Write the template anew, and bring every language's file up to it."""
    made = catalogues.template()
    folder.mkdir(parents=True, exist_ok=True)
    pot = folder / catalogues.TEMPLATE.name
    pot.write_text(catalogues.as_text(made), encoding="utf-8")
    typer.echo(f"{pot.name}: {len(made)} texts")
    for path in catalogues.all_po(folder):
        known = catalogues.read(path)
        known.update(made, no_fuzzy_matching=False)
        path.write_text(catalogues.as_text(known), encoding="utf-8")
        typer.echo(_how_far(path, known))


@app.command()
def begin(
    language: Annotated[str, typer.Argument(metavar="LANGUAGE", help="Such as de or pt-BR.")],
    folder: Folder = catalogues.FOLDER,
) -> None:
    """Begin a language: a file with every text, to be filled in."""
    path = catalogues.po_of(language, folder)
    if path.exists():
        _refuse(f"{path}: expected a language that is not there yet; it is")
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        _refuse(f"{language}: expected a language such as de or pt-BR")
    begun = Catalog(
        locale, DOMAIN, project=DOMAIN, header_comment="# Translated by: …", fuzzy=False
    )
    begun.update(catalogues.template())
    path.parent.mkdir(parents=True)
    path.write_text(catalogues.as_text(begun), encoding="utf-8")
    typer.echo(f"{path}: {len(begun)} texts to translate")


@app.command("compile")
def compile_all(folder: Folder = catalogues.FOLDER) -> None:
    """Look through every language's file, and write what the program reads of it."""
    wrong = 0
    for path in catalogues.all_po(folder):
        known = catalogues.read(path)
        found = list(catalogues.faults(known))
        for line in found:
            typer.echo(f"{path.parts[-3]}: {line}", err=True)
        wrong += len(found)
        if not found:
            path.with_suffix(".mo").write_bytes(catalogues.compiled(known))
            typer.echo(_how_far(path, known))
    if wrong:
        raise typer.Exit(2)


def _how_far(path: Path, known: Catalog) -> str:
    texts = [message for message in known if message.id]
    done = sum(bool(m.string and all(_forms(m.string))) and not m.fuzzy for m in texts)
    unsure = sum(message.fuzzy for message in texts)
    return f"{path.parts[-3]}: {done} of {len(texts)} translated, {unsure} to be looked at again"


def _forms(said: str | Sequence[str]) -> Sequence[str]:
    return [said] if isinstance(said, str) else said


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)


if __name__ == "__main__":
    app()
