"""The curves of one run or of several, while they learn and afterwards, and the confusion matrix of one.

The component (`assets/browser/curves.mjs`) stays on the page all the time, and listens to the feed of its runs
(`pages._shared.server.run_feed`): the page is not run again for a new point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from digitcore import languages
from digitcore.figures.style import COLOURS
from digitcore.languages import gettext as _
from digitcore.languages import gettext_noop
from digitcore.learning.recipes.published_curves import PublishedCurve
from pages._shared.components import presenter
from pages._shared.server.browser_files import browser_component

_component = browser_component("curves")
_matrix = browser_component("run_matrix")
_OF_ONE = gettext_noop(
    "Training is measured while it learns, validation after each epoch on images it does not learn from. "
    "Where the two drift apart, it learns its examples by heart."
)
_PROJECTOR_SCALE = 1.6
_NOTHING: Mapping[str, object] = {}
NO_GROUPS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Axes:
    """How curves are drawn."""

    against: str = "epoch"
    """ "epoch", or "seconds" of training."""
    log_loss: bool = False
    log_error: bool = False
    """Show the share of wrong images on a logarithmic axis in place of accuracy."""
    smooth: bool = False
    """Draw the mean of the live points too, over the points themselves."""


def of_run(
    run_id: str, *, is_over: bool, axes: Axes, published: PublishedCurve | None = None, words: str = "", mark: str = "",
    plays: bool = False,
) -> None:  # fmt: skip
    """One run, with both parts; `words` are said until its first point comes, and `mark` stands on the picture.

    With `plays`, a run that is over is played from its beginning at once; one that was too quick to be seen always is.
    """
    meaning = f"{_(_OF_ONE)} {_('The dotted lines are published.') if published else ''}".strip()
    about = {"words": words, "mark": mark, "plays": plays}
    _show(
        f"curves_{run_id}",
        {run_id: ""},
        axes,
        is_over=is_over,
        meaning=meaning,
        published=published,
        about=about,
    )


def matrix_of_run(run_id: str, class_names: Sequence[str]) -> None:
    """What the run confuses at the epoch that its curves, elsewhere on the page, are at."""
    _matrix(key=f"matrix_{run_id}", data={"run": run_id, "names": list(class_names)})


def of_source(recipe: str, published: PublishedCurve) -> None:
    """What was published of an experiment alone."""
    meaning = _("What was published of each epoch.")
    _show(f"curves_{recipe}", {}, Axes(), is_over=True, meaning=meaning, published=published)


def of_runs(
    titles: Mapping[str, str], *, are_over: bool, axes: Axes, groups: Mapping[str, str] = NO_GROUPS, judged_on: str = "",
    on_projector: bool = False,
) -> None:  # fmt: skip
    """Several runs by their ids, each with its validation curve; those of a group look alike and have one name."""
    meaning = _(
        "Each line is a run, judged after each epoch on {images} it does not learn from; "
        "lower loss and higher accuracy are better.",
        images=judged_on or _("images"),
    )
    about = {"compares": True, "scale": _PROJECTOR_SCALE if on_projector else presenter.scale()}
    _show(
        f"curves_{','.join(titles)}",
        titles,
        axes,
        is_over=are_over,
        meaning=meaning,
        groups=groups,
        about=about,
    )


def _show(
    key: str, titles: Mapping[str, str], axes: Axes, *, is_over: bool, meaning: str,
    published: PublishedCurve | None = None, groups: Mapping[str, str] = NO_GROUPS, about: Mapping[str, object] = _NOTHING,
) -> None:  # fmt: skip
    data = {
        "compares": False,
        "words": "",
        "mark": "",
        "plays": False,
        "scale": presenter.scale(),
    }
    epochs = {} if published is None else {"epoch": list(range(1, published.epochs + 1))}
    _component(
        key=key,
        data=data | dict(about) | asdict(axes) | {
            "runs": [
                {"id": run_id, "title": title, "group": groups.get(run_id, title)} for run_id, title in titles.items()
            ],
            "feed": f"lab/runs/{','.join(titles)}/feed",
            "is_over": is_over,
            "meaning": meaning,
            "published": published and asdict(published) | epochs,
            "colours": list(COLOURS),
            "labels": _labels(),
            "signs": languages.signs(),
        },
    )  # fmt: skip


def _labels() -> dict[str, str]:
    """What the browser says, with its own values in the braces."""
    return {
        "loss": _("Loss"),
        "accuracy": _("Accuracy"),
        "error": _("Error"),
        "run": _("run"),
        "epoch": _("epoch"),
        "epochs": _("epochs"),
        "seconds": _("seconds"),
        "train_loss": _("training loss"),
        "train_accuracy": _("training accuracy"),
        "validation_loss": _("validation loss"),
        "validation_accuracy": _("validation accuracy"),
        "begins": _("The axis of accuracy begins at {percent}."),
        "zoom": _("Drag to zoom, double-click to go back."),
        "keys": _("{title}: arrow keys move the cursor"),
        "switch": _("Show or hide this line"),
        "at": _("at {place}"),
        "numbers": _("Numbers"),
        "save": _("Save as CSV"),
    }
