"""A plan is written as the text that it is read from."""

from dataclasses import replace

import pytest

from digitcore.lab.lessons import plan_text, plans
from digitcore.lab.lessons.new_cards import NEW_CARDS
from digitcore.lab.lessons.plans import Card, Draws, Plan
from digitcore.lab.rooms.rounds import KINDS


def read_again(plan):
    return plans.read(plan_text.write(plan), name=plan.name)


@pytest.mark.parametrize("name", plans.shipped())
def test_a_plan_that_ships_comes_back(name):
    plan = plans.find(name)
    again = read_again(plan)
    assert plan_text.write(again) == plan_text.write(plan)
    assert (again.title, again.words, again.minutes) == (plan.title, plan.words, plan.minutes)
    for card, read in zip(plan.cards, again.cards, strict=True):
        came = read
        if card.votes and card.votes.question:
            questions = (card.votes.question, read.votes.question)
            names = ("kind", "text", "answers", "range", "right", "is_twice")
            asked, came_asked = ([getattr(each, name) for name in names] for each in questions)
            assert came_asked == asked
            came = replace(read, votes=card.votes)  # its pictures are arrays, which have no equality
        assert came == card


@pytest.mark.parametrize(
    "card",
    [
        Card("Two sevens", 4, "", draws=Draws("digit", 7, 2)),
        *(Card("Draw", 4, "", draws=Draws(kind, None, 3)) for kind in KINDS if kind != "digit"),
        Card("Back to the seat", 1, "Talk.", guesses=True, page=""),
        Card("Ends like a time (4 min)", 0, "wall: these are words, and no setting"),
        Card("Ask", 1, "ask: your neighbour", wall="gallery"),
    ],
)
def test_each_card_comes_back(card):
    assert read_again(Plan("x", "A lesson", "", (card,))).cards == (card,)


def test_words_that_look_like_a_card_begin_none():
    card = Card("Talk", 5, "First\n## No card (3 min)\n# No title")
    (again,) = read_again(Plan("x", "A lesson", "## None", (card,))).cards
    assert again.words == "First\nNo card (3 min)\nNo title"


def test_what_can_be_added_is_a_plan():
    plan = Plan("x", "A lesson", "", tuple(NEW_CARDS.values()))
    assert [card.title for card in read_again(plan).cards] == [card.title for card in NEW_CARDS.values()]
    assert all(card.does.startswith("The wall shows “") for card in plan.cards)
