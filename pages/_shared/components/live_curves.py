"""The curves, the progress and the confusion matrix of a run while it learns.

The component (`assets/browser/live_curves.mjs`) stays on the page for the whole run, and listens to the run's feed
(`pages._shared.server.run_feed`): the page is not run again for a new point.
"""

from __future__ import annotations

from collections.abc import Sequence

from digitcore.figures.curves import Axes
from pages._shared.server.browser_files import browser_component

_component = browser_component("live_curves")


def show(
    run_id: str, *, class_names: Sequence[str], axes: Axes, words: str, replay_seconds: float = 0
) -> None:
    """The run as it learns; `words` are said until its first point comes.

    With `replay_seconds`, a run that is over is told once more, as if it took so long.
    """
    _component(
        key=f"live_curves_{run_id}_{replay_seconds}",
        data={
            "run": run_id,
            "feed": f"lab/runs/{run_id}/feed",
            "names": list(class_names),
            "against": axes.against,
            "log_loss": axes.log_loss,
            "log_error": axes.log_error,
            "words": words,
            "replay_seconds": replay_seconds,
        },
    )
