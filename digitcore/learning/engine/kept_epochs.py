"""Which epochs of a run keep their weights, so that a slider over the epochs can show the model as it was.

Between `reports` and `training` in the reading order: the engine asks before it copies weights, the store when it thins them.
"""

from __future__ import annotations

from digitcore.data.limits import MEGABYTE

MOST_EPOCHS = 30
MOST_BYTES = 50 * MEGABYTE


def kept_epochs(latest_epoch: int, weight_bytes: int) -> set[int]:
    """Which epochs keep their weights once `latest_epoch` is done: the first, the latest, and evenly between.

    The distance is a power of two, so what was dropped is never wanted again.
    """
    distance = _distance(latest_epoch, weight_bytes)
    spread = set(range(1, latest_epoch, distance)) if _most(weight_bytes) > 1 else set()
    return spread | {latest_epoch}


def is_worth_keeping(epoch: int, weight_bytes: int) -> bool:
    """Whether `epoch` is kept for a while at least, if it is not the run's last one."""
    if _most(weight_bytes) == 1:
        return False
    return (epoch - 1) % _distance(epoch + 1, weight_bytes) == 0


def _most(weight_bytes: int) -> int:
    return max(1, min(MOST_EPOCHS, MOST_BYTES // max(1, weight_bytes)))


def _distance(latest_epoch: int, weight_bytes: int) -> int:
    most, distance = _most(weight_bytes), 1
    while len(range(1, latest_epoch, distance)) > most - 1 and distance < latest_epoch:
        distance *= 2
    return distance
