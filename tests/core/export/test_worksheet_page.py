"""The worksheet as a page: in each language, nothing from outside, and within what both papers can show."""

import re

import pytest

from digitcore.data.worksheets.layout import BOXES, HEIGHT, PROMPTS, WIDTH
from digitcore.export.worksheet_page import worksheet_page
from digitcore.languages import LANGUAGES, speaking

A4, LETTER = (210.0, 297.0), (215.9, 279.4)
UNPRINTABLE = 12.0
"""Millimetres at each edge that hardly any printer leaves white."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_a_page_that_prints_offline(language):
    with speaking(language):
        page = worksheet_page()
    assert f'lang="{language}"' in page
    assert not re.search(r"""(src|href)=|url\(|<script""", page)
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", page)
    assert [int(text) for text in texts if text.isdigit()] == list(PROMPTS)


def test_it_fits_on_both_papers_and_asks_for_each_digit_twice():
    for width, height in (A4, LETTER):
        assert min(width - WIDTH, height - HEIGHT) >= 2 * UNPRINTABLE
    assert len(BOXES) == len(PROMPTS) == 20
    assert sorted(PROMPTS) == sorted([*range(10), *range(10)])
