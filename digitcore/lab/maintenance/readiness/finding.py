"""What a check is told, and what it gives back. Which checks there are is in `checks`."""

from __future__ import annotations

from dataclasses import dataclass

from digitcore.data.ink import Drawing

PORT = 8501
"""Where the app listens, unless somebody chose another port."""


@dataclass(frozen=True)
class Here:
    """What checks cannot find out by themselves."""

    port: int = PORT
    """Where the app listens, or would."""
    drawing: Drawing | None = None
    """What a canvas has heard so far; None where there is no canvas."""


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    ok: bool | None
    """None: it cannot be told from here."""
    value: str
    """What was found, with its figures."""
    advice: str = ""
    """What to do; empty where all is well."""
