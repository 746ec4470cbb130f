"""Is everything here that the app needs, and is it what it should be: data, default model, packages, the canvas.

Other visitors' datasets are left out: they are theirs.
"""

from __future__ import annotations

from importlib import metadata

from packaging.requirements import Requirement

from digitcore import settings
from digitcore.data import datasets
from digitcore.data.dataset import Source
from digitcore.data.ink import Drawing
from digitcore.errors import DigitLabError
from digitcore.lab.maintenance.readiness.class_setup import ClassSetup
from digitcore.lab.maintenance.report import Finding
from digitcore.learning.prediction.prediction import load_predictor

REQUIREMENTS = settings.PROJECT / "requirements.txt"
SHOWN_PACKAGES = ("streamlit", "streamlit-drawable-canvas")
"""Drawing broke with a change of these two before, so their versions are always named."""

Stroke = list[tuple[float, float]]
CLEAR_DIGITS: dict[int, list[Stroke]] = {
    4: [[(105, 56), (84, 140), (182, 140)], [(161, 84), (158, 140), (154, 231)]],
    7: [[(77, 56), (196, 56), (126, 238)]],
}
"""Clearly drawn digits, on a canvas of 280 pixels."""


def data(setup: ClassSetup) -> Finding:
    """Every built-in dataset is on this machine, whole and as published."""
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
        source.build()
    except DigitLabError as problem:
        return problem
    return None


def model(setup: ClassSetup) -> Finding:
    """The default model loads, and reads clearly drawn digits."""
    predictor = load_predictor()
    for digit, strokes in CLEAR_DIGITS.items():
        prediction = predictor.predict(Drawing.from_strokes(strokes))
        if not prediction.is_digit or prediction.digit != digit:
            name = f"{prediction.digit}" if prediction.is_digit else "no digit"
            return Finding(
                False,
                f"It calls a clearly drawn {digit} {name}.",
                "Fetch the folder `assets` again, or build the model anew: python -m digitcore pretrain",
            )
    return Finding(True, f"It reads a drawn {' and a drawn '.join(map(str, CLEAR_DIGITS))} as what they are.")


def canvas(setup: ClassSetup) -> Finding:
    """Ink arrives from a browser."""
    if setup.drawing is None:
        return Finding(
            None,
            "Only a browser can tell.",
            "Open the page “Ready for class?” on a phone of the class, and draw a stroke there.",
        )
    if setup.drawing.is_blank:
        return Finding(None, "No stroke yet.", "Draw a stroke in the box.")
    count = max(1, len(setup.drawing.strokes))
    return Finding(True, f"It heard {count} stroke{'s' * (count > 1)}.")


def versions(setup: ClassSetup) -> Finding:
    """The packages are of the versions that the app was tested with."""
    required = [Requirement(line) for line in _lines()]
    required = [package for package in required if package.marker is None or package.marker.evaluate()]
    faults = [fault for package in required if (fault := _fault(package))]
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
