"""What the projector can show: the names that rooms and plans use, and what each is called. The pages draw them."""

from __future__ import annotations

from digitcore.languages import gettext_noop

VOTES = "votes"
"""The class votes on test images."""
RUNS = "runs"
"""The class gathers its runs."""
POLL = "poll"
"""The class votes on drawings or on a question, as the desk leads it."""
TRAINED = "trained"
"""What was trained with the class: how far it is, and what came of it."""

TITLES = {
    "join": gettext_noop("Join"),
    "gallery": gettext_noop("Gallery"),
    "accuracy": gettext_noop("Accuracy"),
    "confusion": gettext_noop("Confusion"),
    "strangest": gettext_noop("Strangest"),
    "fooled": gettext_noop("Surest mistakes"),
    VOTES: gettext_noop("Can we beat the model?"),
    POLL: gettext_noop("Vote"),
    "shift": gettext_noop("Our handwriting and MNIST's"),
    RUNS: gettext_noop("Runs"),
    TRAINED: gettext_noop("What we taught it"),
}
"""In the order of the desk."""
