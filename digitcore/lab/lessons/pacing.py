"""The pace of a lesson: a timer that reminds and never cuts off, and a pause in which phones dim and the timer waits."""

from __future__ import annotations

from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lab.store import schema

MINUTE = 60.0


def beginning(minutes: float) -> dict[str, float]:
    """The settings of a timer that begins now, in place of the one before; without minutes there is none."""
    return {"ends_at": _now() + MINUTE * minutes if minutes else 0.0, "paused_at": 0.0}


def pause(teacher: Teacher) -> None:
    """Let the phones dim and the timer wait."""
    if not rooms.room_of(teacher).settings.is_paused:
        rooms.change_settings(teacher, paused_at=_now())


def go_on(teacher: Teacher) -> None:
    """End the pause: the timer goes on from where it was."""
    settings = rooms.room_of(teacher).settings
    if settings.is_paused:
        ends_at = settings.ends_at and settings.ends_at + _now() - settings.paused_at
        rooms.change_settings(teacher, ends_at=ends_at, paused_at=0.0)


def seconds_left(room: Room) -> float | None:
    """What is left, below zero once the time is over; None without a timer."""
    settings = room.settings
    return settings.ends_at - (settings.paused_at or _now()) if settings.ends_at else None


def _now() -> float:
    return schema.now().timestamp()
