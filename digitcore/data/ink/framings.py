"""How datasets place a digit in their images, and the steps from a drawing to such an image, by name.

A dataset names its framing in its fact sheet. Each step can be switched off, to show what it is for; `placing` and `framed`
carry them out.

>>> [name for name in STEPS if name in FRAMINGS["digits"].steps]
['crop', 'upright', 'aspect', 'pen', 'antialias']
>>> sorted(FRAMINGS["mnist"].check(["crop", "upright"]))  # MNIST's digits were not set upright
['crop']
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from digitcore.errors import BadInput


@dataclass(frozen=True)
class Step:
    """A step from a drawing to the image that a model sees."""

    title: str
    sentence: str


STEPS = {
    "crop": Step(
        "Cut out the ink",
        "The ink is cut out and scaled to the size that digits have in the data. Without it the whole canvas is "
        "made small, and a small digit becomes a few grey pixels in a corner.",
    ),
    "upright": Step(
        "Set upright",
        "The digit is sheared until its top and bottom stand above each other. Without it slanted writing stays so.",
    ),
    "aspect": Step(
        "Keep the proportions",
        "Height and width are scaled as in the data. Without it the ink is stretched to a square, and a one "
        "becomes a block.",
    ),
    "pen": Step(
        "Draw with the data's pen",
        "The lines are drawn again with a pen as wide as the one in the data. Without it they are as thin or "
        "thick as you drew them.",
    ),
    "antialias": Step(
        "Soften the edges",
        "Each pixel counts the share of ink in it. Without it a pixel is full or empty, as its middle is.",
    ),
    "centre": Step(
        "Balance in the middle",
        "The centre of mass is moved to the middle. Without it the middle of the box is.",
    ),
}
"""In the order in which they are carried out; a framing has some of them."""

ALL_STEPS = tuple(STEPS)


@dataclass(frozen=True)
class Framing:
    """How a dataset places a digit in its images, so that a drawing can be given to models of this dataset."""

    title: str
    sentence: str
    side: int
    """Images are `side` × `side` pixels."""
    maximum: int
    """The value of full ink; empty paper is 0."""
    box: int
    """The longest side of the ink (MNIST), or its height (digits), in dots."""
    steps: tuple[str, ...]
    """The names of its steps."""
    pen: float
    """The width of the pen in dots; with `ink_share`, the first guess."""
    width: int | None = None
    """The width in dots to which ink is stretched unless it is a bar; None keeps the proportions."""
    ink_share: float | None = None
    """The share of the image that the pen shall cover; None: `pen` is its width."""
    dots: int = 1
    """A pixel counts `dots` × `dots` black or white dots; with 1, a pixel is a dot in shades of grey."""

    @property
    def dots_side(self) -> int:
        """The side of the image in dots."""
        return self.side * self.dots

    def check(self, steps: Collection[str]) -> frozenset[str]:
        """Those of the steps that this framing has; raises for an unknown name."""
        unknown = sorted(set(steps) - set(STEPS))
        if unknown:
            raise BadInput(f"There is no step called {unknown[0]!r}.", f"Steps are {', '.join(STEPS)}.")
        return frozenset(steps) & frozenset(self.steps)


FRAMINGS = {
    "mnist": Framing(
        title="MNIST",
        sentence="The ink is scaled until its longest side is 20 pixels, keeping its proportions, and its "
        "centre of mass is put in the middle of 28×28 pixels.",
        side=28,
        maximum=255,
        box=20,
        steps=("crop", "aspect", "pen", "antialias", "centre"),
        pen=2.2,
    ),
    # Measured on scikit-learn's images: ink covers 5 of 8 columns whatever the digit, all rows, and always 0.3 of the image;
    # their form reader stretched to 20×32 dots, sheared, and thickened or thinned. With all three a model of these data
    # reads 0.86 of the pen strokes, with fewer of them 0.67 to 0.75.
    "digits": Framing(
        title="Digits 8×8",
        sentence="The digit is set upright, stretched to 20×32 of 32×32 dots, drawn with a pen that covers some 0.3 of "
        "them, and the dots of each 4×4 block are counted.",
        side=8,
        maximum=16,
        box=32,
        steps=("crop", "upright", "aspect", "pen", "antialias"),
        pen=4.5,
        width=20,
        ink_share=0.3,
        dots=4,
    ),
}


def framing_called(name: str) -> Framing:
    """The entry of `FRAMINGS`; raises if there is none."""
    if name not in FRAMINGS:
        raise BadInput(f"There is no framing called {name!r}.", f"Choose one of: {', '.join(FRAMINGS)}.")
    return FRAMINGS[name]
