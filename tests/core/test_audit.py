"""What `make check` says of known holes, for each answer that pip-audit may give."""

import json
import subprocess

import pytest

from tests import audit

SOUND = {"name": "numpy", "version": "2.4.0", "vulns": []}
HOLED = {
    "name": "pillow", "version": "13.0", "vulns": [{"id": "CVE-1", "fix_versions": ["13.1"]}]
}  # fmt: skip
SKIPPED = {"name": "click", "skip_reason": "Dependency not found and could not be audited"}


def answers(monkeypatch, *packages, text=None):
    """pip-audit says this; it is not asked, since that needs a network."""
    said = json.dumps({"dependencies": packages}) if text is None else text
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, said, ""))


@pytest.mark.parametrize("said", [[SKIPPED], []])
@pytest.mark.parametrize(("required", "code"), [("", 0), ("required", 1)])
def test_where_nobody_was_asked_it_is_said_and_fails_where_it_is_required(
    monkeypatch, capsys, said, required, code
):
    monkeypatch.setenv("AUDIT", required)
    answers(monkeypatch, *said)
    assert audit.main() == code
    assert capsys.readouterr().out.startswith("NOT AUDITED")


def test_an_answer_that_is_none_is_no_audit(monkeypatch, capsys):
    monkeypatch.setenv("AUDIT", "required")
    answers(monkeypatch, text="the network is down")
    assert audit.main() == 1
    assert "NOT AUDITED" in capsys.readouterr().out


def test_what_was_audited_is_counted_and_a_hole_fails(monkeypatch, capsys):
    monkeypatch.delenv("AUDIT", raising=False)
    answers(monkeypatch, SOUND, SKIPPED)
    assert audit.main() == 0
    assert capsys.readouterr().out == "1 of 2 packages audited, 0 known holes.\n"
    answers(monkeypatch, SOUND, HOLED)
    assert audit.main() == 1
    assert "pillow 13.0: CVE-1, mended in 13.1" in capsys.readouterr().out
