"""The layers of a network of one's own, as rows: each with its settings, and buttons to add, move and remove."""

from __future__ import annotations

import json
from dataclasses import fields

import streamlit as st

from digitcore.errors import BadInput
from digitcore.learning.layers.layers import LAYERS, Layer
from digitcore.learning.recipes.config import RunConfig
from pages._shared.controls import lesson, session, state, tab
from pages._shared.controls.control_table import CONTROLS


def layers() -> list[Layer]:
    """The layers in the address; the default ones after a sentence where a link is broken."""
    text = state.get("network")
    try:
        return list(RunConfig.from_json(f'{{"layers": {text}}}').layers)
    except BadInput as problem:
        why = str(problem) if _is_json(text) else "Part of it is missing or mistyped: open the whole link."
        st.warning(f"The network in the link cannot be read. {why}")
        return list(RunConfig.from_json(f'{{"layers": {CONTROLS["network"].default}}}').layers)


def show(layers: list[Layer]) -> None:
    """The rows; a lesson may lock or hide them all."""
    lesson.offer("network", "Its layers", ", ".join(layer.title for layer in layers))
    if lesson.is_hidden("network"):
        return
    st.subheader("Its layers", anchor=False)
    for position, layer in enumerate(layers):
        _row(layers, position, layer)
    if not lesson.is_locked("network"):
        _add(layers)


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
            on_click=_put, args=(_swapped(layers, position),),
        )  # fmt: skip
    others = layers[:position] + layers[position + 1 :]
    st.button(
        "Remove", key=f"remove_{position}", icon=":material/close:", type="tertiary",
        on_click=_put, args=(others,),
    )  # fmt: skip


def _layer_setting(layers: list[Layer], position: int, name: str) -> None:
    """A number or a choice of one layer; its key is new for each network, so that no old value stays."""
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
                on_click=_put, args=([*layers, layer()],),
            )  # fmt: skip


def _swapped(layers: list[Layer], position: int) -> list[Layer]:
    moved = list(layers)
    moved[position - 1], moved[position] = moved[position], moved[position - 1]
    return moved


def _change(layers: list[Layer], position: int, name: str, key: str) -> None:
    values = layers[position].to_dict() | {name: session.widget_value(key)}
    changed = RunConfig().replace(layers=[*layers[:position], values, *layers[position + 1 :]])
    tab.put_network(list(changed.layers))


def _put(layers: list[Layer]) -> None:
    tab.put_network(layers)
    tab.renew_layer_keys()
