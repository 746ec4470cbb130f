"""The recorded run on the Train page: called a recording wherever it shows, and without store or worker."""

from digitcore.learning.engine import recording
from tests.screens.pages import all_text


def test_it_is_called_a_recording_wherever_it_shows(open_app, home):
    app = open_app("train", run="recording", tempo="0")
    found = recording.read()
    assert [one.value for one in app.header] == [f":material/smart_display: Recording: {found.recipe.title}"]
    assert "This is a recording; nothing is trained now." in app.warning[0].value
    samples = [one.value for one in app.markdown if one.value.endswith("]") and "epochs" in one.value]
    assert all("Recording of" in sample for sample in samples)
    charts = [str(one.proto) for one in app.get("plotly_chart")]
    assert len(charts) == 2
    assert all("recording" in chart for chart in charts)
    assert f"{found.test_accuracy:.2%}" in all_text(app)
    assert not list(home.rglob("*.sqlite"))


def test_it_plays_from_its_beginning(open_app):
    app = open_app("home").switch_page("pages/train.py")
    app.query_params["run"], app.query_params["tempo"] = "recording", "1"
    app.run()
    (bar,) = app.get("progress")
    assert bar.proto.text.startswith("Recording: epoch 1 of ")
    assert "This is a recording" in app.warning[0].value


def test_ready_for_class_leads_there(open_app):
    assert "Watch a recorded run" in [one.proto.label for one in open_app("check").get("page_link")]
