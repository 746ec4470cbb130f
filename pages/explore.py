"""Explore: nine views on one dataset. Only the chosen view is computed; the whole setting is in the address."""

from pages._explore import averages, classes, images, ink, map, overview, preparation, train_and_test, typical
from pages._shared import frame, picked_images
from pages._shared.controls import widgets

frame.guard(__file__)
frame.heading(
    "Explore",
    "Before a model learns from data, look at it: most surprises in a model are already in its images.",
)

VIEWS = {
    "overview": ("Overview", overview.show),
    "images": ("Images", images.show),
    "classes": ("Classes", classes.show),
    "averages": ("Averages", averages.show),
    "typical": ("Typical and strange", typical.show),
    "ink": ("Ink", ink.show),
    "preparation": ("Preparation", preparation.show),
    "parts": ("Training and test data", train_and_test.show),
    "map": ("Map", map.show),
}

words = {name: title for name, (title, _) in VIEWS.items()}
view = widgets.segments("view", "View", words, show_label=False)
dataset = frame.chosen_dataset()
picked_images.show_line(dataset)
VIEWS[view][1](dataset)
