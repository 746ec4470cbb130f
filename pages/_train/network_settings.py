"""How a network of one's own learns: a widget for each setting, made from its declaration in `RunConfig`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import streamlit as st

from digitcore.data.preparation import PREPARATIONS
from digitcore.errors import BadInput
from digitcore.learning.layers.layers import Layer
from digitcore.learning.layers.losses import LOSSES
from digitcore.learning.layers.optimisers import OPTIMISERS, SCHEDULES
from digitcore.learning.recipes.config import TEST, RunConfig
from pages._shared.controls import state, widgets

_FIELDS = {setting.name: setting for setting in fields(RunConfig)}
_TITLES = {"preparation": PREPARATIONS, "loss": LOSSES, "optimiser": OPTIMISERS, "schedule": SCHEDULES}
_VALIDATION = {
    "0.1": "10% of the training part",
    "0.25": "25% of the training part",
    TEST: "the test part",
}
_CHOICES = ("preparation", "loss", "optimiser")
_NUMBERS = ("learning_rate", "batch", "epochs", "seed")
_FOLDED = ("momentum", "patience", "schedule", "schedule_epochs", "schedule_factor")
_AUGMENTATION = ("rotation", "shear", "scale", "shift", "stroke_width")


def show() -> None:
    """The widgets; what is seldom changed is folded away."""
    st.subheader("How it learns", anchor=False)
    with st.container(key="net_settings"):
        for name in _CHOICES:
            _setting(name)
        widgets.select(
            "net_validation", "Kept back for validation", list(_VALIDATION), _VALIDATION.__getitem__
        )
        for name in _NUMBERS:
            _setting(name)
    more = [*(f"net_{name}" for name in _FOLDED), "net_nesterov"]
    augmentation = [f"net_{name}" for name in _AUGMENTATION]
    left, right = st.columns(2)
    with left, widgets.folded(more, "More settings", key="net_more"):
        for name in _FOLDED:
            _setting(name)
        widgets.toggle("net_nesterov", "Nesterov's look ahead")
    with right, widgets.folded(augmentation, "Change the images at random", key="net_augmentation"):
        for name in _AUGMENTATION:
            _setting(name)


def config(layers: Sequence[Layer]) -> RunConfig | None:
    """These layers with the settings as they stand; a sentence and None where these contradict each other."""
    names = (*_CHOICES, *_NUMBERS, "nesterov", *_FOLDED, *_AUGMENTATION)
    values = {name: state.get(f"net_{name}") for name in names}
    validation = state.get("net_validation")
    try:
        return RunConfig(
            layers=tuple(layers), validation=validation if validation == TEST else float(validation), **values
        )
    except BadInput as problem:
        st.warning(str(problem))
        return None


def _setting(name: str) -> None:
    about = _FIELDS[name].metadata
    if "choices" in about:
        specs = _TITLES[name]
        sentences = "\n\n".join(f"**{spec.title}**: {spec.sentence}" for spec in specs.values())
        widgets.select(
            f"net_{name}", about["title"], list(specs), lambda choice: specs[choice].title, help=sentences
        )
    elif isinstance(_FIELDS[name].default, int):
        widgets.number(f"net_{name}", about["title"], int(about["low"]), int(about["high"]))
    else:
        widgets.decimal(f"net_{name}", about["title"], about["low"], about["high"])
