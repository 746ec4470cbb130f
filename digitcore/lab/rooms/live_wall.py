"""The drawings of a room for pages that show them live: kept up to date, each read and framed only once.

Thirty pupils change a wall several times a second; a projector that read and framed all of it each time would fall
behind. `wall` decides what is shown.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import DIGITS, Split
from digitcore.data.results import ReadOnlyArrays
from digitcore.lab.drawings import drawing_files
from digitcore.lab.rooms import rooms, rounds, wall
from digitcore.lab.rooms.room_access import Room
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.rooms.wall import WallDrawing
from digitcore.lab.store.store import Store
from digitcore.learning.judging.evaluation import Judgement, judge


@dataclass(frozen=True, eq=False)
class WallView(ReadOnlyArrays):
    """A room and its drawings as they stood at one moment."""

    room: Room
    latest: Round | None
    """The round that was begun last."""
    everything: tuple[WallDrawing, ...]
    """By round, seat and step; hidden and waiting ones too."""
    shown: tuple[WallDrawing, ...]
    """The drawings on the wall."""
    images: Split
    """The shown ones in MNIST's framing, with what they really are as labels."""
    probabilities: NDArray[np.float32]
    """(n, 10) predictions for the shown ones."""

    @property
    def judgement(self) -> Judgement:
        """The model judged on what is on the wall."""
        return judge(self.probabilities, self.images.labels)

    @property
    def as_asked(self) -> Judgement:
        """The same by what was asked for: before slips of the pen were named."""
        return judge(self.probabilities, np.array([drawing.prompt for drawing in self.shown], np.uint8))

    @property
    def slips(self) -> int:
        """How many of the shown ones are something else than what was asked for."""
        return sum(drawing.is_slip for drawing in self.shown)

    @property
    def predicted(self) -> NDArray[np.intp]:
        """(n,) predicted digits of the shown ones."""
        predicted: NDArray[np.intp] = self.probabilities.argmax(axis=1)
        return predicted

    @cached_property
    def image_contents(self) -> frozenset[bytes]:
        """The images of the shown ones, to find one among them."""
        return frozenset(image.tobytes() for image in self.images.images)

    def without(self, ids: Collection[str]) -> WallView:
        """The same without these drawings."""
        kept = [place for place, drawing in enumerate(self.shown) if drawing.id not in ids]
        return replace(
            self,
            everything=tuple(drawing for drawing in self.everything if drawing.id not in ids),
            shown=tuple(self.shown[place] for place in kept),
            images=self.images.take(np.array(kept, np.int64)),
            probabilities=self.probabilities[kept],
        )

    @property
    def of_last_round(self) -> WallView:
        """The same with the drawings of the last round alone: others may have asked for other digits, of another model."""
        last = max((drawing.round for drawing in self.shown), default=None)
        return self.without({drawing.id for drawing in self.shown if drawing.round != last})

    @property
    def waiting(self) -> tuple[WallDrawing, ...]:
        """The drawings that wait for the teacher's approval."""
        return tuple(drawing for drawing in self.everything if drawing.waits(self.room.settings))

    @property
    def unanswered(self) -> tuple[WallDrawing, ...]:
        """The drawings without a prediction: drawn before the model was loaded."""
        return tuple(drawing for drawing in self.everything if not len(drawing.probabilities))

    @property
    def hidden(self) -> tuple[WallDrawing, ...]:
        """The drawings that the teacher hid one by one."""
        return tuple(drawing for drawing in self.everything if drawing.is_hidden and not drawing.is_removed)


@dataclass
class LiveWall:
    """The live wall of one room; all pages that show it share one."""

    store: Store
    room_id: str
    _version: int = 0
    _drawings: dict[str, WallDrawing] = field(default_factory=dict)
    _framed: dict[str, tuple[int, NDArray[np.uint8]]] = field(default_factory=dict)
    """Drawing id → its version and its image (28, 28)."""
    _last: WallView | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def caught_up(self) -> WallView:
        """The room as it is now; raises BadInput where it no longer exists."""
        with self._lock:
            now = rooms.versions(self.store, self.room_id)
            if self._last is None or now is None or self._last.room.version != now.version:
                room = rooms.get(self.store, self.room_id)  # first: the drawings may be newer, never older
                self._read()
                self._last = self._view(room)
            return self._last

    def as_frozen(self) -> WallView:
        """The room as it was when its wall was frozen, as far as that is still stored: what has changed since is left out."""
        now = self.caught_up()
        settings = now.room.settings
        newer = {drawing.id for drawing in now.everything if drawing.version > settings.frozen_version}
        then = now.without(newer)
        moment = dt.datetime.fromtimestamp(settings.frozen_at, dt.UTC)
        room = replace(now.room, settings=settings.replace(projector=settings.frozen_screen))
        return replace(then, room=room, latest=rounds.at_moment(self.store, self.room_id, moment))

    def _read(self) -> None:
        for drawing in wall.listed(self.store, self.room_id, since=self._version):
            self._drawings[drawing.id] = drawing
            self._version = max(self._version, drawing.version)

    def _view(self, room: Room) -> WallView:
        everything = sorted(
            self._drawings.values(), key=lambda drawing: (drawing.round, drawing.seat, drawing.step)
        )
        shown = [drawing for drawing in everything if drawing.is_shown(room.settings)]
        shares = [drawing.probabilities[:1] for drawing in shown]
        return WallView(
            room,
            rounds.latest(self.store, self.room_id),
            tuple(everything),
            tuple(shown),
            Split(self._images(shown), np.array([drawing.true_label for drawing in shown], np.uint8)),
            np.concatenate(shares) if shares else np.zeros((0, len(DIGITS)), np.float32),
        )

    def images(self, drawings: Sequence[WallDrawing]) -> NDArray[np.uint8]:
        """(n, 28, 28) drawings in MNIST's framing, shown or not."""
        with self._lock:
            return self._images(drawings)

    def _images(self, drawings: Sequence[WallDrawing]) -> NDArray[np.uint8]:
        images = [self._image(drawing) for drawing in drawings]
        return np.stack(images) if images else drawing_files.framed([])

    def _image(self, drawing: WallDrawing) -> NDArray[np.uint8]:
        version, image = self._framed.get(drawing.id, (0, np.zeros((0, 0), np.uint8)))
        if version != drawing.version:
            image = drawing_files.framed([drawing])[0]
            self._framed[drawing.id] = (drawing.version, image)
        return image
