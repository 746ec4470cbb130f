"""What the tests of the classroom share: sentences, screens and parts of its pages."""

import re

from playwright.sync_api import Locator, Page, expect

from digitcore import wording

KEPT = "Kept. You can change it until the round is over."
PHONE = {"width": 390, "height": 844, "touch": True}
KEY = re.compile(r"teach=([0-9a-f]{32})")


def expect_prompt(page: Page, digit: int) -> None:
    """Wait until a pupil is asked to draw this digit."""
    expect(page.get_by_role("heading", name=f"Draw {wording.a(digit)}")).to_be_visible()


def tiles(page: Page, label: str = "Drawings of the class") -> Locator:
    """The drawings in the gallery with this label."""
    return page.get_by_role("group", name=label).locator(".tile")
