"""Keras's session outlives a run of a page.

Streamlit clears it after each run of a page or fragment, as if scripts built their models anew each time. That collects
all garbage and drops TensorFlow's kernels, which the next answer has to build again.
"""

from __future__ import annotations

from pages._shared.server.repairs.repair import Repair


def _apply() -> None:
    from streamlit.runtime.scriptrunner import script_runner

    script_runner._clean_problem_modules = _leave_them_alone


def _leave_them_alone() -> None:
    """The other module that Streamlit cleans is matplotlib, which is not used here."""


# A model that is loaded once broke after the first answer: https://github.com/streamlit/streamlit/issues/939
REPAIR = Repair(
    "TensorFlow builds its kernels anew for each answer",
    ("streamlit.runtime.scriptrunner.script_runner:_clean_problem_modules",),
    _apply,
)
