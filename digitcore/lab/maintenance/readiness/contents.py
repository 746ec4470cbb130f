"""Is what the app needs here, and is it what it should be: data, default model, packages, and the canvas.

Nothing is fetched or mended: who checks wants to know. What is left out: other visitors' datasets, which are theirs.
"""

from __future__ import annotations

from importlib import metadata

from packaging.requirements import Requirement

from digitcore import settings
from digitcore.data import datasets
from digitcore.data.dataset import Source
from digitcore.data.ink import Drawing
from digitcore.errors import DigitLabError
from digitcore.lab.maintenance.readiness.finding import Finding, Here
from digitcore.learning.prediction.prediction import load_predictor

REQUIREMENTS = settings.PROJECT / "requirements.txt"
SHOWN_PACKAGES = ("streamlit", "streamlit-drawable-canvas")
"""A change of these two has broken drawing before, so their versions are always named."""

Stroke = list[tuple[float, float]]
KNOWN: dict[int, list[Stroke]] = {
    4: [[(105, 56), (84, 140), (182, 140)], [(161, 84), (158, 140), (154, 231)]],
    7: [[(77, 56), (196, 56), (126, 238)]],
}
"""Drawings that leave no doubt, on a canvas of 280 pixels."""


def data(here: Here) -> Finding:
    """Every dataset that is for everybody: on this machine, whole, and what was published."""
    sources = [source for source in datasets.sources().values() if source.is_listed_for("")]
    problems = {source.facts.title: problem for source in sources if (problem := _problem(source))}
    good = ", ".join(source.facts.title for source in sources if source.facts.title not in problems)
    if not problems:
        return Finding(True, f"{good}: here and verified.")
    happened = " ".join(problem.what_happened for problem in problems.values())
    advice = " ".join(dict.fromkeys(problem.what_to_do for problem in problems.values()))
    return Finding(False, f"{happened} Here and verified: {good or 'none'}.", advice)


def _problem(source: Source) -> DigitLabError | None:
    try:
        (source.verify or source.build)()
    except DigitLabError as problem:
        return problem
    return None


def model(here: Here) -> Finding:
    """The default model loads, and calls drawings what they are."""
    predictor = load_predictor()
    for digit, strokes in KNOWN.items():
        found = predictor.predict(Drawing.from_strokes(strokes))
        if not found.is_digit or found.digit != digit:
            said = f"{found.digit}" if found.is_digit else "no digit"
            return Finding(
                False,
                f"It calls a clearly drawn {digit} {said}.",
                "Fetch the folder `assets` again, or build the model anew: python -m digitcore pretrain",
            )
    return Finding(True, f"It reads a drawn {' and a drawn '.join(map(str, KNOWN))} as what they are.")


def canvas(here: Here) -> Finding:
    """Ink arrives from a browser."""
    if here.drawing is None:
        return Finding(
            None,
            "Only a browser can tell.",
            "Open the page “Ready for class?” on a phone of the class, and draw a stroke there.",
        )
    if here.drawing.is_blank:
        return Finding(None, "No stroke yet.", "Draw a stroke in the box.")
    count = max(1, len(here.drawing.strokes))
    return Finding(True, f"It heard {count} stroke{'s' * (count > 1)}.")


def versions(here: Here) -> Finding:
    """The packages are of the versions the app was tested with."""
    required = [Requirement(line) for line in _lines()]
    required = [one for one in required if one.marker is None or one.marker.evaluate()]
    faults = [fault for one in required if (fault := _fault(one))]
    if faults:
        return Finding(
            False,
            f"Not as tested: {'; '.join(faults)}.",
            "Install the tested ones: python -m pip install -r requirements.txt",
        )
    shown = [f"{name} {metadata.version(name)}" for name in SHOWN_PACKAGES]
    return Finding(True, f"{', '.join(shown)}; all {len(required)} packages are as tested.")


def _lines() -> list[str]:
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _fault(required: Requirement) -> str:
    """What is wrong with the installed version; empty where nothing is."""
    try:
        version = metadata.version(required.name)
    except metadata.PackageNotFoundError:
        return f"{required.name} is missing"
    if required.specifier.contains(version, prereleases=True):
        return ""
    return f"{required.name} is {version}, tested with {required.specifier}"
