"""Files that survive a power cut, on the disk before they get their name, and folders that no other account may read."""

from __future__ import annotations

import os
from pathlib import Path


def move(file: Path, target: Path) -> None:
    """Rename a finished file to `target`, replacing what is there; after a power cut there is the old one or the new."""
    _sync(file, os.O_RDWR)
    file.replace(target)
    if hasattr(os, "O_DIRECTORY"):  # Windows syncs no folders
        _sync(target.parent, os.O_RDONLY)


def make_private(folder: Path) -> None:
    """Make a folder where there is none; of its parents, those that are missing are made as usual."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
