"""Train with the class: the same network twice, on images of MNIST alone and with the class's drawings among them.

After `class_data`, `room_runs` and `run_models` in the reading order. Both runs are judged on the drawings of pupils that
neither learned from, and are asked about the data's own test part at the end: did the second one forget? They are ordinary
runs of the room; which two belong together, its settings say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.data.sources.draft import Draft
from digitcore.errors import BadInput
from digitcore.lab.rooms import class_data, room_datasets, room_runs, rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lab.rooms.wall import WallDrawing
from digitcore.lab.runs import run_models, runs
from digitcore.lab.store.records import RunRecord
from digitcore.lab.store.store import Store
from digitcore.learning.prediction.before_after import BeforeAfter, before_after
from digitcore.learning.prediction.examination import examine
from digitcore.learning.prediction.prediction import Predictor
from digitcore.learning.recipes.config import TEST, RunConfig
from digitcore.learning.recipes.recipes import RECIPES

NETWORKS = ("dense-128", "mnist-cnn")
"""Recipes that take seconds to minutes on the images that are used here."""


@dataclass(frozen=True)
class Prepared:
    """Both trainings with their data on the disk, ready to be asked for."""

    configs: tuple[RunConfig, RunConfig]
    """Before and after: without the class and with it."""
    titles: tuple[str, str]
    parameters: int
    data: str
    """The dataset that is learned from besides the class."""
    held_out: int
    """Pupils whose drawings both are judged on."""


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
        """Whether nothing more comes by itself."""
        return all(run.is_over for run in self.both)

    @property
    def is_judged(self) -> bool:
        """Whether there is something to compare."""
        return all(run.test_accuracy is not None for run in self.both)


@dataclass(frozen=True)
class Outcome:
    """Without the class and with it, on the drawings of the pupils held out and on the data's test images."""

    of_class: BeforeAfter
    of_data: BeforeAfter


def data_to_hand() -> str:
    """MNIST where it is on this machine; else digits drawn by code, which need no network."""
    return "mnist" if datasets.find("mnist").is_ready() else "synthetic"


def prepare(room_id: str, drawings: Sequence[WallDrawing], data: Dataset, network: str) -> Prepared:
    """Put both datasets on the disk, and say how to train on them; a sentence where the class drew too little."""
    if network not in NETWORKS:
        raise BadInput(f"{network[:40]!r} is not offered here.", f"Choose one of: {', '.join(NETWORKS)}.")
    ours, title = class_data.as_dataset(drawings), data.facts.title
    drafts = (class_data.together(ours, data, copies=0), class_data.together(ours, data))
    names = (f"{title} alone", f"{title} and our class")
    configs = [
        _config(draft, room_id, network, title=name) for draft, name in zip(drafts, names, strict=True)
    ]
    rows = configs[0].layer_table(data.facts)
    return Prepared(
        (configs[0], configs[1]),
        (f"{RECIPES[network].title}: {names[0]}", f"{RECIPES[network].title}: {names[1]}"),
        sum(row.parameters for row in rows),
        data.name,
        len(class_data.held_out_seats(one.seat for one in drawings)),
    )


def _config(draft: Draft, room_id: str, network: str, *, title: str) -> RunConfig:
    """The recipe's network on this data, watched on the pupils held out; it learns nothing from watching."""
    source = room_datasets.keep(draft, room_id, title=title)
    return RECIPES[network].config.replace(
        dataset=source.name, dataset_options={}, dataset_hash=draft.content_hash, validation=TEST
    )


def request(teacher: Teacher, prepared: Prepared, *, visitor: str) -> None:
    """Ask for both runs as runs of the room, and note in it that they are the two to look at."""
    settings, ids = rooms.own(teacher).settings, list[str]()
    for config, title in zip(prepared.configs, prepared.titles, strict=True):
        run = runs.request_run(
            teacher.store, config, recipe="", visitor=visitor, title=title, parameters=prepared.parameters
        )
        room_runs.add_as_teacher(teacher, run.id)
        ids.append(run.id)
    trained = ".".join((*ids, prepared.data, str(prepared.held_out)))
    rooms.put_settings(teacher, settings.replace(trained=trained))


def latest(store: Store, room: Room) -> Pair | None:
    """The two that were asked for last; None before, and where one of them was deleted."""
    before, _, rest = room.settings.trained.partition(".")
    after, _, rest = rest.partition(".")
    data, _, held_out = rest.partition(".")
    known = {one.run.id: one.run for one in room_runs.listed(store, room.id)}
    if before not in known or after not in known or not held_out.isdecimal():
        return None
    return Pair(known[before], known[after], data, int(held_out))


def outcome(store: Store, pair: Pair, *, load: Callable[[str], Predictor]) -> Outcome:
    """Both models judged; `load` gives the model of a run. Takes seconds: they are asked about a whole test part."""
    of_class = [run_models.examination(store, run.id) for run in pair.both]
    data = datasets.load(pair.data)
    of_data = [examine(load(run.id), data) for run in pair.both]
    return Outcome(before_after(*of_class), before_after(*of_data))
