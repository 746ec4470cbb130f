"""Build a network of one's own: layers in a row with their shapes and parameters beside them, and how it learns."""

from __future__ import annotations

import json
from dataclasses import fields

import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.data.preparation import PREPARATIONS
from digitcore.errors import BadInput
from digitcore.lab.queue import training_limits
from digitcore.learning.layers.layers import LAYERS, Layer
from digitcore.learning.layers.losses import LOSSES
from digitcore.learning.layers.optimisers import OPTIMISERS, SCHEDULES
from digitcore.learning.recipes.config import TEST, RunConfig
from pages._shared import charts, frame, lab
from pages._shared.controls import lesson, state, tab, widgets, words
from pages._shared.controls.control_table import CONTROLS
from pages._train import start, training_time

FIELDS = {setting.name: setting for setting in fields(RunConfig)}
TITLES = {"preparation": PREPARATIONS, "loss": LOSSES, "optimiser": OPTIMISERS, "schedule": SCHEDULES}
VALIDATION = {"0.1": "10% of the training part", "0.25": "25% of the training part", TEST: "the test part"}
FOLDED = ("momentum", "patience", "schedule", "schedule_epochs", "schedule_factor")
AUGMENTATION = ("rotation", "shear", "scale", "shift", "stroke_width")


def show() -> None:
    """The layers, what they come to on the sidebar's dataset, the settings, and the button that starts it."""
    dataset = frame.chosen_dataset()
    layers = _layers()
    state.keep_in_address("network")
    left, right = st.columns(2, gap="large")
    with right:
        st.subheader("How it learns", anchor=False)
        _settings()
    with left:
        _show_layers(layers)
        config = _config(layers)
        fits = config is not None and _table(config, dataset)
        pressed = st.button(
            "Train this network", type="primary", icon=":material/play_arrow:", disabled=not fits
        )
    training_time.look_again_when_measured()
    if pressed and config is not None:
        start.request(config, dataset, recipe="", title="My network")


def _show_layers(layers: list[Layer]) -> None:
    """The layers as rows; a lesson may lock or hide them all."""
    lesson.offer("network", "Its layers", ", ".join(layer.title for layer in layers))
    if lesson.is_hidden("network"):
        return
    st.subheader("Its layers", anchor=False)
    for position, layer in enumerate(layers):
        _row(layers, position, layer)
    if not lesson.is_locked("network"):
        _add(layers)


def _layers() -> list[Layer]:
    text = state.get("network")
    try:
        return list(RunConfig.from_json(f'{{"layers": {text}}}').layers)
    except BadInput as problem:
        why = str(problem) if _is_json(text) else "Part of it is missing or mistyped: open the whole link."
        st.warning(f"The network in the link cannot be read. {why}")
        return list(RunConfig.from_json(f'{{"layers": {CONTROLS["network"].default}}}').layers)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _row(layers: list[Layer], position: int, layer: Layer) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{position + 1}. {layer.title}**", help=layer.sentence, width="stretch")
            if not lesson.is_locked("network"):
                _move_and_remove(layers, position)
        with st.container(horizontal=True):
            for setting in fields(layer):
                _layer_setting(layers, position, setting.name)


def _move_and_remove(layers: list[Layer], position: int) -> None:
    if position:
        st.button(
            "Move up", key=f"up_{position}", icon=":material/arrow_upward:", type="tertiary",
            on_click=_keep, args=(_swapped(layers, position),),
        )  # fmt: skip
    others = layers[:position] + layers[position + 1 :]
    st.button(
        "Remove", key=f"remove_{position}", icon=":material/close:", type="tertiary",
        on_click=_keep, args=(others,),
    )  # fmt: skip


def _layer_setting(layers: list[Layer], position: int, name: str) -> None:
    """One number or choice of a layer; the key is new for each network, so that no old value stays."""
    layer = layers[position]
    about = next(setting for setting in fields(layer) if setting.name == name).metadata
    key, value = tab.layer_key(position, name), getattr(layer, name)
    change = {"key": key, "on_change": _change, "args": (layers, position, name, key)}
    change["disabled"] = lesson.is_locked("network")
    if "choices" in about:
        choices = about["choices"]
        st.selectbox(about["title"], choices, index=choices.index(value), width=150, **change)
    else:
        step = 1 if isinstance(value, int) else 0.05
        st.number_input(about["title"], about["low"], about["high"], value, step, width=150, **change)


def _add(layers: list[Layer]) -> None:
    with st.popover("Add a layer", icon=":material/add:"):
        for kind, layer in LAYERS.items():
            st.button(
                layer.title, key=f"add_{kind}", help=layer.sentence, width="stretch",
                on_click=_keep, args=([*layers, layer()],),
            )  # fmt: skip


def _settings() -> None:
    for name in ("preparation", "loss", "optimiser"):
        _setting(name)
    widgets.select("net_validation", "Kept back for validation", list(VALIDATION), VALIDATION.__getitem__)
    for name in ("learning_rate", "batch", "epochs", "seed"):
        _setting(name)
    more = [*(f"net_{name}" for name in FOLDED), "net_nesterov"]
    with widgets.folded(more, "More settings", key="net_more"):
        for name in FOLDED:
            _setting(name)
        widgets.toggle("net_nesterov", "Nesterov's look ahead")
    augmentation = [f"net_{name}" for name in AUGMENTATION]
    with widgets.folded(augmentation, "Change the images at random", key="net_augmentation"):
        for name in AUGMENTATION:
            _setting(name)


def _setting(name: str) -> None:
    """One setting of a run, as its declaration says."""
    about = FIELDS[name].metadata
    if "choices" in about:
        specs = TITLES[name]
        widgets.select(f"net_{name}", about["title"], list(specs), lambda choice: specs[choice].title)
    elif isinstance(FIELDS[name].default, int):
        widgets.number(f"net_{name}", about["title"], int(about["low"]), int(about["high"]))
    else:
        widgets.decimal(f"net_{name}", about["title"], about["low"], about["high"])


def _config(layers: list[Layer]) -> RunConfig | None:
    """The settings as they stand; where they mean nothing together, a sentence."""
    names = (
        "preparation",
        "loss",
        "optimiser",
        "learning_rate",
        "batch",
        "epochs",
        "seed",
        "nesterov",
        *FOLDED,
        *AUGMENTATION,
    )
    values = {name: state.get(f"net_{name}") for name in names}
    validation = state.get("net_validation")
    try:
        return RunConfig(
            layers=tuple(layers), validation=validation if validation == TEST else float(validation), **values
        )
    except BadInput as problem:
        st.warning(str(problem))
        return None


def _table(config: RunConfig, dataset: Dataset) -> bool:
    """Shapes and parameters; where the layers or this machine do not allow it, a sentence and False."""
    try:
        rows = config.layer_table(dataset.facts)
        training_limits.check(lab.store(), config, dataset)
    except BadInput as problem:
        st.warning(str(problem))
        return False
    st.subheader("What it comes to", anchor=False)
    columns = {
        "layer": [f"{row.number}. {row.words}" for row in rows],
        "what comes out": [" × ".join(map(str, row.shape)) for row in rows],
        "parameters": [f"{row.parameters:,}" for row in rows],
    }
    charts.small_table(columns)
    st.markdown(
        f"**{sum(row.parameters for row in rows):,} parameters** on images of {words.titled(dataset)}. "
        "The last layer is always there: one output for each class."
    )
    st.markdown(f":material/schedule: {config.epochs} epochs: {training_time.of_network(config, dataset)}.")
    return True


def _swapped(layers: list[Layer], position: int) -> list[Layer]:
    moved = list(layers)
    moved[position - 1], moved[position] = moved[position], moved[position - 1]
    return moved


def _change(layers: list[Layer], position: int, name: str, key: str) -> None:
    values = layers[position].to_dict() | {name: state.widget_value(key)}
    changed = RunConfig().replace(layers=[*layers[:position], values, *layers[position + 1 :]])
    tab.put_network(list(changed.layers))


def _keep(layers: list[Layer]) -> None:
    tab.put_network(layers)
    tab.renew_layer_keys()
