"""The recorded run on the Train page: called a recording wherever it shows, and without store or worker."""

from digitcore.learning.engine import recording
from tests.screens.pages import all_text, data_of_components


def test_it_is_called_a_recording_wherever_it_shows(open_app, home):
    app = open_app("train", run="recording")
    found = recording.read()
    assert [one.value for one in app.title] == [f":material/smart_display: Recording: {found.recipe.title}"]
    assert "This is a recording; nothing is trained now." in app.warning[0].value
    (curves,) = data_of_components(app, "curves")
    assert (curves["mark"], curves["plays"], curves["feed"]) == ("recording", True, "lab/runs/recording/feed")
    assert f"{found.test_accuracy:.2%}" in all_text(app)
    assert not list(home.rglob("*.sqlite"))


def test_ready_for_class_leads_there(open_app):
    assert "Watch a recorded run" in [one.proto.label for one in open_app("check").get("page_link")]
