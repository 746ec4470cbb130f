"""Recipes: the ten published experiments beside one's own, each of them as a guided lesson, and what their authors claim."""

from digitcore.learning.recipes.published import PUBLISHED
from pages._recipes import author, lesson, overview
from pages._shared import frame
from pages._shared.controls import state

frame.guard(__file__)
frame.heading(
    "Recipes",
    "Ten published experiments. Train them again, see whether their figures hold, and find out why.",
)

state.keep_in_address("recipe")
if (name := state.get("recipe")) in PUBLISHED:
    lesson.show(name)
elif name == author.NAME:
    author.show()
else:
    overview.show(unknown=name)
