"""The Train page while a run trains: its figures change twice a second, so they are never cached."""

from pathlib import Path

import numpy as np
from streamlit.testing.v1 import AppTest

from digitcore.figures import counts
from digitcore.lab.runs import runs, training_log
from digitcore.lab.store.records import PAUSE
from digitcore.lab.store.store import open_store
from tests.core.memories import ADA, ask, begun, epoch_report, point
from tests.screens.pages import data_of_components

CACHED = 100
APP = Path(__file__).parents[2] / "app.py"


def picture(number: int):
    """One of the pictures that other visitors look at."""
    return counts.histogram(np.array([number]), x="ink", y="images", name="of-others")


def test_following_a_live_run_leaves_the_pictures_of_others_in_the_cache(home):
    store = open_store()
    run = ask(store)
    begun(store, run.id)
    with store.writing() as connection:
        training_log.append(connection, run.id, points=[point(1), point(8)], epochs=[epoch_report(1)])
    runs.steer(store, run.id, ADA, PAUSE)
    pictures = [picture(number) for number in range(CACHED)]

    app = AppTest.from_file(str(APP), default_timeout=120).run().switch_page("pages/train.py")
    app.query_params["run"] = run.id
    app.run()
    assert not app.exception, app.exception
    assert not app.get("plotly_chart"), "the browser draws the curves from the run's feed"
    assert [each["feed"] for each in data_of_components(app, "curves")] == [f"lab/runs/{run.id}/feed"]
    assert [heading.value for heading in app.title] == [":material/pause_circle: perceptron: paused"]
    assert "Go on" not in [button.label for button in app.button], "it is somebody else's"
    assert all(picture(number) is pictures[number] for number in range(CACHED))
