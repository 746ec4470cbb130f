"""What such an answer is worth: the same answer on the test images, and the test images most like the drawing."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from digitcore import wording
from digitcore.data.dataset import Dataset
from digitcore.figures import matrix
from digitcore.learning.judging import context
from digitcore.learning.prediction.prediction import Predictor
from pages._draw import model_images
from pages._shared import charts, statistics_cache
from pages._shared.board.desk import Answer, desk
from pages._shared.components import gallery
from pages._shared.controls import words

MOST_OF_A_CELL = 60
ALIKE = 12


def show(predictor: Predictor, answer: Answer | None) -> None:
    """Column and row in words, both framed in the matrix; images of a cell; images like the drawing."""
    digit = answer.prediction.digit if answer and answer.prediction.is_digit else None
    counts = predictor.test_confusion
    n = int(counts.sum())
    left, right = st.columns([5, 6], gap="large")
    with left:
        _worth(counts, digit, predictor, n)
    with right:
        _matrix(digit, predictor, n)
    cell = desk().cell
    if cell is None and answer is None:
        return
    dataset = model_images.of_model(desk().model)
    if dataset is None:
        return
    if cell is not None:
        _images_of_cell(predictor, dataset, cell)
    if answer is not None:
        _alike(predictor, dataset, answer)


def _worth(counts: Any, digit: int | None, predictor: Predictor, n: int) -> None:
    """The two questions, apart."""
    if digit is None:
        st.markdown(
            "Once the model says a digit, two questions are answered here: how often such an answer is right, "
            "and how often such a digit is recognised."
        )
        return
    names = [words.plain(name) for name in predictor.facts.class_names]
    said, true = context.when_predicted(counts, digit), context.when_true(counts, digit)
    name = names[digit]
    st.markdown(f"#### When it says {name}, is it {wording.a(name)}?")
    st.markdown(
        f"On {n:,} test images this model said **{name}** {said.n:,} times and was right in **{said.share:.1%}** of them"
        + _mostly(said, names, "otherwise it was mostly **{other}** ({times})")
        + _interval(said)
    )
    st.caption("The column of the matrix, in the solid frame.")
    st.markdown(f"#### Are real {name}s called {name}?")
    st.markdown(
        f"Of {true.n:,} real {name}s it called **{true.share:.1%}** {wording.a(name)}"
        + _mostly(true, names, "the others it mostly called **{other}** ({times})")
        + _interval(true)
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
    picture = matrix.confusion(
        predictor.test_confusion,
        class_names=predictor.facts.class_names,
        focus=digit,
        clickable=True,
        name="test-confusion",
        height=440,
    )
    event = charts.show(
        picture,
        key="draw_confusion",
        meaning="Rows are what an image is, columns what the model called it. Press a cell to see its images.",
        sample=f"{words.plain(predictor.title)}, {n:,} test images.",
        clickable=True,
    )
    if cell := charts.pressed_cell(event):
        desk().cell = cell


def _images_of_cell(predictor: Predictor, dataset: Dataset, cell: tuple[int, int]) -> None:
    true, said = cell
    names = words.class_names(dataset)
    predicted = predictor.test_probabilities.argmax(axis=1)
    found = np.flatnonzero((predictor.test_labels == true) & (predicted == said))
    what = "called so" if true == said else f"called {names[said]}"
    st.markdown(f"#### Real {names[true]}s, {what}: {len(found):,}")
    if not len(found):
        st.write("There is no such image.")
        return
    sure = predictor.test_probabilities[found, said]
    order = found[np.argsort(-sure, kind="stable")][:MOST_OF_A_CELL]
    gallery.show(
        dataset.test.images[order],
        key="cell_images",
        maximum=dataset.facts.maximum,
        label=f"Real {names[true]}s, {what}",
        names=[f"test image {index}" for index in order],
        captions=[f"{predictor.test_probabilities[index, said]:.0%}" for index in order],
    )
    charts.explain(
        "Below each, how sure the model was; the surest first.",
        f"{len(order)} of {len(found):,} test images of this cell.",
    )


def _alike(predictor: Predictor, dataset: Dataset, answer: Answer) -> None:
    """The nearest test images in the model's own view, and which of them it got wrong."""
    st.markdown("#### Test images most like this drawing, to the model")
    embeddings = statistics_cache.test_embedding(predictor, dataset, model=desk().model)
    embedding = predictor.embedding(answer.prediction.framed[None])[0]
    found = context.most_similar(embedding, embeddings, count=ALIKE)
    names = dataset.facts.class_names
    labels = dataset.test.labels[found.indices]
    said = predictor.test_probabilities[found.indices].argmax(axis=1)
    captions = [
        names[label] if label == other else f"{names[label]}\nwrong: {names[other]}"
        for label, other in zip(labels, said, strict=True)
    ]
    gallery.show(
        dataset.test.images[found.indices],
        key="alike",
        maximum=dataset.facts.maximum,
        label="Test images most like the drawing",
        names=[
            f"test image {index}, {wording.a(names[label])}, called {names[other]}"
            for index, label, other in zip(found.indices, labels, said, strict=True)
        ],
        captions=captions,
    )
    wrong = int((labels != said).sum())
    charts.explain(
        "Alike means: nearly the same activations in the model's last layer but one. Below each is its true label; "
        + (f"{wrong} of these {len(labels)} it got wrong." if wrong else "it got all of these right."),
        f"The nearest of {len(embeddings):,} test images.",
    )
