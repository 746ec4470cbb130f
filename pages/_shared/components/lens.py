"""A network as a picture, from its image to its answer, redrawn while the pen moves (`assets/browser/lens.mjs`).

It follows the ink on the sheet by itself; the server has no part in it but the model's file.
"""

from __future__ import annotations

from collections.abc import Sequence

from pages._shared.server.browser_files import browser_component

_component = browser_component("lens")


def show(address: str, class_names: Sequence[str]) -> None:
    """The network at this address, as `model_files.address` gives it."""
    model = {"address": address, "doubter": None}
    _component(key="lens", data={"model": model, "names": list(class_names)})
