"""Which model is judged on which images: its own test part, whose answers are stored, another of its size, or drawings."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import DIGITS, Dataset, FactSheet, Source
from digitcore.lab.drawings import drawing_files, drawings
from digitcore.lab.runs import run_models as lab_models
from digitcore.learning.prediction import examination
from digitcore.learning.prediction.examination import Examination
from digitcore.learning.prediction.prediction import DEFAULT
from pages._shared import background_tasks, frame, judged_images, lab, models
from pages._shared.controls import state, visitor, widgets, words

OWN, DRAWINGS = "own", drawing_files.TEST_PART


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
    def is_drawn(self) -> bool:
        """Whether the images are the visitor's own drawings."""
        return self.found.dataset == DRAWINGS

    @property
    def one(self) -> str:
        """What one of the images is called."""
        return "drawing" if self.is_drawn else "test image"

    @property
    def sample(self) -> str:
        """What the numbers stand on."""
        n = self.found.judgement.n
        if self.is_drawn:
            what = f"{n:,} of your drawings" if n > 1 else "one drawing of yours"
        else:
            title = datasets.find(self.found.dataset).title_for(visitor.current())
            what = f"{n:,} test images of {words.plain(title)}"
        return f"{words.plain(self.found.title)}, {what}."

    def images(self) -> Dataset | None:
        """The images behind the answers; where they are not here, a sentence and None."""
        found = self.found
        return self.dataset or judged_images.dataset_behind(
            found.dataset, found.true_labels, options=found.options
        )


def choose(model: str) -> Judged:
    """The answers of `model` on its own test part, on that of a dataset chosen here, or on this visitor's drawings."""
    own = _own(model)
    facts = datasets.find(own.dataset).facts
    others = {name: source for name, source in frame.visible_sources().items() if name != own.dataset}
    misfits = {
        name: str(problem)
        for name, source in others.items()
        if (problem := examination.examination_problem(own.title, facts, source.title_for(visitor.current()), source.facts))
    }  # fmt: skip
    wanted = state.get("judged_on")
    if wanted in misfits:
        st.warning(words.plain(misfits[wanted]), icon=":material/straighten:")
    titles = _titles(facts, {name: one for name, one in others.items() if name not in misfits})
    name = widgets.select("judged_on", "Judged on", list(titles), titles.__getitem__)
    if name == OWN:
        return Judged(own, None)
    if name == DRAWINGS:
        return _drawn(model, facts)
    dataset = frame.loaded(name, {})
    found = background_tasks.result_or_stop(
        ("examination", model, name), lambda report: examination.examine(models.wait_for(model), dataset)
    )
    return Judged(found, dataset)


def _titles(facts: FactSheet, others: dict[str, Source]) -> dict[str, str]:
    """What can be chosen; a dataset that must be fetched first is fetched when it is."""
    titles = {OWN: "its own test part"}
    for name, source in others.items():
        if not source.is_lost():
            titles[name] = f"the test part of {source.title_for(visitor.current())}"
    if facts.framing is not None and facts.class_names == DIGITS:
        titles[DRAWINGS] = "my own drawings"
    return titles


def _drawn(model: str, facts: FactSheet) -> Judged:
    """This visitor's drawings that have a true label, framed as the model's data are; a sentence where there are none."""
    store, who = lab.store(), visitor.current()
    if not drawings.count(store, who, labelled=True):
        _say_how_to_get_drawings(drawings.count(store, who))
        raise background_tasks.StillWorking
    content = drawings.fingerprint(store, who)
    dataset = background_tasks.result_or_stop(
        ("drawings", facts.framing, content),
        lambda report: drawing_files.as_test_part(drawings.listed(store, who, labelled=True), facts),
    )
    found = background_tasks.result_or_stop(
        ("examination", model, content), lambda report: examination.examine(models.wait_for(model), dataset)
    )
    return Judged(found, dataset)


def _say_how_to_get_drawings(count: int) -> None:
    st.info(
        "You have drawn nothing here yet. Draw some digits, and say below each what it was meant to be."
        if not count
        else f"None of your {count:,} drawings has a true label. Say on the Draw page what each was meant to be."
    )
    st.page_link("pages/draw.py", label="Draw", icon=":material/draw:")


def _own(model: str) -> Examination:
    if model == DEFAULT:
        return background_tasks.result_or_stop(
            "own examination", lambda report: examination.of_default_model()
        )
    return lab_models.examination(lab.store(), model)  # read anew: a stopped run may have gone on


def heading(judged: Judged) -> None:
    """The verdict as one line."""
    judgement = judged.found.judgement
    low, high = judgement.interval
    images, mistakes = judgement.n, len(judged.found.mistakes)
    st.markdown(
        f"### {judgement.accuracy:.2%} right\n"
        f"{judgement.correct:,} of {images:,} {'images' if images != 1 else 'image'}, "
        f"{mistakes:,} {'mistakes' if mistakes != 1 else 'mistake'}, "
        f"loss {judgement.loss:.4f}. :gray[95% interval {low:.2%} to {high:.2%}: so far chance alone "
        "may have moved it.]"
    )
