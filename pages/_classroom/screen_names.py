"""Those screens of the projector during which the seats show a view of their own; `projector/screens` has all."""

VOTES = "votes"
"""The class votes on test images."""
RUNS = "runs"
"""The class gathers its runs."""
POLL = "poll"
"""The class votes on drawings or on a question, as the desk leads it."""
