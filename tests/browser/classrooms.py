"""What the tests of the classroom share: sentences, screens and parts of its pages."""

from playwright.sync_api import Locator, Page, expect

from digitcore import wording
from tests.browser.pages import at_rest

KEPT = "Kept. You can change it until the round is over."
PHONE = {"width": 390, "height": 844, "touch": True}


def expect_prompt(page: Page, digit: int) -> None:
    """Wait until a pupil is asked to draw this digit, and what the phone showed before has gone."""
    expect(page.get_by_role("heading", name=f"Draw {wording.a(digit)}")).to_be_visible()
    at_rest(page)


def key_in(page: Page) -> str:
    """The teacher's key, which the tab keeps out of sight; waits until it has it."""
    return page.wait_for_function("sessionStorage.getItem('digitlab_desk')").json_value()


def tiles(page: Page, label: str = "Drawings of the class") -> Locator:
    """The drawings in the gallery with this label."""
    return page.get_by_role("group", name=label).locator(".tile")


def open_part(desk: Page, name: str) -> None:
    """Open one of the parts below the plan."""
    desk.get_by_role("tab", name=name, exact=True).click()
    expect(desk.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")


def project(desk: Page, screen: str) -> None:
    """Choose what the projector shows."""
    desk.get_by_role("button", name="Wall shows").click()
    desk.get_by_role("button", name=screen, exact=True).click()
    at_rest(desk)
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("button", name=screen, exact=True)).to_be_hidden()
