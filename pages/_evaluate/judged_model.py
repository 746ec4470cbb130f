"""The model that is judged, and the images: its own test or validation part, another test part, or the visitor's drawings."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from digitcore import wording
from digitcore.data import datasets
from digitcore.data.dataset import DIGITS, Dataset, FactSheet, Source
from digitcore.lab.drawings import drawing_files, drawings
from digitcore.lab.runs import runs
from digitcore.learning.engine.data_split import with_validation_as_test
from digitcore.learning.prediction import examination
from digitcore.learning.prediction.examination import Examination
from digitcore.learning.prediction.prediction import DEFAULT
from digitcore.learning.recipes.config import NETWORK, RunConfig
from pages._shared import background_tasks, examinations, frame, judged_images, lab
from pages._shared.controls import state, visitor, widgets, words

_OWN, _VALIDATION, _DRAWINGS = "own", "validation", drawing_files.TEST_PART


@dataclass(frozen=True)
class JudgedModel:
    """A model's predictions for a test part, and its images where they are loaded."""

    examination: Examination
    dataset: Dataset | None
    """None for its own test part: predictions for that are stored, without the images."""
    part: str = "test"

    @property
    def is_on_own_part(self) -> bool:
        """Whether it is judged on the test part of the data that it learned from."""
        return self.dataset is None

    @property
    def names(self) -> list[str]:
        """The classes' names, safe for Markdown."""
        return [words.plain(name) for name in self.examination.class_names]

    @property
    def is_drawn(self) -> bool:
        """Whether the images are the visitor's own drawings."""
        return self.examination.dataset == _DRAWINGS

    @property
    def noun(self) -> str:
        """The word for one of the images."""
        return "drawing" if self.is_drawn else f"{self.part} image"

    @property
    def data(self) -> str:
        """What the images are, safe for Markdown."""
        if self.is_drawn:
            return "your drawings"
        return words.plain(datasets.find(self.examination.dataset).title_for(visitor.current()))

    @property
    def sample(self) -> str:
        """The model and the images behind the numbers, in words."""
        n = self.examination.judgement.n
        if self.is_drawn:
            what = f"{n:,} of your drawings" if n > 1 else "one drawing of yours"
        else:
            what = f"{n:,} {self.part} images of {self.data}"
        return f"{words.plain(self.examination.title)}, {what}."

    def images(self) -> Dataset | None:
        """The dataset with these images; a sentence and None where it is not here."""
        examination = self.examination
        return self.dataset or judged_images.dataset_behind(
            examination.dataset, examination.true_labels, options=examination.options
        )


def choose(model: str) -> JudgedModel:
    """The predictions of `model` for its own test part, for that of a chosen dataset, or for the visitor's drawings."""
    own = examinations.on_own_part(model)
    facts = datasets.find(own.dataset).facts
    others = {name: source for name, source in frame.visible_sources().items() if name != own.dataset}
    misfits = {
        name: str(problem)
        for name, source in others.items()
        if (problem := examination.examination_problem(own.title, facts, source.title_for(visitor.current()), source.facts))
    }  # fmt: skip
    wanted = state.get("judged_on")
    with widgets.stable_place():
        if wanted in misfits:
            st.warning(words.plain(misfits[wanted]), icon=":material/straighten:")
    kept_back = _kept_back(model)
    titles = _titles(
        facts,
        {name: source for name, source in others.items() if name not in misfits},
        has_validation=kept_back is not None,
    )
    name = widgets.select("judged_on", "Judged on", list(titles), titles.__getitem__)
    if name == _OWN:
        return JudgedModel(own, None)
    if name == _DRAWINGS:
        return _drawn(model, facts)
    if name == _VALIDATION and kept_back is not None:
        return _on_validation(model, kept_back)
    dataset = frame.loaded(name, {})
    return JudgedModel(examinations.on(model, dataset), dataset)


def _kept_back(model: str) -> RunConfig | None:
    """The settings of a run that kept back images for validation which are here; None for others."""
    if model == DEFAULT:
        return None
    config = runs.get(lab.store(), model).config
    has_part = config.model == NETWORK and isinstance(config.validation, float)
    return config if has_part and not datasets.find(config.dataset).is_lost() else None


def _on_validation(model: str, config: RunConfig) -> JudgedModel:
    """Its answers of each epoch to these images were not kept: it predicts them once more."""
    dataset = with_validation_as_test(config, frame.loaded(config.dataset, dict(config.dataset_options)))
    return JudgedModel(examinations.on(model, dataset), dataset, _VALIDATION)


def _titles(facts: FactSheet, others: dict[str, Source], *, has_validation: bool) -> dict[str, str]:
    """What can be chosen."""
    titles = {_OWN: "its own test part"}
    if has_validation:
        titles[_VALIDATION] = "its own validation part"
    for name, source in others.items():
        if not source.is_lost():
            titles[name] = f"the test part of {source.title_for(visitor.current())}"
    if facts.framing is not None and facts.class_names == DIGITS:
        titles[_DRAWINGS] = "my own drawings"
    return titles


def _drawn(model: str, facts: FactSheet) -> JudgedModel:
    """The visitor's labelled drawings, framed as the model's data are; a sentence where there are none."""
    store, owner = lab.store(), visitor.current()
    if not drawings.count(store, owner, labelled=True):
        _say_how_to_get_drawings(drawings.count(store, owner))
        raise background_tasks.StillWorking
    content = drawings.fingerprint(store, owner)
    dataset = background_tasks.result_or_stop(
        ("drawings", facts.framing, content),
        lambda report: drawing_files.as_test_part(drawings.listed(store, owner, labelled=True), facts),
    )
    return JudgedModel(examinations.on(model, dataset), dataset)


def _say_how_to_get_drawings(count: int) -> None:
    st.info(
        "You have drawn nothing here yet. Draw some digits, and say below each what it was meant to be."
        if not count
        else f"None of your {count:,} drawings has a true label. Say on the Draw page what each was meant to be."
    )
    st.page_link("pages/draw.py", label="Draw", icon=":material/draw:")


def heading(judged: JudgedModel) -> None:
    """Accuracy, mistakes and loss in one line."""
    judgement = judged.examination.judgement
    low, high = judgement.interval
    images, mistakes = judgement.n, len(judged.examination.mistakes)
    st.markdown(
        f"### {words.plain(judged.examination.title)} on {judged.data}: {judgement.accuracy:.2%}\n"
        f"{judgement.correct:,} of {wording.counted(images, 'image')}, {wording.counted(mistakes, 'mistake')}, "
        f"loss {judgement.loss:.4f}. :gray[95% interval {low:.2%} to {high:.2%}: the true value "
        "probably lies in this range.]"
    )
