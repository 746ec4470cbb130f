"""A pupil's seat: join the room of a code, draw what is asked, guess, and see what the model said."""

from __future__ import annotations


def show(code: str) -> None:
    """The room with this code, for a pupil."""
