"""Training, validation and test data of a run; the preparation is fitted to the training data only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digitcore.data.dataset import Dataset, Split
from digitcore.data.preparation import Preparation, fit, split_indices
from digitcore.errors import BadInput
from digitcore.learning.recipes.config import RunConfig


@dataclass(frozen=True, eq=False)
class Parts:
    """Images and labels as stored, and the preparation that a model needs."""

    train: Split
    validation: Split
    """The same object as `test` if the run validates on the test part."""
    test: Split
    preparation: Preparation
    class_count: int


def parts_of(config: RunConfig, dataset: Dataset) -> Parts:
    """Split `dataset` by the settings of `config`; the same seed always gives the same split."""
    _check(config, dataset)
    train, validation = dataset.train, dataset.test
    if isinstance(config.validation, float):
        kept_back, rest = split_indices(len(train), first_share=config.validation, seed=config.seed)
        train, validation = dataset.train.take(rest), dataset.train.take(kept_back)
    if not (len(train) and len(validation) and len(dataset.test)):
        raise BadInput(
            f"{dataset.name!r} has {len(dataset.train)} training and {len(dataset.test)} test images: "
            "too few for this split.",
            "Choose another share for validation, or a dataset with more images.",
        )
    preparation = fit(config.preparation, train.images, maximum=dataset.facts.maximum)
    return Parts(train, validation, dataset.test, preparation, dataset.class_count)


def with_validation_as_test(config: RunConfig, dataset: Dataset) -> Dataset:
    """`dataset` with the images that the run was validated on in place of its test part."""
    _check(config, dataset)
    if not isinstance(config.validation, float):
        return dataset
    kept_back, _ = split_indices(len(dataset.train), first_share=config.validation, seed=config.seed)
    return replace(dataset, test=dataset.train.take(kept_back))


def _check(config: RunConfig, dataset: Dataset) -> None:
    if config.dataset != dataset.name:
        raise BadInput(
            f"These settings are for {config.dataset!r}, and the data is {dataset.name!r}.",
            "Load the dataset that the settings name.",
        )
    if config.dataset_hash and config.dataset_hash != dataset.content_hash:
        raise BadInput(
            f"The images of {dataset.name!r} are not those that these settings were made for.",
            "Make the settings anew for the data as it is now.",
        )
