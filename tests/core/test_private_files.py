"""What people drew stays theirs: modes of files, errors without their content, tables without formulas."""

import csv
import io
import stat

import pytest
import sqlalchemy as sa

from digitcore.data.synced_files import make_private
from digitcore.figures.picture import Table
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_no_other_account_reads_home_or_the_database(home):
    store = open_store()
    with store.writing() as connection:
        connection.execute(
            sa.insert(schema.room_guesses).values(id="a", visitor="b", guessed_at=schema.now())
        )
    assert mode(home) == 0o700
    files = sorted(home.glob("digitlab.sqlite*"))
    assert len(files) == 3
    assert {mode(file) for file in files} == {0o600}


def test_a_folder_that_is_there_keeps_its_mode(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o750)
    before = mode(shared)
    make_private(shared)
    assert mode(shared) == before


def test_an_error_of_the_database_does_not_say_what_was_typed(home):
    statement = sa.insert(schema.room_guesses).values(id="a", visitor="Zebra", guessed_at=schema.now())
    with pytest.raises(sa.exc.IntegrityError) as caught, open_store().writing() as connection:
        connection.execute(statement)
        connection.execute(statement)
    assert "Zebra" not in str(caught.value)


@pytest.mark.parametrize("typed", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1"])
def test_what_somebody_typed_is_no_formula_in_a_spreadsheet(typed):
    text = Table({typed: [typed, -1.5, "-0.5", "7b"]}).to_csv()
    rows = [row[0] for row in csv.reader(io.StringIO(text, newline=""))]
    assert rows == [f"'{typed}", f"'{typed}", "-1.5", "-0.5", "7b"]
