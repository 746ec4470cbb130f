"""`pretrain`: build the default model, which the app then reads drawings with."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import click

from digitcore.commands.terminal import Bar, import_tensorflow, json_option, print_json
from digitcore.learning import default_model


@click.command()
@click.option("--steps", type=click.IntRange(1, 1_000_000), help="Fewer are quicker and give a worse model.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_model.FOLDER,
    help="The folder to write to; the app reads `assets`.",
)
@json_option
def pretrain(steps: int | None, seed: int, into: Path, as_json: bool) -> None:
    """Build the default model from MNIST and the pen strokes of DIGITLAB_PEN: about half an hour."""
    from digitcore.learning.pretraining import PLAN
    from digitcore.learning.pretraining import pretrain as build

    plan = replace(PLAN, steps=steps or PLAN.steps, seed=seed)
    import_tensorflow()
    with Bar(visible=not as_json) as bar:
        model = build(plan, report=bar.report)
    paths = default_model.save(model, into)
    sheet = model.sheet
    if as_json:
        print_json({"files": [str(path) for path in paths], "sheet": json.loads(json.dumps(asdict(sheet)))})
        return
    click.echo(f"Written: {', '.join(map(str, paths))}")
    for title, share in (
        ("MNIST test images", sheet.test_accuracy),
        ("digits of writers held out", sheet.pen_accuracy),
    ):
        interval = f"95% interval {share.low:.4f} to {share.high:.4f}"
        click.echo(f"  {title:<28} {share.share:.4f} right of {share.n:,}; {interval}")
    for kind, share in sheet.refused.items():
        click.echo(f"  {kind:<28} {share.share:.4f} of {share.n:,} called no digit")
