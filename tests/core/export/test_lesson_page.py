"""The teacher's page of a plan: everything on it, nothing from outside."""

import re

import pytest

from digitcore.export.lesson_page import lesson_page
from digitcore.lab.lessons import plans


@pytest.mark.parametrize("name", plans.shipped())
def test_a_plan_is_a_page_that_prints(name):
    plan = plans.find(name)
    page = lesson_page(plan)
    for card in plan.cards:
        assert card.title.partition("'")[0] in page
    assert f"to {plan.minutes} min" in page
    assert page.count("<b>Ask:</b>") + page.count("<b>Pupils say:</b>") >= 3
    assert not re.search(r"""(src|href)=|url\(""", page)


def test_a_plan_of_somebody_else_is_text():
    text = "# <b>T</b>\n\nWhat for.\n\n## <i>Q</i> (1 min)\nask: <u>? | *<s> | B\n<script>"
    page = lesson_page(plans.read(text, name="x"))
    assert not re.search(r"<(b>T|i>|u>|s>|script)", page)
    assert "&lt;s&gt; (right)" in page
