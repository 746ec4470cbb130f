"""Collect the sentences of the code into the catalogues of the other languages, and compile them: `make words`.

Sentences are arguments of `_`, `ngettext` and `gettext_noop`, and the questions of the plans that ship. New ones come into each
catalogue without a translation, ones that the code has no more are dropped; a test names those that are not translated.
"""

import ast
import datetime as dt
from collections import defaultdict
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog

from digitcore.lab.lessons import plans
from digitcore.languages import DOMAIN, ENGLISH, FOLDER, LANGUAGES

ROOT = Path(__file__).parent.parent.parent
TRANSLATED = [code for code in LANGUAGES if code != ENGLISH]
_ARGUMENTS = {"_": 1, "gettext_noop": 1, "ngettext": 2}
_LINE = 120
# Of no use here, and a change in each catalogue whenever one is made anew.
_NO_DATE = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)

Message = str | tuple[str, str]


def marked(tree: ast.AST) -> list[tuple[ast.Call, Message]]:
    """The calls that mark a sentence, or one for one and one for many, and what they mark."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _ARGUMENTS:
            texts = [a.value for a in node.args[: _ARGUMENTS[node.func.id]] if isinstance(a, ast.Constant)]
            if len(texts) == _ARGUMENTS[node.func.id]:  # else it says what was marked elsewhere
                found.append((node, texts[0] if len(texts) == 1 else (texts[0], texts[1])))
    return found


def in_code() -> dict[Message, list[str]]:
    """Every sentence of the code and every question of a shipped plan, and the files in which they stand."""
    files = defaultdict(list)
    for path in sorted([*(ROOT / "digitcore").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]):
        for _, message in marked(ast.parse(path.read_text(encoding="utf-8"))):
            files[message].append(path.relative_to(ROOT).as_posix())
    for plan in plans.shipped().values():
        for question in (card.votes.question for card in plan.cards if card.votes and card.votes.question):
            for text in (question.text, *question.answers):
                files[text].append(f"docs/lessons/{plan.name}.md")
    return files


def path_of(code: str, suffix: str) -> Path:
    """A language's catalogue: "po" for people, "mo" for the app."""
    return FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def read(code: str) -> Catalog:
    """The catalogue as it lies on the disk; an empty one for a new language."""
    if not path_of(code, "po").is_file():
        return Catalog(locale=code)
    with path_of(code, "po").open("rb") as file:
        return pofile.read_po(file, locale=code)


def updated(code: str) -> Catalog:
    """The language's catalogue with exactly the sentences of the code."""
    template = Catalog(creation_date=_NO_DATE)
    for message, files in in_code().items():
        template.add(message, locations=[(name, 0) for name in sorted(set(files))])
    catalog = read(code)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.revision_date = _NO_DATE
    catalog.project, catalog.version = "Digit Lab", "-"
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = "-"
    catalog.header_comment = f"# {LANGUAGES[code].name}. Change translations here, then run `make words`."
    catalog.fuzzy = False
    return catalog


def write(code: str, catalog: Catalog) -> None:
    """Both files of a language."""
    path_of(code, "po").parent.mkdir(parents=True, exist_ok=True)
    with path_of(code, "po").open("wb") as file:
        pofile.write_po(file, catalog, width=_LINE, sort_output=True, include_lineno=False)
    with path_of(code, "mo").open("wb") as file:
        mofile.write_mo(file, catalog)


def untranslated(catalog: Catalog) -> list[str]:
    """Sentences without a translation, or with one that lacks the form for many."""
    return [
        str(message.id)
        for message in catalog
        if message.id and (not message.string or not all(forms(message.string)) or message.fuzzy)
    ]


def forms(string: str | tuple[str, ...]) -> tuple[str, ...]:
    """A translation, or those for one and for many."""
    return (string,) if isinstance(string, str) else tuple(string)


if __name__ == "__main__":
    for code in TRANSLATED:
        catalog = updated(code)
        write(code, catalog)
        missing = untranslated(catalog)
        print(f"{code}: {len(catalog)} sentences, {len(missing)} to translate")  # noqa: T201
        for message in missing:
            print(f"  {message}")  # noqa: T201
