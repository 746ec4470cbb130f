"""Which model is judged on which images: its own test part, whose answers are stored, or another of its size."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.lab import models as lab_models
from digitcore.learning import examination
from digitcore.learning.examination import Examination
from digitcore.learning.prediction import DEFAULT
from pages._shared import frame, lab, models, tasks, test_images, visitor, widgets, words

OWN = "own"


@dataclass(frozen=True)
class Judged:
    """A model's answers, and the images where they are at hand."""

    found: Examination
    dataset: Dataset | None
    """None until somebody asks for the images, or where they are not here."""

    @property
    def is_on_own_part(self) -> bool:
        """Whether it is judged on the test part of the data it learned from: what it said there is stored."""
        return self.dataset is None

    @property
    def names(self) -> list[str]:
        """The classes' names, safe for Markdown."""
        return [words.plain(name) for name in self.found.class_names]

    @property
    def sample(self) -> str:
        """What the numbers stand on."""
        source = datasets.find(self.found.dataset)
        title = words.plain(source.title_for(visitor.current()))
        return f"{words.plain(self.found.title)}, {self.found.judgement.n:,} test images of {title}."

    def images(self) -> Dataset | None:
        """The images behind the answers; where they are not here, a sentence and None."""
        return self.dataset or test_images.behind(self.found.dataset, self.found.true_labels)


def choose(model: str) -> Judged:
    """The answers of `model` on its own test part, or on that of a dataset chosen here."""
    own = _own(model)
    facts = datasets.find(own.dataset).facts
    others = {
        name: f"the test part of {source.title_for(visitor.current())}"
        for name, source in frame.visible_sources().items()
        if name != own.dataset and source.is_ready() and source.facts.side == facts.side
        and source.facts.class_names == facts.class_names
    }  # fmt: skip
    titles = {OWN: "its own test part", **others}
    name = widgets.select("judged_on", "Judged on", list(titles), titles.__getitem__) if others else OWN
    if name == OWN:
        return Judged(own, None)
    dataset = frame.loaded(name, {})
    found = tasks.result_of(
        ("examination", model, name), lambda report: examination.examine(models.awaited(model), dataset)
    )
    return Judged(found, dataset)


def _own(model: str) -> Examination:
    if model == DEFAULT:
        return tasks.result_of("own examination", lambda report: examination.of_default_model())
    return lab_models.examination(lab.store(), model)  # read anew: a stopped run may have gone on


def heading(judged: Judged) -> None:
    """The verdict as one line."""
    judgement = judged.found.judgement
    low, high = judgement.interval
    st.markdown(
        f"### {judgement.accuracy:.2%} right\n"
        f"{judgement.correct:,} of {judgement.n:,} images, {len(judged.found.mistakes):,} mistakes, "
        f"loss {judgement.loss:.4f}. :gray[95% interval {low:.2%} to {high:.2%}: so far chance alone "
        "may have moved it.]"
    )
