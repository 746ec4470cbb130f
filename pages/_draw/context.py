"""What an answer is worth: how the same answer did on the test images, and the test images most like the drawing."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from digitcore import wording
from digitcore.data.dataset import Dataset
from digitcore.learning.judging import context
from digitcore.learning.prediction.prediction import Predictor
from pages._draw import model_images
from pages._shared import charts, statistics_cache
from pages._shared.board.sheet import Answer, draw_sheet
from pages._shared.components import gallery
from pages._shared.controls import words

MOST_OF_A_CELL = 60
ALIKE = 12


def show(predictor: Predictor, answer: Answer | None) -> None:
    """Column and row of the matrix in words; the images of a cell; the images most like the drawing."""
    digit = answer.prediction.digit if answer and answer.prediction.is_digit else None
    counts = predictor.test_confusion
    n = int(counts.sum())
    left, right = st.columns([5, 6], gap="large")
    with left:
        _worth(counts, digit, predictor, n)
    with right:
        _matrix(digit, predictor, n)
    cell = draw_sheet().cell
    if cell is None and answer is None:
        return
    dataset = model_images.of_model(draw_sheet().model)
    if dataset is None:
        return
    if cell is not None:
        _images_of_cell(predictor, dataset, cell)
    if answer is not None:
        _alike(predictor, dataset, answer)


def _worth(counts: Any, digit: int | None, predictor: Predictor, n: int) -> None:
    """Two questions that are easily confused: whether a called digit is right, and whether a real one is recognised."""
    if digit is None:
        st.markdown(
            "Draw a digit, and see here how often such an answer is right, and how often such a digit is recognised."
        )
        return
    names = [words.plain(name) for name in predictor.facts.class_names]
    column, row = context.when_predicted(counts, digit), context.when_true(counts, digit)
    name = names[digit]
    st.markdown(f"#### When it says {name}, is it {wording.a(name)}?")
    st.markdown(
        f"On {n:,} test images this model said **{name}** {column.n:,} times and was right in **{column.share:.1%}** of them"
        + _mostly(column, names, "otherwise it was mostly **{other}** ({times})")
        + _interval(column)
    )
    st.caption("The column of the matrix, in the solid frame.")
    st.markdown(f"#### Are real {name}s called {name}?")
    st.markdown(
        f"Of {row.n:,} real {name}s it called **{row.share:.1%}** {wording.a(name)}"
        + _mostly(row, names, "the others it mostly called **{other}** ({times})")
        + _interval(row)
    )
    st.caption("The row of the matrix, in the dashed frame.")


def _mostly(tally: context.MatrixLine, names: list[str], words_: str) -> str:
    if tally.other is None:
        return ", without a mistake."
    times = "once" if tally.other_count == 1 else f"{tally.other_count:,} times"
    return "; " + words_.format(other=names[tally.other], times=times) + "."


def _interval(tally: context.MatrixLine) -> str:
    low, high = tally.interval
    return f" :gray[95% interval {low:.1%} to {high:.1%}.]"


def _matrix(digit: int | None, predictor: Predictor, n: int) -> None:
    def open_cell(true: int, called: int) -> None:
        draw_sheet().cell = true, called

    charts.confusion(
        predictor.test_confusion,
        predictor.facts.class_names,
        key="draw_confusion",
        name="test-confusion",
        on_press=open_cell,
        picked=draw_sheet().cell,
        focus=digit,
        meaning="Rows are what an image is, columns what the model called it. Press a cell to see its images.",
        sample=f"{words.plain(predictor.title)}, {n:,} test images.",
    )


def _images_of_cell(predictor: Predictor, dataset: Dataset, cell: tuple[int, int]) -> None:
    true, called = cell
    names = words.class_names(dataset)
    predicted = predictor.test_probabilities.argmax(axis=1)
    indices = np.flatnonzero((predictor.test_labels == true) & (predicted == called))
    st.markdown(f"#### Real {names[true]}s, predicted {names[called]}: {len(indices):,}")
    if not len(indices):
        st.write("There is no such image.")
        return
    sure = predictor.test_probabilities[indices, called]
    order = indices[np.argsort(-sure, kind="stable")][:MOST_OF_A_CELL]
    gallery.show(
        dataset.test.images[order],
        key="cell_images",
        maximum=dataset.facts.maximum,
        label=f"Real {names[true]}s, predicted {names[called]}",
        names=[f"test image {index}" for index in order],
        captions=[f"{predictor.test_probabilities[index, called]:.0%}" for index in order],
    )
    charts.explain(
        "Below each, how sure the model was; the surest first.",
        f"{len(order)} of {len(indices):,} test images of this cell.",
    )


def _alike(predictor: Predictor, dataset: Dataset, answer: Answer) -> None:
    """The test images with the nearest embeddings, and which of them the model got wrong."""
    st.markdown("#### Test images that the model finds most like it")
    embeddings = statistics_cache.test_embedding(predictor, dataset, model=draw_sheet().model)
    embedding = predictor.embedding(answer.prediction.framed[None])[0]
    nearest = context.most_similar(embedding, embeddings, count=ALIKE)
    names = dataset.facts.class_names
    labels = dataset.test.labels[nearest.indices]
    predicted = predictor.test_probabilities[nearest.indices].argmax(axis=1)
    captions = [
        names[label] if label == other else f"{names[label]}\nwrong: {names[other]}"
        for label, other in zip(labels, predicted, strict=True)
    ]
    gallery.show(
        dataset.test.images[nearest.indices],
        key="alike",
        maximum=dataset.facts.maximum,
        label="Test images most like the drawing",
        names=[
            f"test image {index}, {wording.a(names[label])}, called {names[other]}"
            for index, label, other in zip(nearest.indices, labels, predicted, strict=True)
        ],
        captions=captions,
    )
    wrong = int((labels != predicted).sum())
    charts.explain(
        "Alike means: nearly the same activations in the model's last layer but one. Below each is its true label; "
        + (f"{wrong} of these {len(labels)} it got wrong." if wrong else "it got all of these right."),
        f"The nearest of {len(embeddings):,} test images.",
    )
