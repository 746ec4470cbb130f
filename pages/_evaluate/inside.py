"""Inside: what the model is made of, what each layer makes of one image, and how it lays out all of them."""

from __future__ import annotations

from pages._evaluate import inside_image, inside_layers, inside_map
from pages._evaluate.judged_model import Judged
from pages._shared.controls import widgets

PARTS = {
    "layers": ("Layers and filters", inside_layers.show),
    "image": ("One image, layer by layer", inside_image.show),
    "map": ("Map of the test images", inside_map.show),
}


def show(judged: Judged) -> None:
    """The choice among the three, and the chosen one."""
    titles = {name: title for name, (title, _) in PARTS.items()}
    part = widgets.segments("inside", "Look at", titles, show_label=False)
    PARTS[part][1](judged)
