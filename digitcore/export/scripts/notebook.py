"""The script of a run as a Jupyter notebook: each section is a heading with its words, and a cell of code.

Plain JSON of nbformat 4.5, without outputs. The code cells in their order are the script.
"""

from __future__ import annotations

import json
from typing import Any

from digitcore.export.exported_run import ExportedRun
from digitcore.export.scripts.script import script_sections, title, words


def notebook(run: ExportedRun) -> str:
    """The text of the `.ipynb` file."""
    cells = [_markdown(f"# {title(run)}\n\n{words(run)}")]
    for section in script_sections(run):
        cells.append(_markdown(f"## {section.title}\n\n{section.words}".strip()))
        cells.append(_code(section.code))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": about, "cells": cells}
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def _markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _code(text: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": text}
