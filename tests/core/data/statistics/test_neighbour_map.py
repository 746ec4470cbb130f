"""The map by neighbours: clusters stay together, equal samples give equal maps, and it can be cancelled."""

import numpy as np
import pytest

from digitcore.data.dataset import Split
from digitcore.data.statistics import neighbour_map


@pytest.fixture(scope="module")
def three_heaps():
    """Images of three kinds, each with a noise of its own."""
    rng = np.random.default_rng(0)
    labels = np.repeat(np.arange(3, dtype=np.uint8), 20)
    images = np.zeros((60, 8, 8), np.uint8)
    for place, label in enumerate(labels):
        images[place, 2 * label : 2 * label + 2] = rng.integers(150, 250, (2, 8))
    return Split(images, labels)


def test_each_heap_lies_together_and_the_same_again(three_heaps):
    result = neighbour_map.lay(three_heaps)
    distances = np.linalg.norm(result.positions[:, None] - result.positions[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    assert (three_heaps.labels[distances.argmin(axis=1)] == three_heaps.labels).all()
    assert 0.3 < result.kept_neighbours <= 1
    assert np.array_equal(result.positions, neighbour_map.lay(three_heaps).positions)


def test_one_who_no_longer_waits_ends_it(three_heaps):
    class Gone(Exception):
        pass

    def report(progress):
        if progress.done:
            raise Gone

    with pytest.raises(Gone):
        neighbour_map.lay(three_heaps, report=report)


@pytest.mark.parametrize("count", [1, 2, 4, 5])
def test_the_smallest_samples_have_a_map(three_heaps, count):
    result = neighbour_map.lay(three_heaps, sample=count)
    assert result.positions.shape == (count, 2)
    assert np.isfinite(result.positions).all()
