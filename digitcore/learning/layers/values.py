"""Bounds of settings, declared with the field and checked when the object is made.

Layers and `RunConfig` declare them; pages read the same declaration to draw their controls.
"""

from __future__ import annotations

from dataclasses import Field, field, fields
from typing import Any

from digitcore.errors import BadInput

_LONGEST = 60


def short(value: object) -> str:
    """The value as an error message quotes it, cut to 60 characters."""
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def number(default: float, low: float, high: float, title: str) -> Any:
    """A field for a number from `low` to `high`; a whole number if `default` is an int."""
    return field(default=default, metadata={"low": low, "high": high, "title": title})


def choice(default: str, choices: tuple[str, ...], title: str) -> Any:
    """A field for one of `choices`."""
    return field(default=default, metadata={"choices": choices, "title": title})


def check_fields(owner: Any, title: str) -> None:
    """Raise `BadInput` for a value outside its bounds or choices.

    Whole numbers become floats where floats are declared, so that equal settings have the same JSON.
    """
    for setting in fields(owner):
        if "choices" in setting.metadata:
            _check_choice(getattr(owner, setting.name), setting, title)
        elif "low" in setting.metadata:
            value = _checked_number(getattr(owner, setting.name), setting, title)
            object.__setattr__(owner, setting.name, value)


def _check_choice(value: object, setting: Field[Any], title: str) -> None:
    choices = setting.metadata["choices"]
    if value not in choices:
        raise BadInput(
            f"{title} cannot have {setting.name}={short(value)}.", f"Choose one of: {', '.join(choices)}."
        )


def _checked_number(value: object, setting: Field[Any], title: str) -> int | float:
    low, high, whole = setting.metadata["low"], setting.metadata["high"], isinstance(setting.default, int)
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and low <= value <= high
        and (not whole or value == int(value))
    ):
        return int(value) if whole else float(value)
    raise BadInput(
        f"{title} cannot have {setting.name}={short(value)}.",
        f"Give a {'whole ' if whole else ''}number from {low:,} to {high:,}.",
    )
