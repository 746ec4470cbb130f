"""The pen of a page in Streamlit's harness, which has no browser: it sends what the pen's component would."""

from collections.abc import Sequence

import pytest
from streamlit.testing.v1 import AppTest

from digitcore.data.ink import Drawing

Strokes = Sequence[Sequence[tuple[float, float]]]


class Pen:
    """Draws on the sheet that a page shows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
        """`kind` names the class of the sheet in `pages._shared.board.sheet`."""
        self._patch, self._kind = monkeypatch, kind
        self._change = 0

    def send(self, app: AppTest, *drawings: Strokes, number: int = 1) -> None:
        """These drawings in turn, the first with this number; the last is on the sheet."""
        from pages._shared.board import pen, sheet  # they can be imported only while a page runs
        from pages._shared.controls import session

        self._change += 1
        change, kind = self._change, getattr(sheet, self._kind)
        first = number

        def sent(*, side: int, brush: int) -> pen.SentInk:
            numbered = tuple(
                (first + place, Drawing.from_strokes(strokes, canvas=side, stroke_width=brush))
                for place, strokes in enumerate(drawings)
            )
            return pen.SentInk(session.remembered(kind).number, change, numbered)

        self._patch.setattr(pen, "sent", sent)
        app.run()
        assert not app.exception, app.exception
