"""Inside: the model's layers, one image on its way through them, a map of all test images, and what it wants to see."""

from __future__ import annotations

from pages._evaluate import inside_image, inside_layers, inside_map, inside_wanted
from pages._evaluate.judged_model import JudgedModel
from pages._shared.controls import widgets

PARTS = {
    "layers": ("Layers and filters", inside_layers.show),
    "image": ("One image, layer by layer", inside_image.show),
    "map": ("Map of the test images", inside_map.show),
    "wanted": ("What it wants to see", inside_wanted.show),
}


def show(judged: JudgedModel) -> None:
    """The chosen part."""
    titles = {name: title for name, (title, _) in PARTS.items()}
    part = widgets.segments("inside", "Look at", titles, show_label=False)
    PARTS[part][1](judged)
