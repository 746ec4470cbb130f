"""Several learning rates in a real browser: from the form to the table, and the same by its address."""

from playwright.sync_api import expect

from tests.browser.pages import address


def test_from_the_form_to_the_table_on_a_telephone(trainer, open_page):
    page = open_page(
        f"{trainer.address}/train?start=sweep&sweep_seeds=2&sweep_epochs=5", width=390, height=844
    )
    rates = page.get_by_role("textbox", name="Learning rates")
    rates.fill("0.01, much")
    rates.press("Enter")
    expect(page.get_by_text("'much' is no learning rate")).to_be_visible()
    rates.fill("0.01, 0.1")
    rates.press("Enter")
    page.get_by_role("button", name="Train these 4").click()
    expect(page.get_by_text("All 4 runs are trained.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="2 of 2")).to_have_count(2)
    expect(page.get_by_text("Learning rate 0.1 is")).to_be_visible()
    legend = page.locator(".curves .legend").get_by_role("button")
    expect(legend).to_have_text(["Learning rate 0.01", "Learning rate 0.1"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    again = open_page(address(page))
    expect(again.get_by_text("All 4 runs are trained.")).to_be_visible()
