"""Train with the class: the same network on images of MNIST alone, and with the class's drawings among them.

Both runs are judged on the drawings of pupils that neither was trained on, and at the end on the data's own test part:
did the second one forget? They are ordinary runs of the room; the room's settings name the two that belong together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.data.results import ReadOnlyArrays
from digitcore.data.sources.draft import Draft
from digitcore.errors import BadInput
from digitcore.lab.rooms import class_data, room_datasets, room_runs, rooms
from digitcore.lab.rooms.live_wall import WallView
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lab.rooms.wall import WallDrawing
from digitcore.lab.runs import run_models, runs
from digitcore.lab.store.records import RunRecord
from digitcore.lab.store.store import Store
from digitcore.learning.prediction.before_after import BeforeAfter, before_after
from digitcore.learning.prediction.examination import Examination, examine
from digitcore.learning.prediction.prediction import Predictor
from digitcore.learning.recipes.config import TEST, RunConfig
from digitcore.learning.recipes.recipes import RECIPES

NETWORKS = ("dense-128", "mnist-cnn")
"""Recipes that train in seconds to minutes on these images."""


@dataclass(frozen=True)
class PreparedPair:
    """Both trainings with their data on the disk, ready to be requested."""

    configs: tuple[RunConfig, RunConfig]
    """Before and after: without the class and with it."""
    titles: tuple[str, str]
    data: str
    """The dataset that is trained on besides the class."""
    held_out: int
    """How many pupils' drawings both are judged on."""


@dataclass(frozen=True)
class Pair:
    """The two runs as they stand."""

    before: RunRecord
    after: RunRecord
    data: str
    held_out: int

    @property
    def both(self) -> tuple[RunRecord, RunRecord]:
        """Before and after."""
        return self.before, self.after

    @property
    def is_over(self) -> bool:
        """Whether both runs are over."""
        return all(run.is_over for run in self.both)

    @property
    def is_judged(self) -> bool:
        """Whether both runs have a test accuracy."""
        return all(run.test_accuracy is not None for run in self.both)


@dataclass(frozen=True, eq=False)
class Flipped(ReadOnlyArrays):
    """The drawings of held-out pupils that only one of the two models reads."""

    images: NDArray[np.uint8]
    """(n, 28, 28)."""
    true_labels: NDArray[np.uint8]
    before: NDArray[np.intp]
    """(n,) predictions without the class."""
    after: NDArray[np.intp]

    @property
    def is_better(self) -> NDArray[np.bool_]:
        """(n,) whether the one with the class reads it."""
        better: NDArray[np.bool_] = self.after == self.true_labels
        return better

    def is_on(self, view: WallView) -> NDArray[np.bool_]:
        """(n,) whether it may be shown: none that was taken off the wall since."""
        return np.array([image.tobytes() in view.image_contents for image in self.images], bool)


@dataclass(frozen=True, eq=False)
class ClassComparison:
    """Without the class and with it, on the drawings of the held-out pupils and on the data's test images."""

    of_class: BeforeAfter
    of_data: BeforeAfter
    flipped: Flipped


def prepare(room_id: str, drawings: Sequence[WallDrawing], data: Dataset, network: str) -> PreparedPair:
    """Save both datasets, and set up the trainings on them; raises BadInput where the class drew too little."""
    if network not in NETWORKS:
        raise BadInput(f"{network[:40]!r} is not offered here.", f"Choose one of: {', '.join(NETWORKS)}.")
    of_class, title = class_data.as_dataset(drawings), data.facts.title
    drafts = (class_data.mixed_into(of_class, data, copies=0), class_data.mixed_into(of_class, data))
    names = (f"{title} alone", f"{title} and our class")
    configs = [
        _config(draft, room_id, network, title=name) for draft, name in zip(drafts, names, strict=True)
    ]
    return PreparedPair(
        (configs[0], configs[1]),
        (f"{RECIPES[network].title}: {names[0]}", f"{RECIPES[network].title}: {names[1]}"),
        data.name,
        len(class_data.held_out_seats(drawing.seat for drawing in drawings)),
    )


def _config(draft: Draft, room_id: str, network: str, *, title: str) -> RunConfig:
    """The recipe's network on this data, validated on the held-out pupils: the live curve shows what the
    class wonders about. Nothing is chosen by validation.
    """
    source = room_datasets.save(draft, room_id, title=title)
    return RECIPES[network].config.replace(
        dataset=source.name, dataset_options={}, dataset_hash=draft.content_hash, validation=TEST
    )


def request(teacher: Teacher, prepared: PreparedPair, *, visitor: str) -> None:
    """Request both runs as runs of the room, and note them in its settings."""
    ids = list[str]()
    for config, title in zip(prepared.configs, prepared.titles, strict=True):
        run = runs.request_run(teacher.store, config, recipe="", visitor=visitor, title=title)
        room_runs.add_as_teacher(teacher, run.id)
        ids.append(run.id)
    rooms.change_settings(teacher, trained=".".join((*ids, prepared.data, str(prepared.held_out))))


def latest(store: Store, room: Room) -> Pair | None:
    """The pair that was requested last; None before, and where one of the two was deleted."""
    parts = room.settings.trained.split(".")  # as `request` has joined them
    before, after, data, held_out = parts if len(parts) == 4 else ("", "", "", "")
    by_id = {member.run.id: member.run for member in room_runs.listed(store, room.id)}
    if before not in by_id or after not in by_id or not held_out.isdecimal():
        return None
    return Pair(by_id[before], by_id[after], data, int(held_out))


def compare(store: Store, pair: Pair, *, load: Callable[[str], Predictor]) -> ClassComparison:
    """Judge both models; `load` gives the model of a run. Takes seconds, for a whole test part."""
    of_class = [run_models.examination(store, run.id) for run in pair.both]
    data = datasets.load(pair.data)
    of_data = [examine(load(run.id), data) for run in pair.both]
    return ClassComparison(before_after(*of_class), before_after(*of_data), _flipped(pair, *of_class))


def _flipped(pair: Pair, before: Examination, after: Examination) -> Flipped:
    images = datasets.load(pair.after.config.dataset).test.images
    only_one = np.flatnonzero(
        (before.predicted == before.true_labels) != (after.predicted == after.true_labels)
    )
    return Flipped(
        images[only_one], before.true_labels[only_one], before.predicted[only_one], after.predicted[only_one]
    )
