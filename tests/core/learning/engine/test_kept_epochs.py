"""The epochs that keep their weights: few, evenly spread, and known as they go by."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digitcore.learning.engine.kept_epochs import MOST_BYTES, MOST_EPOCHS, is_worth_keeping, kept_epochs

EPOCHS, BYTES = st.integers(1, 3000), st.integers(1, 200_000_000)


@given(EPOCHS, BYTES)
def test_few_epochs_are_kept_evenly_with_the_first_and_the_latest(latest_epoch, weight_bytes):
    kept = sorted(kept_epochs(latest_epoch, weight_bytes))
    assert kept[-1] == latest_epoch
    assert len(kept) <= MOST_EPOCHS
    assert len(kept) == 1 or len(kept) * weight_bytes <= MOST_BYTES
    distances = {int(distance) for distance in np.diff(kept[:-1])}
    assert len(distances) <= 1
    if 2 * weight_bytes <= MOST_BYTES:
        assert kept[0] == 1


@given(st.integers(2, 3000), st.integers(1, 60_000_000))
def test_what_was_dropped_is_never_wanted_again(latest_epoch, weight_bytes):
    before = kept_epochs(latest_epoch - 1, weight_bytes)
    assert kept_epochs(latest_epoch, weight_bytes) <= before | {latest_epoch}


@given(st.integers(1, 500), BYTES)
def test_what_is_kept_at_the_end_was_worth_keeping_when_it_went_by(latest_epoch, weight_bytes):
    worth = {epoch for epoch in range(1, latest_epoch) if is_worth_keeping(epoch, weight_bytes)}
    assert kept_epochs(latest_epoch, weight_bytes) <= worth | {latest_epoch}


def test_a_hundred_epochs_keep_every_fourth():
    assert sorted(kept_epochs(100, 2600)) == [*range(1, 100, 4), 100]
