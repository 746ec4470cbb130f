"""Train: start a published experiment or a network of your own, watch it learn, and come back to it later."""

from pages._shared import frame, lab, state, widgets
from pages._train import build, follow, history, start

frame.guard(__file__)
frame.heading(
    "Train", "A model starts with random numbers and changes them a little after each batch. Watch it happen."
)

lab.jobs()
if run_id := state.get("run"):
    follow.show(run_id)
else:
    ways = {"recipe": "A published experiment", "own": "A network of your own"}
    way = widgets.segments("start", "Start from", ways)
    (build if way == "own" else start).show()
    history.show()
