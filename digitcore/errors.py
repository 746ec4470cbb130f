"""The error tree: every message is one sentence on what happened and one on what to do.

Pages and the command line show `str(error)` as it is. Any other exception that reaches them is a defect.

>>> raise BadInput("There is no dataset called 'x'.", "Choose one of: digits, mnist.")
Traceback (most recent call last):
digitcore.errors.BadInput: There is no dataset called 'x'. Choose one of: digits, mnist.
"""

from __future__ import annotations


class DigitLabError(Exception):
    """The root of all errors that are raised on purpose."""

    exit_code = 1
    """Of the command line: 2 for wrong use or bad input, 1 for a failure of ours or of the machine."""

    def __init__(self, what_happened: str, what_to_do: str) -> None:
        super().__init__(f"{what_happened} {what_to_do}")
        self.what_happened = what_happened
        self.what_to_do = what_to_do


class BadInput(DigitLabError):
    """A value, file or name from outside cannot be used."""

    exit_code = 2


class DataUnavailable(DigitLabError):
    """The images of a known dataset are not on this machine and cannot be fetched."""


class StorageProblem(DigitLabError):
    """A folder cannot be written: full, read-only, or not ours."""
