"""Where telephones reach the server: found, made from what the browser has, typed by hand."""

import pytest

from digitcore import reachable
from digitcore.errors import BadInput
from digitcore.lab.rooms.room_settings import RoomSettings


@pytest.mark.parametrize(
    ("seen", "address"),
    [
        ("http://localhost:8501/classroom", "http://192.168.1.20:8501"),
        ("http://127.0.0.1:8501/", "http://192.168.1.20:8501"),
        ("http://[::1]:8501/classroom", "http://192.168.1.20:8501"),
        ("http://0.0.0.0/classroom", "http://192.168.1.20"),
        ("http://192.168.1.7:8501/classroom", "http://192.168.1.7:8501"),
        ("https://digits.example/lab/classroom", "https://digits.example/lab"),
    ],
)
def test_what_the_teachers_browser_has_serves_unless_it_means_this_machine(seen, address):
    assert reachable.for_telephones(seen, ["192.168.1.20", "10.0.0.1"]) == address


def test_whichever_page_the_browser_is_on_is_no_part_of_the_servers_address():
    for page in ("explore", ""):
        assert (
            reachable.for_telephones(f"https://x.example/lab/{page}", [], page=page)
            == "https://x.example/lab"
        )


def test_in_no_network_the_address_stays():
    assert reachable.for_telephones("http://localhost:8501/classroom", []) == "http://localhost:8501"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("", ""),
        (" 192.168.1.20:8501/ ", "http://192.168.1.20:8501"),
        ("https://digits.example/lab", "https://digits.example/lab"),
    ],
)
def test_what_is_typed_is_made_whole(typed, address):
    assert reachable.checked(typed) == address
    assert RoomSettings(address=address).address == address


@pytest.mark.parametrize(
    "typed",
    ["javascript://x", "http://", "a b", "http://x:99999", "<b>", "http://x?room=1", "http://x/" + "y" * 200],
)
def test_what_is_no_address_is_a_sentence(typed):
    with pytest.raises(BadInput, match="is no address"):
        reachable.checked(typed)


def test_a_room_keeps_no_address_that_was_not_checked():
    for address in ("192.168.1.20", "http://x/", 7):
        with pytest.raises(BadInput):
            RoomSettings(address=address)


def test_links_lead_to_the_room():
    assert reachable.joining("http://x:1", "ABC234") == "http://x:1/classroom?room=ABC234"
    assert reachable.teaching("http://x:1", "f" * 32) == f"http://x:1/classroom?teach={'f' * 32}"
