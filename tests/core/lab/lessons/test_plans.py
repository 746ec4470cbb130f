"""Plans of lessons: those that ship can be held, and what is no plan says so."""

import pytest

from digitcore import lesson_links
from digitcore.errors import BadInput
from digitcore.lab.lessons import plans
from digitcore.lab.lessons.plans import Card, Draws

HEAD = "# A lesson\n\nWhat for.\n\n"


def test_the_plans_that_ship_fit_a_lesson_and_say_what_to_ask():
    names = [
        "can-it-read-us", "how-does-it-learn", "is-the-author-right", "what-do-we-believe", "what-is-in-the-data",
    ]  # fmt: skip
    assert list(plans.shipped()) == names
    for plan in plans.shipped().values():
        assert 40 <= plan.minutes <= 45, plan.name
        assert plan.words.startswith(f"{plan.minutes} minutes"), plan.name
        assert all(card.words for card in plan.cards), plan.name
        for page in {card.page for card in plan.cards if card.page}:
            assert lesson_links.read(page).path == page


def test_a_card_says_what_the_room_does():
    settings = "wall: gallery\nguess: off\ndraw: balanced 3\nthen: accuracy\npage:"
    text = f"## Draw (6 min)\n{settings}\nAsk: how many?\nwall: no setting here"
    (card,) = plans.read(HEAD + text, name="x").cards
    assert card == Card(
        title="Draw", minutes=6, words="Ask: how many?\nwall: no setting here", wall="gallery",
        draws=Draws("balanced", None, 3), then="accuracy", guesses=False, page="",
    )  # fmt: skip
    assert card.does == (
        "The wall shows “Gallery”; each pupil draws 3 digits: each digit equally often; then the wall shows “Accuracy”; "
        "the phones are back at the seats."
    )
    (card,) = plans.read(HEAD + "## Talk (1 min)\nNothing moves.", name="x").cards
    assert card == Card("Talk", 1, "Nothing moves.")


def test_a_card_asks_a_question_or_lets_the_class_vote_on_drawings():
    (asked,) = plans.read(HEAD + "## Q (1 min)\ntwice: on\nask: Is it? | *Yes | No\nTalk.", name="x").cards
    assert (asked.wall, asked.votes.question.answers, asked.votes.question.is_twice) == (
        "poll",
        ("Yes", "No"),
        True,
    )
    (number,) = plans.read(HEAD + "## Q (1 min)\nnumber: How many? | 0 | 100", name="x").cards
    assert number.votes.question.range == (0, 100) and not number.votes.question.is_twice
    (vote,) = plans.read(HEAD + "## Q (1 min)\nvote: drawings 3", name="x").cards
    assert (vote.wall, vote.votes.drawings) == ("poll", 3)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "A plan begins with"),
        ("# A title alone", "A plan begins with"),
        (HEAD + "## Draw", "Part 1, “Draw”: This is no heading of a part"),
        (HEAD + "## Draw (4 min)\ndraw: circles", "“draw: circles” starts no round"),
        (HEAD + "## Train (4 min)\ntrain: gpt", "“train: gpt” is no network for a class"),
        (HEAD + "## Vote (4 min)\nvote: drawings 9", "“vote: drawings 9” is no vote"),
        (HEAD + "## Ask (4 min)\nask: Is it? | Yes", "A question has 2 to 6 answers"),
        (HEAD + "## Draw (4 min)\ndraw: random 99", "“draw: random 99” asks for too much"),
        (HEAD + "## ", "Part 1, “”: This is no heading"),
        (HEAD + "## Look (4 min)\nwal: gallery", "“wal: gallery” sets nothing"),
        (HEAD + "## Look (4 min)\nwall: gallery\nwall: join", "“wall:” stands there twice"),
        (HEAD + "## Look (4 min)\nwall: <b>", "“wall: <b>” is no screen"),
        (HEAD + "## Ask (4 min)\nask: Is it? | Yes | No\ntwice: maybe", "“twice: maybe” is unknown"),
        (HEAD + "## Ask (4 min)\nask: | Yes | No", "There is no question"),
        (HEAD + "## Ask (4 min)\nask: Is it? | Yes | yes", "The answer “yes” stands there twice"),
        (HEAD + "## Ask (4 min)\nask: Is it? | *Yes | *No", "2 answers are marked as right"),
        (HEAD + "## Ask (4 min)\nnumber: How many? | 100 | 0", "no number to choose from 100 to 0"),
        (HEAD + f"## Ask (4 min)\nnumber: {'long ' * 40} | 0 | 1", "has 199 characters"),
        (HEAD + f"## {'long ' * 20}(4 min)", "This title has 99 characters"),
        (HEAD + "## Go (4 min)\npage: javascript:alert(1)", "is no lesson link"),
    ],
)
def test_what_is_no_plan_says_so(text, sentence):
    with pytest.raises(BadInput, match=sentence):
        plans.read(text, name="x")


def test_a_plan_has_an_end():
    for text, sentence in (
        ("## Talk (4 min)\n" + "long " * 500, "Its words have 2,499 characters"),
        ("## Talk (4 min)\n" * 41, "This plan has 41 parts"),
        ("x" * 40_001, "This is too long for a plan"),
    ):
        with pytest.raises(BadInput, match=sentence):
            plans.read(HEAD + text, name="x")
