"""`check` as a person meets it: a table, JSON, and an exit code that a script can use."""

import json

import pytest

from tests.core.command_runner import refusal, run, run_anew

NAMES = ["data", "model", "answers", "training", "canvas", "store", "disk", "memory", "address", "versions"]


def test_json_keeps_its_contract_and_what_is_red_is_an_exit_code():
    done = run_anew("check", "--json")
    found = json.loads(done.stdout)
    assert set(found) == {"ok", "checks"}
    assert [row["name"] for row in found["checks"]] == NAMES
    rows = {row["name"]: row for row in found["checks"]}
    assert all(set(row) == {"name", "ok", "value", "advice"} for row in rows.values())
    assert rows["model"]["ok"] is rows["store"]["ok"] is rows["versions"]["ok"] is True
    assert rows["canvas"]["ok"] is None, "a terminal cannot tell"
    assert rows["data"]["ok"] is True
    assert all(bool(row["advice"]) == (row["ok"] is not True) for row in rows.values())
    is_red = any(row["ok"] is False for row in found["checks"])
    assert (found["ok"], done.returncode) == (not is_red, int(is_red))
    assert len(done.stderr.splitlines()) == is_red


def test_people_read_a_table_with_what_to_do(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path / "file" / "home"))
    done = run("check")
    lines = done.stdout.splitlines()
    assert next(line for line in lines if "  Data  " in line).startswith("ready ")
    store = next(place for place, line in enumerate(lines) if "  Store  " in line)
    assert lines[store].startswith("NOT READY ")
    assert lines[store + 1].strip().startswith("→ Set DIGITLAB_HOME")
    assert next(line for line in lines if "  Canvas  " in line).startswith("not checked ")
    assert done.returncode == 1
    assert done.stderr.startswith("Not ready:") and "Store" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("port", ["0", "65536", "here"])
def test_a_port_that_is_none_is_refused(port):
    assert "--port" in refusal("check", "--port", port)
