"""The address of a visitor: what somebody claims counts only where a known proxy says it."""

from types import SimpleNamespace

import pytest
import streamlit as st

from pages._shared.server import client_address


@pytest.mark.parametrize(
    ("proxies", "peer", "claimed", "address"),
    [
        ("", "10.0.0.7", None, "10.0.0.7"),
        ("", "10.0.0.7", "10.0.0.8", "10.0.0.7"),
        ("", None, None, ""),  # on this machine: a browser, or a proxy that nobody has named
        ("", None, "10.0.0.8", ""),
        ("127.0.0.1", None, "10.0.0.8", "10.0.0.8"),
        ("127.0.0.1", None, "6.6.6.6, 10.0.0.8", "10.0.0.8"),  # what the client has put before it
        ("127.0.0.1 10.0.0.2", None, "10.0.0.8, 10.0.0.2", "10.0.0.8"),
        ("10.0.0.2", "10.0.0.7", "10.0.0.8", "10.0.0.7"),
        ("127.0.0.1", None, None, ""),
        ("", "2001:db8:1:2:aaaa::1", None, "2001:db8:1:2::"),  # a home has all that begin so
        ("", "::ffff:10.0.0.7", None, "10.0.0.7"),  # as a server that listens to both versions sees it
        ("", "::ffff:127.0.0.1", None, ""),
        ("10.0.0.2", "::ffff:10.0.0.2", "10.0.0.8", "10.0.0.8"),
        ("127.0.0.1", None, "no address", "no address"),
    ],
)
def test_it_is_believed_where_it_can_be(monkeypatch, proxies, peer, claimed, address):
    headers = {} if claimed is None else {"X-Forwarded-For": claimed}
    monkeypatch.setenv("DIGITLAB_PROXIES", proxies)
    monkeypatch.setattr(st, "context", SimpleNamespace(ip_address=peer, headers=headers))
    assert client_address.current() == address
