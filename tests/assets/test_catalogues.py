"""What pupils and the wall are told is marked for translation, and each catalogue has all of it, translated and compiled."""

import ast
import gettext
import re

import pytest

from digitcore.languages import DOMAIN, ENGLISH, FOLDER, LANGUAGES
from tests.assets import catalogues
from tests.assets.catalogues import ROOT, TRANSLATED

SCREENS = [
    ROOT / "pages" / "classroom.py",
    *sorted((ROOT / "pages" / "_classroom").glob("*.py")),
    *sorted((ROOT / "pages" / "_classroom" / "seat").glob("*.py")),
    *sorted((ROOT / "pages" / "_classroom" / "projector").glob("*.py")),
    *(ROOT / "pages" / "_classroom" / "desk" / name for name in ("opening.py", "opened_before.py")),
    *(
        ROOT / "pages" / "_shared" / name
        for name in (
            "board/pen.py", "board/squares.py", "class_call.py", "components/answer.py", "components/bars.py",
            "components/curves.py", "components/gallery.py", "components/somebody_else.py", "judged_images.py",
            "run_progress.py", "run_states.py", "server/phone_check.py",
        )
    ),
]  # fmt: skip
"""Modules whose every word is in the catalogue."""
NO_WORDS = {"class outcome", "class shift", "no digit", "Home", "See what they see"}
"""Names of background work, of a refusal and of a page, and what the desk alone shows."""
BROWSER = (
    "answer", "bar_table", "confusion_matrix", "curve_charts", "curve_legend", "gallery", "pen", "pen_controls", "run_numbers",
    "squares", "timer", "wall",
)  # fmt: skip
"""Modules of the browser that get all words from Python."""

_TAG = re.compile(r"<[^<>]*>?")
_WORDS = re.compile(r"[A-Za-z]{2,}[,.:]? [A-Za-z]+|^[A-Z][a-z]+[.!?:]?$")
_IN_BROWSER = re.compile(r"""(?:textContent|title|"aria-label"|placeholder)\s*[:=,]\s*[`"][^`"$]*[A-Za-z]""")
_PLACE = re.compile(r"\{\w+\}|</?\w+>|\*\*")


def shown_literals(tree: ast.Module) -> list[str]:
    """Literals outside of marks and docstrings, f-strings as a whole; without HTML."""
    hidden = {id(part) for call, _ in catalogues.marked(tree) for part in ast.walk(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            hidden.add(id(node.value))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "0" for part in node.values]
            hidden |= {id(part) for part in node.values}
            found.append("".join(map(str, parts)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in hidden:
            found.append(node.value)
    return [_TAG.sub("", text).strip() for text in found]


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_word_of_these_screens_is_marked(path):
    literals = shown_literals(ast.parse(path.read_text(encoding="utf-8")))
    assert [text for text in literals if _WORDS.search(text) and text not in NO_WORDS] == []


def test_a_word_that_is_not_marked_is_found():
    code = 'st.title("Draw a digit")\nst.html(f\'<p class="large">Look {up} there now</p>\')\nst.title(_("Marked well"))'
    unmarked = [text for text in shown_literals(ast.parse(code)) if _WORDS.search(text)]
    assert unmarked == ["Draw a digit", "Look 0 there now"]


@pytest.mark.parametrize("name", BROWSER)
def test_no_word_stands_in_these_modules_of_the_browser(name):
    code = (ROOT / "assets" / "browser" / f"{name}.mjs").read_text(encoding="utf-8")
    assert _IN_BROWSER.findall(code) == []


def test_each_language_has_a_catalogue():
    assert {path.name for path in FOLDER.iterdir()} == LANGUAGES.keys() - {ENGLISH}


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_catalogue_has_every_sentence_of_the_code_translated(code):
    catalog = catalogues.read(code)
    kept = {message.id for message in catalog if message.id}
    assert kept == set(catalogues.in_code()), "make words"
    assert catalogues.untranslated(catalog) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_values_and_marks_of_the_sentence(code):
    wrong = []
    for message in catalogues.read(code):
        sentences = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = sorted(_PLACE.findall(sentences[-1]))
        wrong += [said for said in catalogues.forms(message.string) if sorted(_PLACE.findall(said)) != wanted]
    assert [said for said in wrong if said] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_the_app_reads_is_what_people_wrote(code):
    compiled = gettext.translation(DOMAIN, FOLDER, [code])
    for message in catalogues.read(code):
        if isinstance(message.id, tuple):
            said = [compiled.ngettext(*message.id, count) for count in (1, 2)]
            assert said == [message.string[0], message.string[-1]], "make words"
        elif message.id:
            assert compiled.gettext(message.id) == message.string, "make words"


@pytest.mark.parametrize("code", TRANSLATED)
def test_each_language_has_animals_enough_for_a_class(code):
    listed = {str(message.id): message.string for message in catalogues.read(code)}
    names = next(said for sentence, said in listed.items() if "Badger Bat" in sentence).split()
    assert len({name.casefold() for name in names}) == len(names) > 60
    assert all(len(name) <= 20 for name in names)
