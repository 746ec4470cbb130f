"""The epochs of a run whose weights are stored, so that a slider over the epochs can show earlier models.

The engine uses it to decide which weights to copy, the store to decide which to delete.
"""

from __future__ import annotations

from digitcore.data.limits import MEGABYTE

MOST_EPOCHS = 30
MOST_BYTES = 50 * MEGABYTE


def kept_epochs(latest_epoch: int, weight_bytes: int) -> set[int]:
    """The stored epochs when `latest_epoch` is done: the first, the latest, and evenly spaced ones between.

    >>> sorted(kept_epochs(100, weight_bytes=2_600))[:4], len(kept_epochs(100, weight_bytes=2_600))
    ([1, 5, 9, 13], 26)
    """
    # The distance is a power of two: as it grows, epochs are only deleted, never needed again.
    distance = _distance(latest_epoch, weight_bytes)
    earlier = set(range(1, latest_epoch, distance)) if _limit(weight_bytes) > 1 else set()
    return earlier | {latest_epoch}


def is_worth_keeping(epoch: int, weight_bytes: int) -> bool:
    """Whether `epoch` is stored for a while at least, even if it is not the last one."""
    if _limit(weight_bytes) == 1:
        return False
    return (epoch - 1) % _distance(epoch + 1, weight_bytes) == 0


def _limit(weight_bytes: int) -> int:
    return max(1, min(MOST_EPOCHS, MOST_BYTES // max(1, weight_bytes)))


def _distance(latest_epoch: int, weight_bytes: int) -> int:
    limit, distance = _limit(weight_bytes), 1
    while len(range(1, latest_epoch, distance)) > limit - 1 and distance < latest_epoch:
        distance *= 2
    return distance
