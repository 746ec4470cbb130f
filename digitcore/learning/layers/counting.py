"""How a layer comes to its number of parameters: as arithmetic, and in words.

Before `layers` in the reading order, which says it of each layer; `reader` says it of the default model. What the
numbers come to is stated in `layers` a second time, as a sum for the machine; a test holds the two together.
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
        """784 · 64 + 64 = 50,240; where there is nothing to add up, 0."""
        return f"{self.terms} = {self.total:,}" if self.terms else "0"


NOTHING = Count("", 0, "Nothing to learn.")


def of_units(values: int, units: int) -> Count:
    """Units that weigh all values."""
    words = (
        f"A weight from each of {_some(values, 'value')} to each of {_some(units, 'unit')}, "
        "and a bias for each unit."
    )
    return Count(f"{values:,} · {units:,} + {units:,}", values * units + units, words)


def of_filters(kernel: int, channels: int, filters: int) -> Count:
    """Filters of `kernel` × `kernel` pixels that look at all channels."""
    words = (
        f"{_some(filters, 'filter')} of {kernel} · {kernel} weights for each of {_some(channels, 'channel')}, "
        "and a bias for each filter."
    )
    terms = f"{kernel} · {kernel} · {channels:,} · {filters:,} + {filters:,}"
    return Count(terms, (kernel**2 * channels + 1) * filters, words)


def of_normalised(channels: int) -> Count:
    """Channels that are brought to mean 0 and deviation 1."""
    words = (
        f"Four numbers for each of {_some(channels, 'channel')}. Half of them are learnt ({2 * channels:,}): a scale and a "
        "shift. The other half are a running mean and variance, which are only kept count of."
    )
    return Count(f"4 · {channels:,}", 4 * channels, words)


def _some(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
