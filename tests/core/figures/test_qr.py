"""The QR code: what it holds, as the library that makes it lays it out, with the margin cameras need."""

import base64
import re

import segno

from digitcore.figures.qr import qr_address, qr_svg

ADDRESS = "http://192.168.1.20:8501/classroom?room=ABC234"


def dark_modules(svg: str) -> set[tuple[int, int]]:
    """Row and column of every dark square: the path draws rows of them, each a move and a line to the right."""
    path = re.search(r'class="qrline"[^>]* d="([^"]+)"', svg)[1]
    x = y = 0.0
    found = set()
    for kind, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if kind == "h":
            found |= {(int(y), int(x) + step) for step in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if kind == "M" else (x + values[0], y + values[1])
    return found


def test_every_module_of_the_address_is_drawn_within_a_margin_of_four():
    code = segno.make(ADDRESS, micro=False, error="m")
    wanted = {
        (row + 4, column + 4)
        for row, line in enumerate(code.matrix)
        for column, module in enumerate(line)
        if module
    }
    svg = qr_svg(ADDRESS).decode()
    assert dark_modules(svg) == wanted
    assert f'viewBox="0 0 {len(code.matrix) + 8} {len(code.matrix) + 8}"' in svg


def test_a_browser_gets_it_as_an_address():
    head, _, data = qr_address(ADDRESS).partition(",")
    assert head == "data:image/svg+xml;base64"
    assert base64.b64decode(data) == qr_svg(ADDRESS)
