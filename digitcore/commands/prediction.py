"""`predict`: read digits from files. `pretrain`: build the default model, which reads them."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from digitcore.commands.terminal import Bar, bounded_bytes, json_option, print_json
from digitcore.data import ink
from digitcore.data.ink.files import read
from digitcore.learning.engine.quiet_tensorflow import import_tensorflow
from digitcore.learning.prediction import prediction
from digitcore.learning.reader import default_model


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--run", default=prediction.DEFAULT, show_default=True, help="The run whose model reads.")
@json_option
def predict(files: tuple[Path, ...], run: str, as_json: bool) -> None:
    """Read digits: pictures, .npz files of images, or strokes as JSON; several side by side one by one."""
    drawings = [
        (path, image, part, digit)
        for path in files
        for image, drawing in enumerate(read(path.name, bounded_bytes(path)))
        for part, digit in enumerate(ink.segments(drawing))
    ]
    if run != prediction.DEFAULT:
        from digitcore.lab.runs import run_models, runs
        from digitcore.lab.store import store

        # Raises for an unknown run, before TensorFlow takes seconds to load.
        runs.get(store.open_store(), run)
        run_models.register()
        import_tensorflow()
    predictor = prediction.load_predictor(run)
    rows = [
        _row(predictor.predict(digit), file=str(path), image=image, part=part)
        for path, image, part, digit in drawings
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        certainty = max(row["probabilities"])
        words = f"{row['digit']}  {certainty:.1%}" if row["is_digit"] else row["reason"]
        click.echo(f"{row['file']}  {words}")


def _row(result: prediction.Prediction, **where: Any) -> dict[str, Any]:
    """A digit, with the number of its image in the file and of its part from left to right, both from 0."""
    return where | {
        "is_digit": result.is_digit,
        "reason": result.reason,
        "digit": result.digit,
        "probabilities": [round(float(share), 6) for share in result.probabilities],
    }


@click.command()
@click.option("--steps", type=click.IntRange(1, 1_000_000), help="Fewer are quicker and give a worse model.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=default_model.FOLDER,
    help="The folder to write to; the app reads `assets`.",
)
@click.option("--judge-again", is_flag=True, help="Measure the model that is there anew, without training.")
@json_option
def pretrain(steps: int | None, seed: int, into: Path, judge_again: bool, as_json: bool) -> None:
    """Build the default model from MNIST and the pen strokes of DIGITLAB_PEN: about half an hour."""
    from digitcore.learning.reader import pretraining
    from digitcore.learning.reader.training_material import writers

    plan = replace(pretraining.PLAN, steps=steps or pretraining.PLAN.steps, seed=seed)
    writers()  # raises if there are none, before TensorFlow takes seconds to load
    import_tensorflow()
    with Bar(visible=not as_json) as bar:
        if judge_again:
            model = pretraining.judge_again(default_model.load(into), report=bar.report)
        else:
            model = pretraining.pretrain(plan, report=bar.report)
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
