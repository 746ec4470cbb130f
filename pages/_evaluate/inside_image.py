"""What each layer of a network makes of one test image, from the pixels to the answer."""

from __future__ import annotations

import streamlit as st

from digitcore.data.dataset import DIGITS
from digitcore.figures import activations, tiles
from digitcore.figures.picture import Picture
from digitcore.learning.layers.network import LayerRow
from digitcore.learning.prediction.insides import Floats, silent_share
from digitcore.learning.prediction.prediction import DEFAULT
from pages._evaluate import one_image, opened_model
from pages._evaluate.judged_model import JudgedModel
from pages._shared import charts
from pages._shared.controls import words

_MOST_MAPS = 16
_OUTPUTS = {
    "conv2d": "One image for each filter: bright where it found its pattern.",
    "maxpooling2d": "Of each small square only the largest value is left.",
    "dense": "One value for each unit.",
    "batchnormalization": "The same values, brought around 0 and then scaled and shifted as it has learnt.",
}
"""How to read a layer's output, by the kind of layer."""
_UNCHANGED = {
    "flatten": "The same values, laid end to end.",
    "dropout": "Nothing happens here: it leaves values out only while the network learns.",
}


def show(judged: JudgedModel) -> None:
    """The image, and its way through the layers."""
    layers = opened_model.layers(judged)
    if layers is None:
        st.write(f"{opened_model.classical(judged).sentence} There are no layers to follow an image through.")
        return
    dataset = judged.images()
    if dataset is None:
        return
    left, right = st.columns(2, gap="large")
    with left:
        index = one_image.choose(judged)
    with right:
        one_image.show(judged, dataset, index)
    outputs = opened_model.network_of(judged).outputs(opened_model.image_for(judged, dataset, index))
    for row, values in zip(layers.rows, outputs, strict=True):
        _layer(judged, row, values, is_last=row is layers.rows[-1])


def _layer(judged: JudgedModel, row: LayerRow, values: Floats, *, is_last: bool) -> None:
    size = " × ".join(map(str, row.shape))
    st.markdown(f"#### {row.number}. {words.plain(row.words)}")
    if row.kind in _UNCHANGED:
        st.markdown(f"{_UNCHANGED[row.kind]} :gray[{size} values.]")
        return
    key = f"layer_{row.number}"
    if is_last:
        picture, meaning = _answer(judged, values)
    elif values.ndim == 3:
        shown = min(_MOST_MAPS, values.shape[-1])
        titles = [str(number) for number in range(1, shown + 1)]
        picture = tiles.feature_maps(values[..., :shown], titles=titles, name=key)
        meaning = _OUTPUTS.get(row.kind, "")
        if shown < values.shape[-1]:
            size += f" values, the first {shown} of {values.shape[-1]} images"
    else:
        picture, meaning = activations.units(values, name=key), _OUTPUTS.get(row.kind, "")
    silent = silent_share(values)
    if silent and not is_last:
        meaning += f" {silent:.0%} of the values are 0."
    charts.show(picture, key=key, meaning=meaning, sample=f"{size}{'' if 'values' in size else ' values'}.")


def _answer(judged: JudgedModel, values: Floats) -> tuple[Picture, str]:
    if judged.examination.run == DEFAULT:
        picture = activations.answers(values, titles=(*DIGITS, "no digit"), y="score", name="answer")
        return (
            picture,
            "Softmax makes the ten scores probabilities; the last one alone says how unlike a digit it looks.",
        )
    picture = activations.answers(
        values, titles=judged.examination.class_names, y="probability", name="answer"
    )
    return picture, "The answer: a probability for each class."
