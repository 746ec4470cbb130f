"""Everything that is read from the environment, in one place.

Nothing else in the project reads `os.environ`. The settings are read anew at each call
of `current()`, which costs microseconds, so a test or a notebook may change them at will.
The table in README.md documents every variable; a test holds the two together.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MNIST_MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)


@dataclass(frozen=True)
class Settings:
    """The settings in force; every field has a default that works on a fresh machine."""

    home: Path
    """Where users' datasets and caches are kept (DIGITLAB_HOME)."""
    mnist_folder: Path | None
    """A folder that already holds the MNIST files (DIGITLAB_MNIST)."""
    mnist_mirrors: tuple[str, ...]
    """Addresses to download MNIST from, tried in turn (DIGITLAB_MIRRORS)."""
    pen_folder: Path | None
    """A folder with pen strokes for tuning and benchmarks (DIGITLAB_PEN)."""

    @property
    def cache(self) -> Path:
        """Files that can be fetched or computed again; safe to delete."""
        return self.home / "cache"

    @property
    def datasets(self) -> Path:
        """What users added; not safe to delete."""
        return self.home / "datasets"


def current() -> Settings:
    """Read the settings from the environment as it is now."""
    mirrors = os.environ.get("DIGITLAB_MIRRORS", "").replace(",", " ").split()
    return Settings(
        home=Path(os.environ.get("DIGITLAB_HOME") or "var").expanduser().absolute(),
        mnist_folder=_folder("DIGITLAB_MNIST"),
        mnist_mirrors=tuple(mirrors) or MNIST_MIRRORS,
        pen_folder=_folder("DIGITLAB_PEN"),
    )


def _folder(variable: str) -> Path | None:
    value = os.environ.get(variable, "").strip()
    return Path(value).expanduser().absolute() if value else None
