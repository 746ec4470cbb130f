"""`export`: a run as a file: its model, code that reproduces it, its numbers, a report, or all of it."""

from __future__ import annotations

from pathlib import Path

import click

from digitcore.commands.terminal import json_option, print_json
from digitcore.errors import BadInput, StorageProblem
from digitcore.export import exports
from digitcore.learning.engine.quiet_tensorflow import import_tensorflow


@click.command("export")
@click.argument("run")
@click.option(
    "--format", "form", required=True, type=click.Choice(list(exports.EXPORTS)), help="What to take away."
)
@click.option(
    "-o", "--output", "path", required=True, type=click.Path(path_type=Path), help="The file to write."
)
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@json_option
def export(run: str, form: str, path: Path, force: bool, as_json: bool) -> None:
    """Take RUN away as a file: the id of a finished run, or "default" for the model that comes with the app."""
    from digitcore.export.exported_run import read_run
    from digitcore.lab.store.store import open_store

    _check(path, force=force)
    exported = read_run(open_store(), run)
    chosen = exports.find(form)
    if chosen.why_not(exported) is None and chosen.needs_tensorflow(exported):
        import_tensorflow()
    content = chosen.write(exported)
    _write(path, content)
    if as_json:
        print_json({"run": exported.id, "format": form, "file": str(path), "bytes": len(content)})
    else:
        click.echo(f"{path}: {len(content):,} bytes. {chosen.words(exported)}")


def _check(path: Path, *, force: bool) -> None:
    """Raise before anything is computed."""
    if path.is_dir():
        raise BadInput(f"{str(path)!r} is a folder.", "Name the file to write.")
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder {str(path.parent)!r}.", "Make it first, or choose another place.")
    if not force and (path.exists() or path.is_symlink()):
        raise BadInput(
            f"{str(path)!r} is there already.", "Choose another name, or add --force to replace it."
        )


def _write(path: Path, content: bytes) -> None:
    """Write the file whole or not at all: first beside its place, then moved there in one step."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageProblem(
            f"{str(path)!r} cannot be written: {error.strerror or error}.", "Choose another place."
        ) from error
