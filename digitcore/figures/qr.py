"""A QR code as SVG: black on white in both themes, with the margin that cameras need."""

from __future__ import annotations

import base64
import io

_MARGIN = 4
"""Modules of white around it, as the standard demands."""
LONGEST_QR = 700
"""Characters in a code that a phone can still read from a screen (some 100 modules in a row)."""


def qr_svg(text: str) -> bytes:
    """`text` as an SVG image without a size of its own."""
    import segno

    file = io.BytesIO()
    segno.make(text, micro=False, error="m").save(
        file, kind="svg", border=_MARGIN, dark="#000", light="#fff", omitsize=True, xmldecl=False
    )
    return file.getvalue()


def qr_address(text: str) -> str:
    """The same as a `data:` address for a browser."""
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(text)).decode()
