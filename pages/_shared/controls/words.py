"""Words for Markdown: what people typed (titles, names of classes) must show as it is, and never as markup."""

from __future__ import annotations

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.data.spoiling import is_spoiled
from pages._shared.controls import visitor

_MARKS = frozenset(r"\`*_{}[]()<>#+-.!|~$:^=&@/")


def plain(text: str) -> str:
    """Somebody's words made safe for Markdown: every mark stands for itself."""
    return "".join(f"\\{mark}" if mark in _MARKS else mark for mark in text)


def unmarked(markdown: str) -> str:
    """The same sentence without its marks, for those who hear it."""
    return markdown.replace("**", "").replace("\\", "")


def titled(dataset: Dataset) -> str:
    """The dataset's title, and whether it is spoiled."""
    spoiled = " (training part damaged)" if is_spoiled(dataset.options) else ""
    title = datasets.find(dataset.name).title_for(visitor.current())
    return f"{plain(title)}{spoiled}"


def class_names(dataset: Dataset) -> list[str]:
    """The names of the classes, safe for Markdown."""
    return [plain(name) for name in dataset.facts.class_names]


def duration(seconds: float) -> str:
    """About how long, as precisely as an estimate may be."""
    if seconds < 1:
        return "less than a second"
    if seconds < 90:
        return f"about {_rounded(seconds)} s"
    if seconds < 90 * 60:
        return f"about {_rounded(seconds / 60)} min"
    return f"about {_rounded(seconds / 3600)} hours"


def size(count: int) -> str:
    """So many bytes, in the unit that leaves few digits."""
    return f"{max(1, round(count / 1e3)):,} kB" if count < 1e6 else f"{count / 1e6:,.1f} MB"


def _rounded(value: float) -> int:
    """Whole numbers, and fives from twenty on."""
    return round(value) if value < 20 else round(value / 5) * 5
