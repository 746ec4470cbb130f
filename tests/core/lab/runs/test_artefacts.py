"""What a finished run leaves behind comes back as it was."""

import numpy as np
import pytest

from digitcore.errors import StorageProblem
from digitcore.lab.runs import artefacts
from digitcore.lab.store import schema
from tests.core.memories import finished


def save(store, run, **changes):
    end = finished()
    with store.writing() as connection:
        artefacts.save(connection, run, type(end)(**vars(end) | changes))


def test_all_of_it_comes_back(store, run):
    save(store, run)
    end = finished()
    assert artefacts.keras_file(store, run) == end.keras_bytes
    probabilities = artefacts.test_probabilities(store, run)
    assert probabilities.dtype == np.float32
    assert np.array_equal(probabilities, end.test_probabilities)
    arrays = artefacts.model_arrays(store, run)
    assert arrays["offset"] == 0
    assert arrays["names"].tolist() == ["zero", "one"]
    facts = artefacts.model_facts(store, run)
    assert facts.layer_table == end.layer_table
    assert facts.versions == end.versions
    assert facts.against_average == end.against_average
    answers = artefacts.answers(store, run)
    assert np.array_equal(answers.probabilities, end.test_probabilities)
    assert np.array_equal(answers.true_labels, end.test_labels)
    assert answers.images_hash == end.test_hash


def test_before_the_end_there_is_nothing(store, run):
    assert artefacts.keras_file(store, run) is None
    assert artefacts.test_probabilities(store, run) is None
    assert artefacts.model_arrays(store, run) == {}
    assert artefacts.model_facts(store, run) is None
    assert artefacts.answers(store, run) is None


def test_a_classical_model_has_arrays_and_no_file(store, run):
    save(store, run)
    save(store, run, keras_bytes=None, layer_table=(), arrays={"averages": np.ones((10, 64))})
    assert artefacts.keras_file(store, run) is None
    assert artefacts.model_arrays(store, run)["averages"].shape == (10, 64)
    assert artefacts.model_facts(store, run).layer_table == ()


def test_damage_is_noticed_and_named(store, run):
    save(store, run)
    with store.writing() as connection:
        connection.execute(schema.artefacts.update().values(content=b"\0\0\0\0{}"))
    for read, what in (
        (artefacts.keras_file, "The model"),
        (artefacts.model_arrays, "The model"),
        (artefacts.test_probabilities, "What this run says of the test images"),
        (artefacts.model_facts, "The layer table"),
    ):
        with pytest.raises(StorageProblem, match=f"{what}.* is damaged in the database"):
            read(store, run)
