"""Fooling a model: one whose weak spot is known gives it away, and one without any is not fooled."""

import numpy as np

from digitcore.learning.prediction.fooling import MOST_PIXELS, fool


def counts_two_pixels(images):
    """Says class 1 as soon as both pixels of the first row's middle are inked."""
    inked = (images[:, 0, 3:5] > 127).mean(axis=1)
    return np.stack([0.8 - 0.6 * inked, 0.2 + 0.6 * inked], axis=1).astype(np.float32)


def test_the_pixels_that_decide_are_found_and_no_other():
    result = fool(counts_two_pixels, np.zeros((8, 8), np.float32), maximum=255)
    assert result.is_fooled
    # with one of them the two are equal, and the first of equals is the answer as before
    assert {tuple(place) for place in result.pixels} == {(0, 3), (0, 4)}
    assert result.probabilities.argmax(axis=1).tolist() == [0, 0, 1]
    assert [np.count_nonzero(image) for image in result.images] == [0, 1, 2]


def test_ink_is_turned_to_paper():
    full = np.zeros((8, 8), np.float32)
    full[0, 3:5] = 255
    result = fool(counts_two_pixels, full, maximum=255)
    assert result.is_fooled
    assert np.count_nonzero(result.images[-1]) == 1


def test_a_model_that_looks_at_nothing_is_not_fooled_and_the_search_ends():
    def stubborn(images):
        return np.tile(np.float32([0.9, 0.1]), (len(images), 1))

    result = fool(stubborn, np.zeros((8, 8), np.float32), maximum=16)
    assert not result.is_fooled
    assert len(result.pixels) == MOST_PIXELS == len({tuple(place) for place in result.pixels})
    assert result.images.max() == 16


def test_an_image_that_nothing_is_done_to_stays_as_it_was():
    image = np.zeros((8, 8), np.float32)
    fool(counts_two_pixels, image, maximum=255)
    assert not image.any()
