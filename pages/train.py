"""Train: start a published experiment or a network of your own, watch it learn, and come back to it later."""

from pages._shared import frame, lab
from pages._shared.controls import state, widgets
from pages._train import build, follow, history, recording_player, start, sweep

frame.guard(__file__)
_ABOUT = "A model starts with random numbers and changes them a little after each batch. Watch it happen."

VIEWS = {
    "recipe": ("Published experiments", start.show),
    "own": ("A network of your own", build.show),
    "sweep": ("Several learning rates", sweep.show),
    "runs": ("Your runs", history.show),
}

if not state.get("run"):  # a run is headed by its own name: its curves belong on the first screen
    frame.heading("Train", _ABOUT)
if (run_id := state.get("run")) == recording_player.NAME:  # which needs neither the store nor a worker
    recording_player.show()
elif run_id:
    lab.jobs()
    follow.show(run_id)
else:
    lab.jobs()
    with widgets.stable_place():
        history.show_last_deleted()
    view = widgets.segments("start", "Start from", {name: title for name, (title, _) in VIEWS.items()})
    VIEWS[view][1]()
