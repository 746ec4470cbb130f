"""What a figure function returns: the Plotly figure and the table behind it, made together so that they cannot differ."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import plotly.graph_objects as go

from digitcore.figures.style import fit_telephone
from digitcore.wording import cell


@dataclass(frozen=True)
class Table:
    """Named columns of equal length, in the order in which they are read."""

    columns: Mapping[str, Sequence[Any]]

    def __post_init__(self) -> None:
        lengths = {len(column) for column in self.columns.values()}
        if len(lengths) > 1:
            raise ValueError(f"columns of different lengths: {sorted(lengths)}")

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def to_csv(self) -> str:
        """The table as CSV text with a header line."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(map(cell, self.columns))
        writer.writerows(map(cell, row) for row in zip(*self.columns.values(), strict=True))
        return text.getvalue()


@dataclass(frozen=True)
class Picture:
    """A figure, its table, and a name for the files made from them."""

    name: str
    figure: go.Figure
    table: Table
    width: int | None = None
    """The largest width in pixels, of a square picture; None takes all the width there is."""
    narrow_height: int | None = None
    """The height in pixels on a telephone, since Plotly does not keep proportions; None keeps the height."""

    @cached_property
    def on_telephone(self) -> go.Figure:
        """A copy of the figure for a telephone."""
        if self.narrow_height is None:
            return self.figure
        return fit_telephone(self.figure, height=self.narrow_height)
