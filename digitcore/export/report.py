"""A run as one HTML page that opens without a network: interactive figures, and the tables behind them.

Plotly's program is inside. What people typed is escaped.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Template
from typing import Any

import plotly.graph_objects as go

from digitcore.export.exported_run import ExportedRun
from digitcore.export.tables import as_tables
from digitcore.figures.curves import learning_curves
from digitcore.figures.matrix import confusion
from digitcore.figures.picture import Picture, Table
from digitcore.learning.engine.curve_diagnosis import diagnose
from digitcore.learning.judging.measures import MEASURES, most_confused

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="$policy">
<title>$title</title>
<style>$style</style>
<script>$plotly</script>
</head>
<body>
<main>
$body
</main>
</body>
</html>
""")

# The browser, and not our care alone, guarantees that the page loads nothing from elsewhere.
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"

_STYLE = """
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1a1a1a; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { margin: 0; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.5rem; }
.number { margin: 1rem 0 0; font-size: 2rem; font-weight: 600; color: #0b7285; }
.note { white-space: pre-wrap; border-left: 3px solid #0b7285; padding-left: 0.75rem; }
.number + p { margin-top: 0; }
.wide { overflow-x: auto; }
.square { max-width: 40rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.9rem; }
th, td { padding: 0.2rem 0.7rem 0.2rem 0; text-align: right; border-bottom: 1px solid #ddd; }
th:first-child, td:first-child, .words th, .words td { text-align: left; }
.words td { overflow-wrap: anywhere; }
.words td:first-child { overflow-wrap: normal; min-width: 8rem; }
th { vertical-align: bottom; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: #0b7285; }
"""

_FIGURE = Template("""\
<div id="$name"$shape></div>
<script>
{
  const figure = $figure;
  if (innerWidth < 600) figure.layout.height = $narrow_height;
  Plotly.newPlot("$name", figure.data, figure.layout, {responsive: true, displaylogo: false});
}
</script>""")

_SHOWN_MEASURES = ("precision", "sensitivity", "f1", "specificity")
_MOST_ROWS = 500


def report(run: ExportedRun) -> str:
    """The whole page."""
    from plotly.offline import get_plotlyjs

    title = html.escape(run.title)
    body = "\n".join(_body(run))
    return _PAGE.substitute(title=title, policy=_POLICY, style=_STYLE, plotly=get_plotlyjs(), body=body)


def _body(run: ExportedRun) -> Iterator[str]:
    tables = as_tables(run)
    yield f"<h1>{html.escape(run.title)}</h1>"
    yield _paragraph(_what(run))
    if run.note:
        yield _paragraph(run.note, "note")
    yield from _accuracy(run)
    if run.epochs:
        yield from _curves(run)
    yield from _confusion(run)
    yield from _classes(run)
    if run.layer_table:
        yield "<h2>Layers</h2>"
        yield _paragraph(
            f"{run.parameters or 0:,} parameters; the shape is that of what a layer gives for one image."
        )
        yield _table(tables["layers"])
    yield "<h2>Settings and versions</h2>"
    yield _paragraph(
        "What was set, and the versions it was made with." if run.config else "What is known of it."
    )
    yield _table(_filled(tables["run"]), "words")


def _what(run: ExportedRun) -> str:
    if run.is_default:
        return f"The default model of Digit Lab, judged on the test part of {run.facts.title}."
    made = f"{run.epochs_done:,} epochs, " if run.epochs_done else ""
    seconds = f"{run.seconds:,.0f}" if run.seconds >= 10 else f"{run.seconds:.1f}"
    return f"Run {run.id} of Digit Lab: {made}{seconds} s of training on {run.facts.title}. {run.reason}"


def _accuracy(run: ExportedRun) -> Iterator[str]:
    judgement = run.examination.judgement
    low, high = judgement.interval
    mistakes = judgement.n - judgement.correct
    yield _paragraph(f"{judgement.accuracy:.2%}", "number")
    yield _paragraph(
        f"of the {judgement.n:,} test images are read right ({mistakes:,} mistakes). With other images like "
        f"these the share would be between {low:.2%} and {high:.2%} (95% interval)."
    )


def _curves(run: ExportedRun) -> Iterator[str]:
    columns = ("epoch", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy")
    picture = learning_curves(
        _columns(run.points, ("epoch", "loss", "accuracy")), _columns(run.epochs, columns)
    )
    yield "<h2>How it learned</h2>"
    yield _paragraph(
        f"Loss and accuracy after each of {len(run.epochs):,} epochs, on training and on validation images. "
        f"{diagnose(run.epochs)}"
    )
    yield from _figure(picture)


def _confusion(run: ExportedRun) -> Iterator[str]:
    judgement, names = run.examination.judgement, run.facts.class_names
    pairs = " ".join(pair.sentence(names) for pair in most_confused(judgement.confusion_matrix, count=3))
    yield "<h2>What it confuses</h2>"
    yield _paragraph(
        f"The {judgement.n:,} test images: a row for each true class, a column for each answer. {pairs}"
    )
    yield from _figure(confusion(judgement.confusion_matrix, class_names=names))


def _classes(run: ExportedRun) -> Iterator[str]:
    measures, names = run.examination.measures, run.facts.class_names
    best, worst = measures.extremes("precision")
    columns: dict[str, Sequence[Any]] = {"class": names, "images": measures.support.tolist()}
    columns |= {
        MEASURES[name].title: [f"{value:.4f}" for value in measures.of(name)] for name in _SHOWN_MEASURES
    }
    yield "<h2>Class by class</h2>"
    yield _paragraph(
        f"On the {measures.n:,} test images. Precision is highest for {names[best]} and lowest for {names[worst]}."
    )
    yield _table(Table(columns))


def _columns(reports: Sequence[Any], names: Iterable[str]) -> Mapping[str, Sequence[float]]:
    return {name: [getattr(report, name) for report in reports] for name in names}


def _filled(table: Table) -> Table:
    """The rows of a table of two columns whose second is not empty."""
    rows = [row for row in zip(*table.columns.values(), strict=True) if row[1] not in ("", None)]
    return Table(dict(zip(table.columns, zip(*rows, strict=True), strict=True)))


def _figure(picture: Picture) -> Iterator[str]:
    """The figure, and its table folded away."""
    figure = go.Figure(picture.figure).update_layout(template="plotly_white")
    # Without < and > no text in the figure can end the script element.
    text = figure.to_json(engine="json").replace("<", "\\u003c").replace(">", "\\u003e")
    shape = ' class="square"' if picture.width else ""
    height = picture.narrow_height or picture.figure.layout.height
    yield _FIGURE.substitute(name=picture.name, shape=shape, figure=text, narrow_height=height)
    yield f"<details><summary>The numbers as a table</summary>{_table(picture.table)}</details>"


def _paragraph(text: str, kind: str = "") -> str:
    return f"<p{_class(kind)}>{html.escape(text.strip())}</p>"


def _table(table: Table, kind: str = "") -> str:
    """An HTML table; a long one is cut to its first rows and says how many more there are."""
    head = "".join(f"<th>{html.escape(str(name))}</th>" for name in table.columns)
    rows = list(zip(*table.columns.values(), strict=True))
    cells = ("".join(f"<td>{_cell(value)}</td>" for value in row) for row in rows[:_MOST_ROWS])
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    more = (
        _paragraph(f"And {len(rows) - _MOST_ROWS:,} more rows, which are in the CSV.")
        if len(rows) > _MOST_ROWS
        else ""
    )
    return f'<div class="wide"><table{_class(kind)}><tr>{head}</tr>{body}</table></div>{more}'


def _cell(value: Any) -> str:
    return "" if value is None else html.escape(str(value))


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
