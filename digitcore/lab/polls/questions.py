"""What a class can be asked: what the program reads in some drawings, what they really are, one of several answers, or a number.

>>> question = read_choice("Is it programmed? | Yes | *No, it learned")
>>> question.text, question.answers, question.right
('Is it programmed?', ('Yes', 'No, it learned'), 1)
>>> read_number("How many of 100 will it read? | 0 | 100").range
(0, 100)
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import DIGITS
from digitcore.data.plain_text import plain_text
from digitcore.errors import BadInput
from digitcore.lab.drawings.drawing_files import framed
from digitcore.lab.rooms.wall import WallDrawing
from digitcore.languages import gettext as _
from digitcore.languages import gettext_noop

DRAWINGS, LABELS, LEGIBLE, CHOICE, NUMBER = "drawings", "labels", "legible", "choice", "number"
NO_DIGIT = len(DIGITS)
"""The answer that a drawing is no digit."""
WHAT_IT_READS = gettext_noop("What will it read?")
WHAT_IT_READ = gettext_noop("What did it read?")
WHAT_IT_IS = gettext_noop("Which digit is this really?")
MOST_ANSWERS, MOST_DRAWINGS, LONGEST = 6, 6, 160
_SIDE = 28
_WHOLE = re.compile(r"-?\d{1,6}", re.ASCII)


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked, and what came of it."""

    kind: str
    text: str
    is_twice: bool = False
    """Whether the class votes again after it has discussed."""
    images: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, _SIDE, _SIDE), np.uint8))
    """(n, 28, 28) what is voted on, as it was when it was asked: a later stroke changes nothing."""
    answers: tuple[str, ...] = ()
    """Of a choice."""
    range: tuple[int, int] = (0, 0)
    """Of a number."""
    right: int | None = None
    """Which answer of a choice is right, if one is."""
    meant: tuple[int, ...] = ()
    """The digits that the drawings were asked to be."""
    read: tuple[int, ...] = ()
    """What the model read in them; `NO_DIGIT` where it took one for none."""
    drawings: tuple[str, ...] = ()
    """The ids of the drawings on the wall."""

    @property
    def title(self) -> str:
        """The text as it is shown: ours and that of a shipped plan in the language of who reads it, a teacher's as written."""
        return _(self.text)

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers as they are shown, likewise."""
        return tuple(_(answer) for answer in self.answers)

    @property
    def title_after(self) -> str:
        """The same once it is revealed."""
        return _(WHAT_IT_READ) if self.text == WHAT_IT_READS else self.title

    @property
    def items(self) -> int:
        """How many things are voted on."""
        return len(self.images) if self.is_on_drawings else 1

    @property
    def is_on_drawings(self) -> bool:
        """Whether drawings are voted on."""
        return self.kind in (DRAWINGS, LABELS, LEGIBLE)

    def takes(self, item: int, answer: int) -> bool:
        """Whether this is an answer to it."""
        low, high = self.range
        if self.is_on_drawings or self.kind == CHOICE:
            low, high = 0, NO_DIGIT if self.is_on_drawings else len(self.answers) - 1
        return item in range(self.items) and low <= answer <= high


def on_drawings(drawings: Sequence[WallDrawing], text: str = WHAT_IT_READS) -> Question:
    """What the model reads in these drawings, which have its answer."""
    if not 1 <= len(drawings) <= MOST_DRAWINGS:
        raise BadInput(
            f"A class votes on 1 to {MOST_DRAWINGS} drawings at once.", "Let the class draw, or choose fewer."
        )
    return Question(
        kind=DRAWINGS,
        text=text,
        is_twice=True,
        images=framed(drawings),
        meant=tuple(int(drawing.prompt or 0) for drawing in drawings),
        read=tuple(int(drawing.said) if drawing.is_digit else NO_DIGIT for drawing in drawings),
        drawings=tuple(drawing.id for drawing in drawings),
    )


def on_labels(drawings: Sequence[WallDrawing]) -> Question:
    """What these drawings really are; the class names slips of the pen by it (`slips`)."""
    if not drawings:
        raise BadInput("It read every drawing.", "There is nothing to look at again.")
    return replace(on_drawings(drawings, WHAT_IT_IS), kind=LABELS, is_twice=False)


def worth_a_second_look(drawings: Sequence[WallDrawing], count: int) -> list[WallDrawing]:
    """The mistakes that the model is surest of: some are slips of the pen."""
    mistakes = [drawing for drawing in drawings if drawing.is_digit and not drawing.is_read]
    return sorted(mistakes, key=lambda drawing: (-float(drawing.probabilities.max()), drawing.id))[:count]


def worth_a_vote(drawings: Sequence[WallDrawing], count: int) -> list[WallDrawing]:
    """Drawings about which the model is least sure, each of another digit as far as there are: nobody knows what it says."""
    unsure = sorted(drawings, key=_sureness)
    first_of_digit = {drawing.prompt: drawing for drawing in reversed(unsure)}
    others = [drawing for drawing in unsure if first_of_digit[drawing.prompt] is not drawing]
    return [*sorted(first_of_digit.values(), key=_sureness), *others][:count]


def _sureness(drawing: WallDrawing) -> tuple[float, str]:
    """How far the probability of the digit that was meant is from a half."""
    share = float(drawing.probabilities[0][int(drawing.prompt or 0)]) if len(drawing.probabilities) else 1.0
    return abs(share - 0.5), drawing.id


def read_choice(text: str) -> Question:
    """A question with its answers, divided by `|`; the right one begins with `*`."""
    asked, *answers = [part.strip() for part in text.split("|")]
    _check_asked(asked)
    if not 2 <= len(answers) <= MOST_ANSWERS or not all(answer.strip("*") for answer in answers):
        raise BadInput(
            f"A question has 2 to {MOST_ANSWERS} answers.",
            "Write “Is it programmed? | Yes | No”, and * before the right answer.",
        )
    right = [place for place, answer in enumerate(answers) if answer.startswith("*")]
    if len(right) > 1:
        raise BadInput(
            f"{len(right)} answers are marked as right.", "Put * before one of them, or before none."
        )
    texts = tuple(_plain(answer.removeprefix("*").strip()) for answer in answers)
    for place, answer in enumerate(texts):
        if answer.casefold() in map(str.casefold, texts[:place]):
            raise BadInput(f"The answer “{answer}” stands there twice.", "Change one of both.")
    return Question(
        kind=CHOICE,
        text=_plain(asked),
        answers=texts,
        right=right[0] if right else None,
    )


def read_number(text: str) -> Question:
    """A question whose answer is a whole number between two others."""
    asked, *bounds = [part.strip() for part in text.split("|")]
    _check_asked(asked)
    if len(bounds) != 2 or not all(map(_WHOLE.fullmatch, bounds)):
        raise BadInput(
            "A question for a number says between which two.", "Write “How many of 100? | 0 | 100”."
        )
    low, high = map(int, bounds)
    if low >= high:
        raise BadInput(f"There is no number to choose from {low} to {high}.", "Give the least one first.")
    return Question(kind=NUMBER, text=_plain(asked), range=(low, high))


def to_json(question: Question) -> str:
    """What is stored of a question besides its kind, its text and whether it is asked twice."""
    values: dict[str, Any] = {
        "images": [base64.b64encode(image.tobytes()).decode() for image in question.images]
    }
    for name in ("answers", "range", "right", "meant", "read", "drawings"):
        values[name] = getattr(question, name)
    return json.dumps(values, sort_keys=True)


def from_json(kind: str, text: str, is_twice: bool, stored: str) -> Question:
    """Back from `to_json`."""
    values = json.loads(stored)
    images = [
        np.frombuffer(base64.b64decode(image), np.uint8).reshape(_SIDE, _SIDE)
        for image in values.pop("images")
    ]
    right = values.pop("right")
    lists = {name: tuple(value) for name, value in values.items()}
    return Question(
        kind, text, is_twice, np.stack(images) if images else np.zeros((0, _SIDE, _SIDE), np.uint8), right=right, **lists
    )  # fmt: skip


def _check_asked(asked: str) -> None:
    if not asked:
        raise BadInput("There is no question.", "Write what the class is asked, before the answers.")


def _plain(text: str) -> str:
    """Without signs that nobody sees; too long a text is refused, not cut."""
    plain = plain_text(text, longest=10 * LONGEST)
    if len(plain) > LONGEST:
        raise BadInput(
            f"“{plain[:30]}…” has {len(plain)} characters.", f"A question or an answer has at most {LONGEST}."
        )
    return plain
