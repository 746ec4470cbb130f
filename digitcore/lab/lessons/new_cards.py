"""What a teacher can add to a plan: cards to begin with, made of settings that `plans` has. One more is one entry."""

from __future__ import annotations

from digitcore.lab.lessons.plans import Card, read

_TEXTS = {
    "All draw one digit": "All draw a 4 (4 min)\nwall: gallery\ndraw: digit 4\nthen: gallery",
    "Each digit equally often": "Each digit, twice (5 min)\nwall: gallery\ndraw: balanced 2\nthen: accuracy",
    "Guess, discuss, guess again": "Guess, discuss, guess again (6 min)\nvote: drawings 3",
    "A question with answers": "What do we think? (4 min)\nask: Does it learn while we draw? | Yes | *No\ntwice: on",
    "A question for a number": "How many? (3 min)\nnumber: How many of 100 will it read? | 0 | 100",
    "Look at the wall": "Look together (5 min)\nwall: confusion",
    "Predict, then train": (
        "Predict, then train (6 min)\nnumber: How many more of 100 of our digits will it read then? | -20 | 60\n"
        "train: dense-128\nthen: trained"
    ),
    "Draw with our model": (
        "Draw again, with our model (4 min)\nwall: gallery\nmodel: ours\ndraw: balanced 1\nthen: accuracy"
    ),
    "A page of the app": "On your own (8 min)\nwall: runs\npage: draw",
    "Exit ticket": "Exit ticket (4 min)\npage:\nask: When does it read badly? | When we are wrong | *When we write unlike others",
    "Join": "Join (4 min)\nwall: join",
    "Something else": "Talk (5 min)\nwall: gallery",
}
NEW_CARDS: dict[str, Card] = {
    title: read(f"# A plan\n\n## {text}", name="").cards[0] for title, text in _TEXTS.items()
}
"""By what the desk calls them."""
