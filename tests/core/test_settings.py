"""The settings that reach further than this machine are checked before anything uses them."""

import pytest

from digitcore import settings
from digitcore.errors import BadInput


def test_the_database_is_a_file_in_the_home_unless_told_otherwise(home, monkeypatch):
    assert settings.current().database_url == f"sqlite:///{home}/digitlab.sqlite"
    monkeypatch.setenv("DIGITLAB_DATABASE", "postgresql+psycopg://lab@db.example/lab")
    assert settings.current().database_url == "postgresql+psycopg://lab@db.example/lab"


@pytest.mark.parametrize(
    "address",
    [
        "tls://10.0.0.7:8786",
        "tls://cluster.example:8786",
        "tcp://127.0.0.1:8786",
        "localhost:8786",
        "tcp://[::1]:1",
    ],
)
def test_a_scheduler_on_this_machine_or_behind_tls_is_taken(monkeypatch, address):
    monkeypatch.setenv("DIGITLAB_SCHEDULER", f" {address} ")
    assert settings.current().scheduler == (address if "://" in address else f"tcp://{address}")


@pytest.mark.parametrize(
    "address",
    [
        "tcp://10.0.0.7:8786",
        "10.0.0.7:8786",
        "tcp://127.0.0.1.example:8786",
        "tcp://127.0.0.1:8786@10.0.0.7:1",
        "localhost.example:8786",
        "tls://",
        "tls://host",
        "http://127.0.0.1:8786",
        "nonsense",
    ],
)
def test_a_scheduler_open_to_others_is_refused(monkeypatch, address):
    monkeypatch.setenv("DIGITLAB_SCHEDULER", address)
    with pytest.raises(BadInput, match=r"runs any code that reaches it\. Use a tls:// address"):
        settings.current()


@pytest.mark.parametrize("what", ["drawing", "room"])
def test_drawings_and_rooms_are_kept_for_thirty_days_unless_told_otherwise(monkeypatch, what):
    assert getattr(settings.current(), f"{what}_days") == 30
    monkeypatch.setenv(f"DIGITLAB_{what.upper()}_DAYS", " 7 ")
    assert getattr(settings.current(), f"{what}_days") == 7


@pytest.mark.parametrize("variable", ["DIGITLAB_DRAWING_DAYS", "DIGITLAB_ROOM_DAYS"])
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "ten", "99999"])
def test_a_number_of_days_that_is_none_is_refused(monkeypatch, variable, value):
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadInput, match=rf"{variable} is .* no number of days\. Give a whole number"):
        settings.current()
