"""A lesson link as a pupil's browser shows it."""

from playwright.sync_api import expect

from tests.browser.test_frame import heading


def test_a_lesson_link_hides_and_locks_survives_a_reload_and_can_be_left(server, open_page):
    page = open_page(f"{server.address}/explore?view=ink&log_axis=true&locked=log_axis&hidden=view.part")
    switch = page.get_by_role("switch", name="Logarithmic axis")
    views = page.get_by_role("radiogroup", name="View")
    expect(switch).to_be_checked()
    expect(switch).to_be_disabled()
    expect(page.get_by_text("This is a lesson link")).to_be_visible()
    expect(views).to_have_count(0)
    page.get_by_role("link", name="Data", exact=True).click()
    expect(heading(page, "Data")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Explore", exact=True).click()
    expect(switch).to_be_disabled()
    page.get_by_role("button", name="Leave the lesson").click()
    expect(views).to_be_visible()
    expect(switch).to_be_enabled()
