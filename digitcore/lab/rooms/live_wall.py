"""The drawings of a room for those who look at them while they come: kept up to date, each read and framed only once.

Thirty pupils change a wall several times a second, and a projector that read and framed all of it anew each time would
fall behind. After `wall` and `class_data`; what is shown is decided there. Left out: what is made of it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import DIGITS, Split
from digitcore.data.results import ReadOnlyArrays
from digitcore.lab.drawings import drawing_files
from digitcore.lab.rooms import rooms, wall
from digitcore.lab.rooms.room_access import Room
from digitcore.lab.rooms.wall import WallDrawing
from digitcore.lab.store.store import Store
from digitcore.learning.judging.evaluation import Judgement, judge


@dataclass(frozen=True, eq=False)
class Seen(ReadOnlyArrays):
    """A room and its drawings as they stood together."""

    room: Room
    everything: tuple[WallDrawing, ...]
    """By round, seat and step; the hidden and the waiting ones too."""
    shown: tuple[WallDrawing, ...]
    """Those on the wall."""
    images: Split
    """The shown ones as MNIST would hold them, with what was asked for as labels."""
    probabilities: NDArray[np.float32]
    """(n, 10) what the model said of the shown ones."""

    @property
    def judgement(self) -> Judgement:
        """How right the model is about what is on the wall."""
        return judge(self.probabilities, self.images.labels)

    @property
    def predicted(self) -> NDArray[np.intp]:
        """(n,) what the model called the shown ones."""
        predicted: NDArray[np.intp] = self.probabilities.argmax(axis=1)
        return predicted

    @property
    def waiting(self) -> tuple[WallDrawing, ...]:
        """Those that the teacher has not decided about, where that is asked for."""
        return tuple(
            one
            for one in self.everything
            if self.room.settings.approval and not (one.is_approved or one.is_hidden or one.is_removed)
        )

    @property
    def unanswered(self) -> tuple[WallDrawing, ...]:
        """Those that were drawn before the model was loaded, and have no answer."""
        return tuple(one for one in self.everything if not len(one.probabilities))

    @property
    def hidden(self) -> tuple[WallDrawing, ...]:
        """Those that the teacher took off the wall one by one."""
        return tuple(one for one in self.everything if one.is_hidden and not one.is_removed)


@dataclass
class LiveWall:
    """One room, followed; all who look at it share one of these."""

    store: Store
    room_id: str
    _version: int = 0
    _drawings: dict[str, WallDrawing] = field(default_factory=dict)
    _framed: dict[str, tuple[int, NDArray[np.uint8]]] = field(default_factory=dict)
    """Drawing → its version and its image (28, 28)."""
    _last: Seen | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def caught_up(self) -> Seen:
        """The room as it is now; a sentence where it is gone."""
        with self._lock:
            now = rooms.pulse(self.store, self.room_id)
            if self._last is None or now is None or self._last.room.version != now.version:
                room = rooms.get(self.store, self.room_id)  # first: the drawings may be newer, never older
                self._read()
                self._last = self._look(room)
            return self._last

    def _read(self) -> None:
        for one in wall.listed(self.store, self.room_id, since=self._version):
            self._drawings[one.id] = one
            self._version = max(self._version, one.version)

    def _look(self, room: Room) -> Seen:
        everything = sorted(self._drawings.values(), key=lambda one: (one.round, one.seat, one.step))
        shown = [one for one in everything if one.is_shown(room.settings)]
        images = [self._image(one) for one in shown]
        shares = [one.probabilities[:1] for one in shown]
        return Seen(
            room,
            tuple(everything),
            tuple(shown),
            Split(
                np.stack(images) if images else drawing_files.framed([]),
                np.array([one.prompt for one in shown], np.uint8),
            ),
            np.concatenate(shares) if shares else np.zeros((0, len(DIGITS)), np.float32),
        )

    def image(self, one: WallDrawing) -> NDArray[np.uint8]:
        """(28, 28) one drawing as MNIST would hold it, shown or not."""
        with self._lock:
            return self._image(one)

    def _image(self, one: WallDrawing) -> NDArray[np.uint8]:
        version, image = self._framed.get(one.id, (0, np.zeros((0, 0), np.uint8)))
        if version != one.version:
            image = drawing_files.framed([one])[0]
            self._framed[one.id] = (one.version, image)
        return image
