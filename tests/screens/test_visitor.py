"""Who a tab's visitor is does not change while it is open, whatever it sends later."""

from streamlit.testing.v1 import AppTest

from pages._shared.controls import visitor

OTHER = "f" * 32


def page():
    import streamlit as st

    from pages._shared.controls import visitor

    st.write(visitor.current())


def shown(app):
    return [each.value for each in app.run().markdown]


def test_a_tab_keeps_the_id_that_it_came_with(monkeypatch):
    monkeypatch.setattr(visitor, "_id_in_cookie", lambda: "a" * 32)
    app = AppTest.from_function(page)
    assert shown(app) == ["a" * 32]
    monkeypatch.setattr(visitor, "_id_in_cookie", lambda: OTHER)
    assert shown(app) == ["a" * 32]


def test_a_tab_without_a_cookie_has_one_id_and_another_tab_another(monkeypatch):
    monkeypatch.setattr(visitor, "_id_in_cookie", lambda: "")
    first, second = AppTest.from_function(page), AppTest.from_function(page)
    (known,) = shown(first)
    monkeypatch.setattr(visitor, "_id_in_cookie", lambda: OTHER)
    assert shown(first) == [known]
    monkeypatch.setattr(visitor, "_id_in_cookie", lambda: "")
    assert shown(second) != [known]
