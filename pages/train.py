"""Train: start a published experiment, watch it learn, and come back to it later."""

from pages._shared import frame, lab, state
from pages._train import follow, history, start

frame.guard(__file__)
frame.heading(
    "Train", "A model starts with random numbers and changes them a little after each batch. Watch it happen."
)

lab.jobs()
if run_id := state.get("run"):
    follow.show(run_id)
else:
    start.show()
    history.show()
