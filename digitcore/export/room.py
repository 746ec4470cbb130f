"""The drawings of a classroom for its teacher: one ZIP with arrays, a picture and a table.

Pupils are seat numbers in it; their nicknames are added on request only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from digitcore import wording
from digitcore.export.archive import zipped

if TYPE_CHECKING:
    from digitcore.lab.rooms.room_access import Teacher
    from digitcore.lab.rooms.wall import WallDrawing

CONTENTS = {
    "drawings.npz": "images (n, 28, 28) and labels (n,) as MNIST has them; the Data page takes it back",
    "drawings.csv": "one line a drawing, in the same order: seat, round, what was asked for, what the model said",
    "drawings.png": "all drawings on one sheet, in the same order, row by row",
}


def room_zip(teacher: Teacher, *, with_names: bool = False) -> bytes:
    """The drawings on the room's wall; those that the teacher hid or did not approve are left out."""
    from digitcore.lab.drawings import drawing_files
    from digitcore.lab.rooms import rooms, wall

    room = rooms.room_of(teacher)
    drawings = wall.shown(teacher.store, room.id)
    files: dict[str, bytes | str] = {
        "drawings.npz": drawing_files.as_npz(drawings),
        "drawings.csv": drawing_files.as_csv(drawings, _columns(drawings, with_names=with_names)),
        "drawings.png": drawing_files.as_png(drawings),
    }
    lines = [f"{name:<14}{sentence}" for name, sentence in CONTENTS.items()]
    head = f"{wording.counted(len(drawings), 'drawing')} of a class, from Digit Lab. A seat is a pupil."
    return zipped({"README.txt": "\n".join([head, "", *lines]) + "\n", **files})


def _columns(drawings: Sequence[WallDrawing], *, with_names: bool) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {
        "seat": [drawing.seat for drawing in drawings],
        "round": [drawing.round for drawing in drawings],
        "step": [drawing.step for drawing in drawings],
        "vote": [drawing.vote for drawing in drawings],
    }
    return columns | {"name": [drawing.name for drawing in drawings]} if with_names else columns
