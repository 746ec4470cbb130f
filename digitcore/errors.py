"""The error tree: every message is one sentence on what happened and one on what to do.

Pages and the command line show `str(error)` as it is, so both sentences are written for
the person who meets them. Anything that is not a `DigitLabError` is a defect of ours.
"""

from __future__ import annotations


class DigitLabError(Exception):
    """The root of all errors that are raised on purpose.

    `exit_code` is what the command line returns: 2 for wrong use or bad input,
    1 for a failure on our side or the machine's.
    """

    exit_code = 1

    def __init__(self, what_happened: str, what_to_do: str) -> None:
        super().__init__(f"{what_happened} {what_to_do}")
        self.what_happened = what_happened
        self.what_to_do = what_to_do


class BadInput(DigitLabError):
    """A value, file or name that came from outside cannot be used."""

    exit_code = 2


class DataUnavailable(DigitLabError):
    """A dataset is known, but its images are not on this machine and cannot be fetched."""


class StorageProblem(DigitLabError):
    """A folder cannot be written: full, read-only, or not ours."""
