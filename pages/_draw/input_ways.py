"""Ways to bring a digit besides drawing it: a test image, a picture or photo, a grid filled by keyboard."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import streamlit as st

from digitcore.data.ink import Drawing
from digitcore.data.ink.files import KINDS, read
from pages._draw import model_images
from pages._shared.board import squares
from pages._shared.board.sheet import NO_INK, DrawSheet
from pages._shared.controls import lesson, state, widgets

TITLES = {
    "canvas": "Draw",
    "picture": "Picture",
    "image": "Test image",
    "grid": "Keyboard",
}


def picture(sheet: DrawSheet, model: str) -> Drawing:
    """An image file, a photo of paper, arrays, or strokes as JSON."""
    upload = st.file_uploader(
        "A picture or photo of one digit, or several side by side",
        type=list(KINDS),
        key=f"picture_{sheet.number}",
    )
    if upload is None:
        sheet.brought = ""
        return NO_INK
    if not sheet.brought.startswith(upload.file_id):
        _bring_another(sheet, upload.file_id)
    drawings = read(upload.name, upload.getvalue())
    number = 1
    if len(drawings) > 1:
        number = st.number_input(f"Which one, 1 to {len(drawings)}", 1, len(drawings), 1)
        _bring_another(sheet, f"{upload.file_id} {number}")
    if upload.type and upload.type.startswith("image/"):
        st.image(upload, caption="Your picture", width=260)
    return drawings[int(number) - 1]


def image(sheet: DrawSheet, model: str) -> Drawing:
    """An image of the test part of the data that the model was judged on."""
    dataset = model_images.of_model(model)
    if dataset is None:
        return NO_INK
    count = len(dataset.test)
    number = widgets.number("test_image", f"Image, 0 to {count - 1:,}", 0, count - 1)
    if lesson.is_free("test_image"):
        st.button(
            "Another one", icon=":material/casino:", on_click=_another, args=(count,), key="another_image"
        )
    label = dataset.facts.class_names[dataset.test.labels[number]]
    pixels = dataset.test.images[number]
    ink = np.rint(pixels * (255 / dataset.facts.maximum)).astype(np.uint8)
    st.image(
        255 - np.kron(ink, np.ones((10, 10), np.uint8)), caption=f"Its true label is {label}.", width=280
    )
    return Drawing.from_image(ink)


def grid(sheet: DrawSheet, model: str) -> Drawing:
    """Squares that arrow keys and the space bar fill."""
    return squares.show(sheet)


WAYS: dict[str, Callable[[DrawSheet, str], Drawing]] = {"picture": picture, "image": image, "grid": grid}


def _bring_another(sheet: DrawSheet, name: str) -> None:
    """What comes of another picture, or is another digit of it, is stored beside what came before."""
    if sheet.brought != name:
        sheet.begin_another()
        sheet.drawing_number += 1  # another moment, also where it looks the same as the one before
        sheet.brought = name


def _another(count: int) -> None:
    state.put("test_image", random.randrange(count))
