"""Images and labels from two or four idx files: their content says which is which, their names say train or test."""

from __future__ import annotations

from collections.abc import Mapping

from digitcore.data.readers.idx import read_idx
from digitcore.data.readers.parsed import ParsedDataset, ParsedPart, check_shape, is_test_name
from digitcore.errors import BadInput

_ADVICE = (
    "Choose one file of images with its file of labels, or MNIST's four (the test files named test or t10k)."
)


def read_idx_files(files: Mapping[str, bytes]) -> ParsedDataset:
    """Two files are one part, whatever their names; four are train and test."""
    if len(files) == 2:
        return ParsedDataset(_part(files))
    test = {name: data for name, data in files.items() if is_test_name(name)}
    train = {name: data for name, data in files.items() if name not in test}
    if len(train) != 2 or len(test) != 2:
        raise BadInput(f"{len(files)} idx files cannot be put into pairs: {', '.join(files)}.", _ADVICE)
    return ParsedDataset(_part(train), _part(test))


def _part(files: Mapping[str, bytes]) -> ParsedPart:
    arrays = {name: read_idx(data, name=name) for name, data in files.items()}
    images = next((array for array in arrays.values() if array.ndim == 3), None)
    labels = next((array for array in arrays.values() if array.ndim == 1), None)
    names = " and ".join(files)
    if images is None or labels is None:
        missing = "images" if images is None else "labels"
        raise BadInput(f"There are no {missing} in {names}.", _ADVICE)
    check_shape(images.shape, name=names)
    if len(images) != len(labels):
        raise BadInput(f"{names} hold {len(images):,} images but {len(labels):,} labels.", _ADVICE)
    return ParsedPart(images, labels)
