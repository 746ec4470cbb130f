"""Controls and words that several views of Explore share."""

from __future__ import annotations

from collections.abc import Sequence

from digitcore.data.dataset import Dataset
from pages._shared import picked_images
from pages._shared.controls import state, widgets, words

PARTS = {"train": "Training part", "test": "Test part"}


def choose_part() -> str:
    """The part that the view shows."""
    return str(widgets.segments("part", "Part", PARTS, on_change=state.forget_place))


def choose_class(dataset: Dataset, key: str, label: str, *, among: Sequence[int] | None = None) -> int:
    """The number of a class that is chosen by its name, of all or `among` some."""
    names = dataset.facts.class_names
    return int(widgets.select(key, label, among or range(len(names)), names.__getitem__))


def sizes_up_to(most: int, sizes: tuple[int, ...]) -> list[int]:
    """The sample sizes below `most`, and `most` itself where it is within their range."""
    smaller = [size for size in sizes if size < most]
    return smaller if len(smaller) == len(sizes) else [*smaller, most]


def sample_words(dataset: Dataset, part: str) -> str:
    """The sample of a chart: one part."""
    images = "picked images" if picked_images.is_narrowed(dataset) else "images"
    return f"{len(dataset.part(part)):,} {images}, {PARTS[part].lower()} of {words.titled(dataset)}."


def both_words(dataset: Dataset) -> str:
    """The sample of a chart: both parts."""
    return (
        f"{len(dataset.train):,} training and {len(dataset.test):,} test images of {words.titled(dataset)}."
    )


def drawn_words(dataset: Dataset, part: str, drawn: int) -> str:
    """The sample of a chart: some images of a part, or all."""
    if drawn == len(dataset.part(part)):
        return f"All {sample_words(dataset, part)}"
    return f"{drawn:,} images drawn at random from {sample_words(dataset, part)}"
