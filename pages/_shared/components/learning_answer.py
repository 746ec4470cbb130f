"""What a run's network says of the drawing on the sheet after each kept epoch, also while it learns.

The browser fetches the weights (`pages._shared.server.model_files`) and answers by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from pages._shared.server.browser_files import browser_component

_component = browser_component("learning_answer", has_page_style=True)


def show(
    run_id: str, *, class_names: Sequence[str], kept: Sequence[int] | None, has_slider: bool = False
) -> None:
    """The answers of this run; `kept` are its epochs once it is over, None while the live curves tell of them.

    With `has_slider` the epoch is chosen here, where no curves have a slider.
    """
    data = {
        "run": run_id,
        "names": list(class_names),
        "kept": None if kept is None else list(kept),
        "hasSlider": has_slider,
    }
    _component(key=f"learning_answer_{run_id}", data=data)
