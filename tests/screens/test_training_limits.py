"""Train → A network of your own: what cannot be trained or read is said before the button can be pressed."""

import pytest

from digitcore.lab.runs import runs
from digitcore.lab.store.store import open_store
from pages._shared import lab
from tests.core.lab.queue.test_training_limits import timed


@pytest.fixture(autouse=True)
def dispatcher_ends():
    """The page starts one, with a worker process: they end with the test."""
    yield
    lab.jobs().close()


def test_a_training_of_days_is_refused_with_what_would_do(open_app):
    timed(open_store(), 100.0)
    app = open_app("train", start="own", net_epochs="10000")
    (warning,) = [one.value for one in app.warning]
    assert "hours on this machine, and one may take 12. Set epochs to at most" in warning
    (button,) = [one for one in app.button if one.label == "Train this network"]
    assert button.disabled
    app.number_input(key="net_epochs").set_value(10).run()
    assert list(app.warning) == []
    (button,) = [one for one in app.button if one.label == "Train this network"]
    assert not button.disabled
    assert runs.list_runs(open_store()) == []


@pytest.mark.parametrize(
    ("network", "words"),
    [
        ("[{", "Part of it is missing or mistyped: open the whole link."),
        ("7", "is no list of layers"),
        ('[{"kind": "evil"}]', "'evil' is not a layer. The kinds of layers are: dense, "),
    ],
)
def test_a_network_in_a_link_that_cannot_be_read_gets_a_sentence(open_app, network, words):
    (warning,) = [one.value for one in open_app("train", start="own", network=network).warning]
    assert warning.startswith("The network in the link cannot be read, so this one stands here instead. ")
    assert words in warning.replace("\\", "")
    assert "char" not in warning and "JSON" not in warning and "{" not in warning
