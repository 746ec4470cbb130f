"""Ready for class: the page has a line for each check, in words, and is checked again at a press."""

from digitcore.data.sources import mnist
from digitcore.lab.maintenance.readiness.checks import CHECKS
from pages._shared.server import phone_check
from pages._shared.server.phone_check import PhoneCount
from tests.screens.pages import all_text, settle
from tests.screens.pens import Pen


def line_of(app, title: str) -> str:
    (line,) = (element.value for element in app.markdown if f"**{title}**" in element.value)
    return line


def verdict(app) -> str:
    (subheader,) = app.subheader
    return subheader.value


def test_each_check_has_a_line_that_says_its_state_in_words(open_app):
    app = open_app("check")
    assert len(CHECKS) == 10
    for check in CHECKS:
        assert any(
            f"– {word}. " in line_of(app, check.title) for word in ("ready", "not ready", "not checked")
        )
    assert "– ready. Digits 8×8, MNIST, Synthetic 28×28" in line_of(app, "Data")
    assert "arrow_forward" not in line_of(app, "Data"), "advice stands only where something is to be done"
    assert "not checked. No stroke yet" in line_of(app, "Canvas")
    assert "Canvas" in verdict(app)


def test_a_stroke_turns_the_canvas_green_and_nothing_else_is_checked_again(open_app, monkeypatch):
    app = open_app("check")
    (checked,) = (caption.value for caption in app.caption if "Checked on" in caption.value)
    Pen(monkeypatch, "_TrySheet").send(app, [[(20, 20), (90, 150)]])
    assert "– ready. It heard 1 stroke" in line_of(app, "Canvas")
    assert checked in [caption.value for caption in app.caption]
    assert "Canvas" not in verdict(app)


def test_what_is_missing_is_said_and_mended_after_another_check(open_app, tmp_path, monkeypatch):
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(mnist, "FOLDER", tmp_path)
        app = open_app("check")
    assert "– not ready." in line_of(app, "Data")
    assert "cannot be read" in line_of(app, "Data")
    assert "arrow_forward: Get the folder assets" in line_of(app, "Data")
    assert "Not ready: Data" in verdict(app)
    settle(app.button(key="check_again").click().run())
    assert "– ready" in line_of(app, "Data")
    assert "Data" not in verdict(app)


def test_a_store_that_cannot_be_opened_is_a_line_like_others(open_app, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path / "file" / "home"))
    app = open_app("check")
    assert "– not ready" in line_of(app, "Store")
    assert "Set DIGITLAB\\_HOME" in line_of(app, "Store")
    assert "Time of training" in all_text(app)


def test_phones_that_passed_are_counted_and_led_to_their_test(open_app, monkeypatch):
    count = PhoneCount()
    monkeypatch.setattr(phone_check, "COUNT", count)
    app = open_app("check")
    assert "No phone was tested lately." in all_text(app)
    assert any(caption.value.replace("\\", "").endswith("/lab/phone") for caption in app.caption)
    for has_passed in (True, True, False):
        count.add(has_passed)
    assert "**2 phones passed** lately. 1 did not." in all_text(settle(app.run()))
