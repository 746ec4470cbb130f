"""The settings of a room: checked when a teacher sets them, read leniently from an older version.

The pages know the names of pages and of what the projector shows; here they only have to look like names.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from digitcore import lesson_links, reachable
from digitcore.errors import BadInput
from digitcore.languages import LANGUAGES
from digitcore.learning.judging.missions import MISSIONS

_MOST_CARDS = 100
_LAST_MOMENT = 1e12
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True)
class RoomSettings:
    """What holds for everybody in a room."""

    model: str = "default"
    """The model whose predictions are shown: "default" or the id of a run."""
    guess_first: bool = False
    """Whether pupils guess the prediction before they see it."""
    live_answers: bool = False
    """Whether pupils see the prediction while they draw."""
    approval: bool = False
    """Whether a drawing is on the wall only after the teacher approved it."""
    approval_since: float = 0.0
    """What was drawn before that, in seconds since 1970, needs no approval."""
    holds_scribbles: bool = True
    """Whether what the model takes for no digit waits for the teacher."""
    animals_only: bool = False
    """Whether every pupil is an animal, whatever they type."""
    door_shut: bool = False
    """Whether nobody new may join; those with a seat come and go. As one browser is one seat, this is the
    remedy for pupils with two.
    """
    waiting_room: bool = False
    """Whether who joins waits until the teacher lets them in."""
    mission: str = ""
    """An entry of `MISSIONS`; empty for none."""
    projector: str = "join"
    """What the projector shows."""
    wall_language: str = ""
    """The projector's language, an entry of `LANGUAGES`; empty for that of its browser."""
    is_frozen: bool = False
    """Whether the projector goes on showing what it shows, whatever happens in the room."""
    frozen_at: float = 0.0
    """Since when it does, in seconds since 1970; with the room's version and the screen of that moment."""
    frozen_version: int = 0
    frozen_screen: str = ""
    frozen_poll: str = ""
    """What was voted on at that moment: its number and its stage, joined by a dot; empty for nothing."""
    address: str = ""
    """The server's address for phones, where the teacher typed one; empty for the detected one."""
    trained: str = ""
    """The pair that was trained with the class last: both ids, dataset and held-out seats, joined by dots; empty for none."""
    lesson: str = ""
    """The lesson link that the class is sent to (`lesson_links`); empty for none."""
    plan: str = ""
    """The plan that the room follows (`lab.lessons`); empty for none."""
    card: int = 0
    """How far it is in the plan."""
    ends_at: float = 0.0
    """When the timer reaches zero, in seconds since 1970; 0 without a timer."""
    calls: int = 0
    """How often the teacher called back those who are on other pages of the app."""
    paused_at: float = 0.0
    """When the teacher paused the class, in seconds since 1970; 0 while it goes on."""

    def __post_init__(self) -> None:
        for name in ("model", "projector", "trained", "plan", "frozen_screen", "frozen_poll"):
            value = getattr(self, name)
            if value == "" and name in ("trained", "plan", "frozen_screen", "frozen_poll"):
                continue
            if not isinstance(value, str) or not _NAME.fullmatch(value):
                raise BadInput(f"{name} is {str(value)[:40]!r}.", "Choose one from the list.")
        if self.wall_language and self.wall_language not in LANGUAGES:
            raise BadInput(
                f"{str(self.wall_language)[:40]!r} is no language of the wall.",
                f"Choose one of: {', '.join(LANGUAGES)}.",
            )
        if type(self.card) is not int or not 0 <= self.card < _MOST_CARDS:
            raise BadInput("The plan has no such part.", "Choose one from the list.")
        if any(type(count) is not int or count < 0 for count in (self.calls, self.frozen_version)):
            raise BadInput(
                "The room counts in whole numbers from 0.", "Call the class, or freeze the wall, again."
            )
        for moment in (self.ends_at, self.paused_at, self.approval_since, self.frozen_at):
            if not isinstance(moment, float) or not 0 <= moment < _LAST_MOMENT:
                raise BadInput("The timer of the room ends at no time.", "Give the minutes again.")
        if self.mission and self.mission not in MISSIONS:
            raise BadInput(
                f"There is no mission {str(self.mission)[:40]!r}.", f"Choose one of: {', '.join(MISSIONS)}."
            )
        switches = (
            self.guess_first,
            self.live_answers,
            self.approval,
            self.door_shut,
            self.waiting_room,
            self.holds_scribbles,
            self.animals_only,
            self.is_frozen,
        )
        if not all(isinstance(switch, bool) for switch in switches):
            raise BadInput("A switch of the room is neither on nor off.", "Give True or False.")
        if not isinstance(self.address, str) or reachable.checked(self.address) != self.address:
            raise BadInput("The address of the room is none.", "Type it like http://192.168.1.20:8501.")
        if not isinstance(self.lesson, str) or (
            self.lesson and lesson_links.read(self.lesson).path != self.lesson
        ):
            raise BadInput("This is no lesson link.", "Copy one from “Lesson link” in a page's sidebar.")

    @property
    def is_paused(self) -> bool:
        """Whether phones dim, and the timer waits."""
        return self.paused_at > 0

    def replace(self, **changes: Any) -> RoomSettings:
        """The same settings with changes."""
        return replace(self, **changes)

    def to_json(self) -> str:
        """The settings as JSON text."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> RoomSettings:
        """Back from `to_json`. Values that this version does not accept stay at their default."""
        stored = json.loads(text)
        values = {setting.name: stored[setting.name] for setting in fields(cls) if setting.name in stored}
        with suppress(BadInput):
            return cls(**values)
        settings = cls()
        for name, value in values.items():
            with suppress(BadInput):
                settings = settings.replace(**{name: value})
        return settings
