"""The teacher's desk: the room's code, what is asked, what the projector shows, what is hidden; closing and deleting."""

from __future__ import annotations


def show(key: str) -> None:
    """The room that this key opens."""


def open_a_room() -> None:
    """The form that opens one."""
