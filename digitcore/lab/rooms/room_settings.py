"""What a teacher may set in a room: checked when it is set, and read with patience from what an older version kept.

The names of pages and of what the projector shows belong to the pages; here they only have to look like names.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from digitcore import lesson_links, reachable
from digitcore.errors import BadInput
from digitcore.learning.judging.missions import MISSIONS

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True)
class RoomSettings:
    """What holds for everybody in a room."""

    model: str = "default"
    """Whose answers are shown: "default" or the id of a run."""
    guess_first: bool = False
    """Whether pupils say what the model will say before they see it."""
    approval: bool = False
    """Whether a drawing is on the wall only after the teacher approved it."""
    door_shut: bool = False
    """Whether nobody new may join; who has a seat comes and goes."""
    mission: str = ""
    """An entry of `MISSIONS`; empty for none."""
    projector: str = "join"
    """What the projector shows."""
    address: str = ""
    """Where telephones reach the server, if the teacher said it; empty for what the server finds."""
    trained: str = ""
    """What was trained with the class last, as `class_training` notes it; empty for nothing."""
    lesson: str = ""
    """Where the class is sent, as `lesson_links` writes it; empty for nowhere."""

    def __post_init__(self) -> None:
        for name in ("model", "projector", "trained"):
            value = getattr(self, name)
            if value == "" and name == "trained":
                continue
            if not isinstance(value, str) or not _NAME.fullmatch(value):
                raise BadInput(f"{name} is {str(value)[:40]!r}.", "Choose one from the list.")
        if self.mission and self.mission not in MISSIONS:
            raise BadInput(
                f"There is no mission {str(self.mission)[:40]!r}.", f"Choose one of: {', '.join(MISSIONS)}."
            )
        if not all(isinstance(one, bool) for one in (self.guess_first, self.approval, self.door_shut)):
            raise BadInput("A switch of the room is neither on nor off.", "Give True or False.")
        if not isinstance(self.address, str) or reachable.checked(self.address) != self.address:
            raise BadInput("The address of the room is none.", "Type it like http://192.168.1.20:8501.")
        if not isinstance(self.lesson, str) or (
            self.lesson and lesson_links.read(self.lesson).path != self.lesson
        ):
            raise BadInput("This is no lesson link.", "Copy one from “Lesson link” in a page's sidebar.")

    def replace(self, **changes: Any) -> RoomSettings:
        """The same with some of it changed."""
        return replace(self, **changes)

    def to_json(self) -> str:
        """As text, to be kept."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> RoomSettings:
        """Back from `to_json`. What this version does not take (any more) is left at its default."""
        kept = json.loads(text)
        found = cls()
        for one in fields(cls):
            if one.name in kept:
                try:
                    found = found.replace(**{one.name: kept[one.name]})
                except BadInput:
                    continue
        return found
