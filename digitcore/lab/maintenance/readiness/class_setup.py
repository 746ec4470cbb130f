"""What the readiness checks need to be given, as they cannot find it out themselves."""

from __future__ import annotations

from dataclasses import dataclass

from digitcore.data.ink import Drawing

PORT = 8501
"""The app's port, unless another one was chosen."""


@dataclass(frozen=True)
class ClassSetup:
    """How the class reaches the app, and what it drew there."""

    port: int = PORT
    """Where the app listens, or would."""
    drawing: Drawing | None = None
    """What a canvas received so far; None where there is no canvas."""
