"""What this machine can train: memory and time are estimated before a run is queued, as one run holds up all behind it.

Memory is counted from the layer table; time follows from `machine_speed`. Before anything was measured, only what no machine
could train is refused for its time. The memory of other machines is not checked.
"""

from __future__ import annotations

from contextlib import suppress
from math import prod
from pathlib import Path
from typing import Literal

import psutil

from digitcore import settings
from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.lab.queue import machine_speed
from digitcore.lab.runs import runs
from digitcore.lab.store.store import Store
from digitcore.learning.recipes.config import RunConfig

LONGEST_SECONDS = 12 * 3600
"""One training may hold up the queue for a night, and no longer."""
PROCESS_BYTES = 800_000_000
"""What a process that trains holds before its first network."""

_COPIES = 6
"""Copies of the parameters: themselves, gradients, two averages of the optimiser, a checkpoint, the best epoch."""
_NUMBER_BYTES = 4
_GROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
"""Where Linux has a container's memory limit: cgroup 2 and cgroup 1."""


def check_new(store: Store, config: RunConfig, dataset: Dataset) -> None:
    """As `check`, unless a run with these settings exists: joining it is free. `config` is for exactly this data."""
    if not runs.joinable(store, [config.identity]):
        check(store, config, dataset)


def check(store: Store, config: RunConfig, dataset: Dataset) -> None:
    """Refuse a training for which this machine lacks memory or time."""
    if settings.current().scheduler is None:
        check_memory(config, dataset, machine_bytes())
    seconds = machine_speed.seconds(config, dataset, list(machine_speed.known_speeds(store).values()))
    if seconds is None:
        check_time(config, machine_speed.fewest_seconds(config, dataset), how="at least")
    else:
        check_time(config, seconds, how="about")


def check_memory(config: RunConfig, dataset: Dataset, available: int) -> None:
    """Refuse a training that needs more than the available bytes."""
    fixed, per_image = _needs(config, dataset)
    needed = fixed + per_image * config.batch
    if needed <= available:
        return
    batch = int((available - fixed) // per_image) if per_image else 0
    raise BadInput(
        f"This training would need about {needed / 1e9:.1f} GB of memory, and this machine has {available / 1e9:.1f} GB.",
        f"Use a batch of at most {batch:,}." if batch > 0 else "Use fewer units or filters, or fewer images.",
    )


def check_time(config: RunConfig, seconds: float, *, how: Literal["about", "at least"]) -> None:
    """Refuse a training that would take too long."""
    if seconds <= LONGEST_SECONDS:
        return
    epochs = int(config.epochs * LONGEST_SECONDS / seconds)
    smaller = "choose a smaller network, or fewer images."
    raise BadInput(
        f"This training would take {how} {seconds / 3600:,.0f} hours on this machine, "
        f"and one may take {LONGEST_SECONDS // 3600}.",
        f"Set epochs to at most {epochs:,}, or {smaller}" if epochs else smaller.capitalize(),
    )


def machine_bytes() -> int:
    """The memory of this machine, or its container's limit."""
    limits: list[int] = [psutil.virtual_memory().total]
    for path in _GROUP_LIMITS:
        with suppress(OSError, ValueError):  # the file is missing, or holds "max"
            limits.append(int(Path(path).read_text()))
    return min(limits)


def _needs(config: RunConfig, dataset: Dataset) -> tuple[int, int]:
    """Bytes: fixed (process, images, network), and for each image of a batch."""
    rows = config.layer_table(dataset.facts)
    pixels = dataset.train.images.size + dataset.test.images.size
    parameters = sum(row.parameters for row in rows)
    values = sum(prod(row.shape) for row in rows)
    fixed = PROCESS_BYTES + _NUMBER_BYTES * (pixels + _COPIES * parameters)
    return fixed, 2 * _NUMBER_BYTES * values  # with their gradients
