"""What a repair of Streamlit is: a change to private parts that it names, so that it stays off where one is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True)
class Repair:
    """One fault of Streamlit's, and how it is mended."""

    fault: str
    """What happens without it, for the log."""
    needs: tuple[str, ...]
    """The private names it uses: `module:name`, or `module:class.attribute`."""
    apply: Callable[[], None]

    def missing(self) -> list[str]:
        """Those that this version of Streamlit does not have."""
        return [name for name in self.needs if not _exists(name)]


def _exists(name: str) -> bool:
    module_name, _, path = name.partition(":")
    owner, _, attribute = path.partition(".")
    try:
        found = getattr(import_module(module_name), owner, None)
    except ImportError:
        return False
    return found is not None and (not attribute or _has(found, attribute))


def _has(kind: type, attribute: str) -> bool:
    """Whether the class has it, or its objects get it when they are made."""
    return hasattr(kind, attribute) or attribute in kind.__init__.__code__.co_names  # type: ignore[misc]
