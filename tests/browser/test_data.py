"""Data in a real browser: uploads good and bad, who sees what."""

import io
import re

import numpy as np
from playwright.sync_api import expect

from tests.browser.pages import address, heading


def npz(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def upload(page, name: str, content: bytes) -> None:
    page.wait_for_selector(".stApp[data-test-script-state=notRunning]")  # the uploader must be there to stay
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)


def letters() -> bytes:
    random = np.random.default_rng(1)
    images = random.integers(0, 256, size=(40, 10, 10), dtype=np.uint8)
    return npz(images=images, labels=np.array(list("ABCD") * 10))


def test_a_good_upload_is_shown_then_kept_and_used(start_server, open_page):
    server = start_server()
    page = open_page(f"{server.address}/data")
    upload(page, "letters.npz", letters())
    expect(page.get_by_text("28 images to learn from, 12 to test. Classes: A, B, C, D.")).to_be_visible()
    page.get_by_label("Name it").fill("<b>Our</b> letters *here*")
    page.get_by_label("Name it").press("Enter")
    page.get_by_role("button", name="Keep and use it").click()
    expect(page.get_by_role("heading", name="<b>Our</b> letters *here*")).to_be_visible()
    expect(page).to_have_url(re.compile(r"dataset=own-[0-9a-f]{12}"))
    page.reload()
    expect(page.get_by_role("heading", name="<b>Our</b> letters *here*")).to_be_visible()

    stranger = open_page(f"{server.address}/data")
    expect(heading(stranger, "Data")).to_be_visible()
    expect(stranger.get_by_role("heading", name="MNIST")).to_be_visible()
    expect(stranger.get_by_role("heading", name="<b>Our</b> letters *here*")).to_have_count(0)

    invited = open_page(address(page))
    expect(invited.get_by_role("heading", name="<b>Our</b> letters *here*")).to_be_visible()
    expect(invited.get_by_role("button", name="Delete")).to_have_count(0)

    second = page.context.new_page()
    second.goto(page.url)
    expect(second.get_by_role("button", name="Delete")).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="<b>Our</b> letters *here*")).to_have_count(0)
    second.get_by_role("button", name="Delete").click()  # it is gone already: a sentence, not a fault
    expect(second.get_by_role("alert")).to_be_visible()
    expect(second.get_by_role("heading", name="Data", exact=True, level=1)).to_be_visible()


def test_a_bad_upload_gets_a_sentence(server, open_page):
    page = open_page(f"{server.address}/data")
    upload(page, "letters.npz", b"this is no archive")
    expect(page.get_by_role("alert").filter(has_text="letters.npz")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    upload(page, "good.npz", letters())
    expect(page.get_by_text("Left out, since it cannot be read: letters.npz.")).to_be_visible()
