"""Which language is spoken, and how it writes numbers; the catalogues are tested in `tests/assets`."""

import pytest

from digitcore import languages, wording
from digitcore.errors import BadInput
from digitcore.lab.lessons import plans
from digitcore.lab.polls import questions
from digitcore.lab.rooms import nicknames
from digitcore.languages import speaking


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("de-CH,de;q=0.9,en;q=0.5", "de"),
        ("pt-BR, fr;q=0.3", "fr"),
        ("EN-us", "en"),
        ("es-419", "es"),
        ("it", "en"),
        ("*", "en"),
        ("de;q=x, ,;;,en", "en"),
        ("<script>" * 500, "en"),
    ],
)
def test_the_language_that_the_browser_likes_best_is_spoken(accepted, code):
    assert languages.best(accepted) == code


def test_each_listener_hears_their_own_language():
    heard = []
    for code in ("de", "es", "fr", "xx"):
        with speaking(code):
            heard.append(
                f"{languages.gettext('Draw {digit}', digit=wording.a(8))} {languages.percent(0.973)}"
            )
    assert heard == [
        "Zeichne eine 8 97,3\N{NO-BREAK SPACE}%",
        "Dibuja un 8 97,3\N{NO-BREAK SPACE}%",
        "Dessine un 8 97,3\N{NARROW NO-BREAK SPACE}%",
        "Draw an 8 97.3%",
    ]


def test_one_and_many_are_told_apart():
    one, many = "{count} of {total} is right.", "{count} of {total} are right."
    with speaking("fr"):
        said = [languages.ngettext(one, many, count, total="x") for count in (0, 1, 1_200)]
    assert said == [
        "0 sur x est juste.",
        "1 sur x est juste.",
        "1\N{NARROW NO-BREAK SPACE}200 sur x sont justes.",
    ]


def test_nothing_is_nothing_in_each_language():
    for language in languages.LANGUAGES:
        with speaking(language):
            assert languages.gettext("") == ""


def test_what_a_person_typed_is_never_read_as_a_place_for_values():
    with speaking("de"):
        assert languages.gettext("You said **{answer}**.", answer="{seat}") == "Du hast **{seat}** gesagt."


def test_a_question_of_a_shipped_plan_is_asked_in_the_language_of_who_reads_it_a_teachers_as_it_was_written():
    question = plans.shipped()["can-it-read-us"].cards[-1].votes.question
    own = questions.read_choice("What is this? | Aha | Oho")
    with speaking("de"):
        assert (question.title, question.choices[3]) == ("Wann liest es schlecht?", "Aus Zufall")
        assert (own.title, own.choices) == ("What is this?", ("Aha", "Oho"))


def test_an_error_speaks_the_language_of_who_caused_it():
    from digitcore.lab.rooms.entering import room_codes

    with speaking("es"), pytest.raises(BadInput, match=r"Un código tiene 6 letras y números\."):
        room_codes.find(None, "ab", "a" * 32)


def test_an_animal_is_one_of_the_language():
    with speaking("de"):
        names = languages.gettext(nicknames._NAMES).split()
        taken = {nicknames.key(name) for name in names if name != "Igel"}
        assert nicknames.unique("", taken) == "Igel"
