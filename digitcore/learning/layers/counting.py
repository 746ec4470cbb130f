"""How many parameters a layer has: as arithmetic, and in words.

`layers` computes the same numbers a second time, for the machine; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """The parameters of one layer."""

    terms: str
    """784 · 64 + 64"""
    total: int
    words: str

    @property
    def arithmetic(self) -> str:
        """784 · 64 + 64 = 50,240; 0 for a layer without parameters."""
        return f"{self.terms} = {self.total:,}" if self.terms else "0"


NOTHING = Count("", 0, "Nothing to learn.")


def of_units(values: int, units: int) -> Count:
    """Dense units: each weighs all values.

    >>> of_units(784, 64).arithmetic
    '784 · 64 + 64 = 50,240'
    >>> of_units(784, 1).words
    'A weight from each of 784 values to each of 1 unit, and a bias for each unit.'
    """
    words = (
        f"A weight from each of {_some(values, 'value')} to each of {_some(units, 'unit')}, "
        "and a bias for each unit."
    )
    return Count(f"{values:,} · {units:,} + {units:,}", values * units + units, words)


def of_filters(kernel: int, channels: int, filters: int) -> Count:
    """Filters of `kernel` × `kernel` pixels, each of which covers all channels.

    >>> of_filters(3, 32, 64).arithmetic
    '3 · 3 · 32 · 64 + 64 = 18,496'
    """
    words = (
        f"{_some(filters, 'filter')} of {kernel} · {kernel} weights for each of {_some(channels, 'channel')}, "
        "and a bias for each filter."
    )
    terms = f"{kernel} · {kernel} · {channels:,} · {filters:,} + {filters:,}"
    return Count(terms, (kernel**2 * channels + 1) * filters, words)


def of_normalised(channels: int) -> Count:
    """Batch normalisation of so many channels.

    >>> of_normalised(32).arithmetic
    '4 · 32 = 128'
    """
    words = (
        f"Four numbers for each of {_some(channels, 'channel')}. Half of them are learnt ({2 * channels:,}): a scale and a "
        "shift. The other half are a running mean and variance, which are only recorded."
    )
    return Count(f"4 · {channels:,}", 4 * channels, words)


def _some(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
