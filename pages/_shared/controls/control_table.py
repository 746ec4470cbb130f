"""Everything a visitor can set, declared in one table: its key, where it starts, and whether a link holds it.

`state` keeps the values and writes the address; `widgets` draws them. A new control is one entry.
`teacher` says what a lesson link may do with a control at most: leave it out, only hold its value, lock it, or hide it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any, Literal

from digitcore.data import datasets
from digitcore.learning.recipes.config import RunConfig

Teacher = Literal["leave out", "nothing", "lock", "hide"]
"""What a lesson link may do with a control. `nothing`: the link holds the value and adds no rule, as for a place (the open image,
the page of a list). `leave out`: the link does not hold it either, as for what leads into a room."""


@dataclass(frozen=True)
class Control:
    """One thing that can be set: its key, where it starts, and where it is kept."""

    key: str
    default: Any
    in_address: bool = True
    teacher: Teacher = "hide"

    def parse(self, text: str) -> Any:
        """The value an address means; the default where it means none."""
        if isinstance(self.default, bool):
            return {"true": True, "false": False}.get(text, self.default)
        if isinstance(self.default, str):
            return text
        with suppress(ValueError, OverflowError):
            return float(text) if isinstance(self.default, float) else int(text)
        return self.default

    def write(self, value: Any) -> str:
        """The value as it stands in an address."""
        return str(value).lower() if isinstance(value, bool) else str(value)


NETWORK_FIELDS = [
    field
    for field in fields(RunConfig)
    if field.metadata and field.name not in ("model", "neighbours", "min_improvement")
]
"""The settings of a network of one's own; `RunConfig` declares their defaults and bounds."""

SIDEBAR = ("dataset", *(option.name for option in datasets.all_options()))
"""What the sidebar of every page shows."""

CONTROLS = {
    control.key: control
    for control in (
        # sidebar, on every page
        Control("presenter", False, teacher="leave out"),
        Control("dataset", datasets.DEFAULT, teacher="lock"),
        *(Control(option.name, option.default) for option in datasets.all_options()),
        # explore
        Control("view", "overview"),
        Control("part", "train"),
        Control("random_seed", 0, teacher="nothing"),
        Control("only", "all"),
        Control("order", "stored"),
        Control("page", 1, teacher="nothing"),
        Control("image", None, teacher="nothing"),
        Control("picked", "", teacher="nothing"),
        Control("show_as", "count"),
        Control("average", "mean"),
        Control("digit_a", 0),
        Control("digit_b", 1),
        Control("digit", 0),
        Control("sample", 2_000),
        Control("log_axis", False),
        Control("which", "all"),
        Control("prepared_image", 0),
        Control("map_by", "components"),
        Control("dimensions", 2),
        Control("map_sample", 2_000),
        # train
        Control("run", "", teacher="nothing"),
        Control("run_seed", 0),
        Control("run_data", "published"),
        Control("log_loss", False),
        Control("log_error", False),
        Control("smooth", False),
        Control("against", "epoch"),
        Control("runs", "", teacher="nothing"),
        Control("runs_text", ""),
        Control("runs_recipe", "any"),
        Control("runs_state", "any"),
        Control("start", "recipe"),
        Control("network", '[{"kind": "flatten"}, {"kind": "dense", "units": 64, "activation": "relu"}]'),
        Control("net_validation", "0.25"),
        *(Control(f"net_{field.name}", field.default) for field in NETWORK_FIELDS),
        Control("net_nesterov", False),
        Control("epoch", 1_000_000),
        Control("sweep_recipe", "perceptron"),
        Control("sweep_seeds", 4),
        Control("sweep_epochs", None),
        Control("sweep_rates", "0.001 0.01 0.1"),
        # draw
        Control("model", "default"),
        Control("way", "canvas"),
        Control("paper", "white", in_address=False),
        Control("brush", "medium", in_address=False),
        Control("test_image", 0),
        Control("look", "context"),
        Control("prompted", False),
        # evaluate
        Control("judged_on", "own"),
        Control("judging", "matrix"),
        Control("matrix_mode", "counts"),
        Control("matrix_when", "end"),
        Control("cell", "", teacher="nothing"),
        Control("answer", None, teacher="nothing"),
        Control("answers_page", 1, teacher="nothing"),
        Control("mistakes", "sure"),
        Control("measure", "precision"),
        Control("judged_class", 0),
        Control("inside", "layers"),
        Control("inside_image", 0),
        # compare
        Control("comparing", "table"),
        Control("lesson", "", teacher="nothing"),
        Control("cost", "parameters"),
        Control("disputed", None, teacher="nothing"),
        Control("disputed_page", 1, teacher="nothing"),
        # recipes
        Control("recipe", "", teacher="nothing"),
        Control("answers", "", teacher="nothing"),
        Control("claim", 1, teacher="nothing"),
        # classroom: the code that pupils have, the key that only the teacher has, the one of the projector
        Control("room", "", teacher="leave out"),
        Control("teach", "", teacher="leave out"),
        Control("class_way", "pen", in_address=False, teacher="nothing"),
        Control("room_code", "", in_address=False, teacher="nothing"),
        Control("nickname", "", in_address=False, teacher="nothing"),
        Control("wall", "", teacher="leave out"),
        Control("room_title", "", in_address=False, teacher="nothing"),
        Control("room_model", "default", in_address=False, teacher="nothing"),
        Control("room_is_new", False, in_address=False, teacher="nothing"),
        Control("room_address", "", in_address=False, teacher="nothing"),
        Control("room_guess_first", False, in_address=False, teacher="nothing"),
        Control("room_live_answers", False, in_address=False, teacher="nothing"),
        Control("room_approval", False, in_address=False, teacher="nothing"),
        Control("room_holds_scribbles", True, in_address=False, teacher="nothing"),
        Control("room_animals_only", False, in_address=False, teacher="nothing"),
        Control("room_door_shut", False, in_address=False, teacher="nothing"),
        Control("room_waiting_room", False, in_address=False, teacher="nothing"),
        Control("room_mission", "", in_address=False, teacher="nothing"),
        Control("room_lesson", "", in_address=False, teacher="nothing"),
        Control("room_with_names", False, in_address=False, teacher="nothing"),
        Control("room_plan", "can-it-read-us", in_address=False, teacher="nothing"),
        Control("plan_kind", "All draw one digit", in_address=False, teacher="nothing"),
        Control("room_report", False, in_address=False, teacher="nothing"),
        Control("room_zip", False, in_address=False, teacher="nothing"),
        Control("class_network", "dense-128", in_address=False, teacher="nothing"),
        Control("round_kind", "digit", in_address=False, teacher="nothing"),
        Control("round_digit", 4, in_address=False, teacher="nothing"),
        Control("poll_question", "", in_address=False, teacher="nothing"),
        Control("poll_answers", "", in_address=False, teacher="nothing"),
        Control("poll_number", None, in_address=False, teacher="nothing"),
        Control("round_count", 1, in_address=False, teacher="nothing"),
    )
}
