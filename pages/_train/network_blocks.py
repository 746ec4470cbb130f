"""A network of one's own as blocks, from the image to the answer: + between them, − on each, its settings behind a press."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.figures.sketches import SketchedLayer, layer_sketch
from digitcore.figures.sprite import sprite_address
from digitcore.learning.layers.layers import LAYERS, Layer, Output, size
from digitcore.learning.layers.network import LayerRow, fitting_rows
from digitcore.learning.recipes.config import RunConfig
from pages._shared import statistics_cache
from pages._shared.controls import lesson, session, state, tab
from pages._shared.controls import words as safe_words
from pages._shared.controls.control_table import CONTROLS


@dataclass(frozen=True)
class _GivenOut:
    """What a layer gives out."""

    picture: str
    words: str


def layers() -> list[Layer]:
    """The layers in the address; the default ones after a sentence where a link is broken."""
    text = state.get("network")
    try:
        return _read(text)
    except BadInput as problem:
        why = str(problem) if _is_json(text) else "Part of it is missing or mistyped: open the whole link."
        st.warning(
            f"The network in the link cannot be read, so this one stands here instead. {safe_words.plain(why)}"
        )
        return _read(CONTROLS["network"].default)


def show(layers: Sequence[Layer], dataset: Dataset) -> None:
    """The blocks, on images of this data; a lesson may lock them, or hide all that can be set in them."""
    lesson.offer("network", "Its layers", ", ".join(layer.title for layer in layers))
    facts = dataset.facts
    rows = fitting_rows(layers, side=facts.side, class_count=facts.class_count)
    if lesson.is_hidden("network"):
        show_still(rows, facts.side)
        return
    with st.container(key="network_blocks"):
        _image(dataset)
        for position in range(len(layers)):
            _plus(layers, position)
            _block(layers, position, _given_out(rows, position, facts.side))
        _plus(layers, len(layers))
        _answer(_given_out(rows, len(layers), facts.side))


def show_still(rows: Sequence[LayerRow], side: int) -> None:
    """The blocks of a network that is as it is."""
    with st.container(key="network_blocks"):
        for row in rows:
            with st.container(key=f"block_{row.number}"):
                given_out = _given_out(rows, row.number - 1, side)
                st.html(given_out.picture)
                st.markdown(f"**{row.words}**")
                st.caption(given_out.words)


def _read(text: str) -> list[Layer]:
    return list(RunConfig.from_json(f'{{"layers": {text}}}').layers)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _given_out(rows: Sequence[LayerRow], position: int, side: int) -> _GivenOut:
    """Behind the first layer that does not fit, nothing is known."""
    if position >= len(rows):
        is_first = position == len(rows)
        picture = f'<div class="layer_sketch{" misfit" * is_first}">?</div>'
        return _GivenOut(picture, "does not fit here" if is_first else "")
    row = rows[position]
    shape = size(row.shape) + (" values" if len(row.shape) == 1 else "")
    return _GivenOut(
        layer_sketch(side, SketchedLayer(row.kind, row.shape)),
        shape + (f"  \n{row.parameters:,} parameters" if row.parameters else ""),
    )


def _image(dataset: Dataset) -> None:
    side = dataset.facts.side
    one = dataset.train.images[statistics_cache.one_of_each(dataset, "train", 0)[:1]]
    address = sprite_address(one, maximum=dataset.facts.maximum, columns=1)
    with st.container(key="block_image"):
        st.html(f'<img class="layer_sketch" alt="" src="{address}">')
        st.markdown("**Image**")
        st.caption(f"{side}×{side} pixels")


def _block(layers: Sequence[Layer], position: int, given_out: _GivenOut) -> None:
    layer, is_locked = layers[position], lesson.is_locked("network")
    with st.container(key=f"block_{position}"):
        st.html(given_out.picture)
        key = f"settings_{tab.layer_key(position, 'open')}"  # of another network, it begins closed
        with st.popover(layer.words, key=key, type="tertiary", wrap=True):
            st.write(layer.sentence)
            for setting in fields(layer):
                _layer_setting(layers, position, setting.name)
            if not is_locked:
                _moves(layers, position)
        st.caption(given_out.words)
        if not is_locked:
            st.button(
                f"Remove {layer.words}", key=f"remove_{position}", icon=":material/remove:", type="tertiary",
                on_click=_remove, args=(position,),
            )  # fmt: skip


def _answer(given_out: _GivenOut) -> None:
    with st.container(key="block_answer"):
        st.html(given_out.picture)
        st.markdown("**Answer**", help=Output.sentence)
        st.caption(given_out.words)


def _plus(layers: Sequence[Layer], position: int) -> None:
    """A menu of the layers that can stand at this place."""
    if lesson.is_locked("network"):
        return
    before = layers[position - 1].words if position else "the image"
    key = f"add_{position}"
    st.menu_button(
        f"Add a layer after {before}", list(LAYERS), key=key, icon=":material/add:",
        format_func=lambda kind: LAYERS[kind].title, on_click=_insert, args=(position, key),
    )  # fmt: skip


def _moves(layers: Sequence[Layer], position: int) -> None:
    with st.container(horizontal=True):
        for words, sign, other in (("earlier", "back", position - 1), ("later", "forward", position + 1)):
            if 0 <= other < len(layers):
                st.button(
                    f"Move {words}", key=f"{words}_{position}", icon=f":material/arrow_{sign}:",
                    on_click=_swap, args=(position, other),
                )  # fmt: skip


def _layer_setting(layers: Sequence[Layer], position: int, name: str) -> None:
    """A number or a choice of one layer; its key is new for each network, so that no old value stays."""
    layer = layers[position]
    about = next(setting for setting in fields(layer) if setting.name == name).metadata
    key, value = tab.layer_key(position, name), getattr(layer, name)
    change = {"key": key, "on_change": _change, "args": (position, name, key)}
    change["disabled"] = lesson.is_locked("network")
    if "choices" in about:
        choices = about["choices"]
        st.selectbox(about["title"], choices, index=choices.index(value), **change)
    else:
        step = 1 if isinstance(value, int) else 0.05
        st.number_input(about["title"], about["low"], about["high"], value, step, **change)


# A second press may come before the page has been drawn with what the first one changed: each changes the layers of now.


def _insert(position: int, key: str) -> None:
    layers = _layers_now()
    layers.insert(position, LAYERS[session.widget_value(key)]())
    _put(layers)


def _remove(position: int) -> None:
    layers = _layers_now()
    del layers[position : position + 1]
    _put(layers)


def _swap(position: int, other: int) -> None:
    layers = _layers_now()
    if max(position, other) < len(layers):
        layers[position], layers[other] = layers[other], layers[position]
        _put(layers)


def _change(position: int, name: str, key: str) -> None:
    layers = _layers_now()
    if position < len(layers) and hasattr(layers[position], name):
        layers[position] = replace(layers[position], **{name: session.widget_value(key)})
        tab.put_network(layers)


def _layers_now() -> list[Layer]:
    try:
        return _read(state.get("network"))
    except BadInput:  # a broken link: what is shown are the default ones
        return _read(CONTROLS["network"].default)


def _put(layers: Sequence[Layer]) -> None:
    tab.put_network(layers)
    tab.renew_layer_keys()
