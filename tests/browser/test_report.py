"""The report of a run, opened as a file: its figures draw, it requests nothing, and it fits a telephone."""

import pytest
from playwright.sync_api import expect

from digitcore.data import datasets
from digitcore.export import exports
from digitcore.learning.recipes.config import RunConfig
from tests.core.exported_runs import trained


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    run = trained(RunConfig(model="nearest-average"), datasets.load("digits"), title="<b>Ours</b> & $x^2$")
    path.write_bytes(exports.find("html").write(run))
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_the_report_opens_without_a_network(report, open_page, width):
    page = open_page("about:blank", width=width)
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(report.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("<b>Ours</b> & $x^2$")
    expect(page.locator("#learning-curves .main-svg").first).to_be_visible()
    expect(page.locator("#confusion-matrix .main-svg").first).to_be_visible()
    assert requests == [report.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_text("The numbers as a table").last.click()
    expect(page.get_by_role("columnheader", name="predicted 0")).to_be_visible()
