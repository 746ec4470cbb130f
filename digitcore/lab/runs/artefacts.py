"""The artefacts of a finished run: the model's file, its arrays, its answers on the test part, facts.

The numbers by which runs are compared are in the run's record; this is what is read for one run alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from digitcore.lab.store import schema
from digitcore.lab.store.arrays import Damaged, pack, unpack
from digitcore.lab.store.store import Store
from digitcore.learning.engine.reports import Finished
from digitcore.learning.judging.paired_test import Answers, PairedComparison
from digitcore.learning.layers.network import LayerRow

Arrays = Mapping[str, NDArray[Any]]
_artefacts = schema.artefacts


@dataclass(frozen=True)
class ModelFacts:
    """The layers of a finished model, and the package versions that made it."""

    layer_table: tuple[LayerRow, ...]
    versions: Mapping[str, str]
    against_average: PairedComparison | None
    """The model compared with the nearest average on the test part."""


def save(connection: Connection, run_id: str, finished: Finished) -> None:
    """Store the result of a training, in place of an earlier one of the same run."""
    table = [asdict(row) for row in finished.layer_table]
    facts = {
        "layer_table": table,
        "versions": dict(finished.versions),
        "against_average": None if finished.against_average is None else asdict(finished.against_average),
        "test_hash": finished.test_hash,
    }
    # Labels too: Evaluate and the context of a drawing then predict nothing again, and need no dataset.
    answered: Arrays = {
        "test_probabilities": finished.test_probabilities,
        "test_labels": finished.test_labels,
    }
    contents = {
        "facts": json.dumps(facts).encode(),
        "arrays": pack(finished.arrays),
        "test_probabilities": pack(answered),
    }
    if finished.keras_bytes is not None:
        contents["keras"] = pack({"keras": np.frombuffer(finished.keras_bytes, dtype=np.uint8)})
    connection.execute(sa.delete(_artefacts).where(_artefacts.c.run_id == run_id))
    rows = [{"run_id": run_id, "name": name, "content": content} for name, content in contents.items()]
    connection.execute(sa.insert(_artefacts), rows)


def keras_file(store: Store, run_id: str) -> bytes | None:
    """The `.keras` file of a network; None for a classical model, and before the end."""
    named = _arrays(store, run_id, "keras", "The model of this run")
    return named["keras"].tobytes() if named else None


def test_probabilities(store: Store, run_id: str) -> NDArray[np.float32] | None:
    """float32 (n, K), 0 to 1, in the order of the test part; None before the end."""
    named = _arrays(store, run_id, "test_probabilities", "What this run says of the test images")
    return named.get("test_probabilities")


def answers(store: Store, run_id: str) -> Answers | None:
    """The run's answers on the test part, with the labels; None before the end."""
    named = _arrays(store, run_id, "test_probabilities", "What this run says of the test images")
    facts = _facts(store, run_id)
    if "test_labels" not in named or "test_hash" not in facts:
        return None
    return Answers(named["test_probabilities"], named["test_labels"], facts["test_hash"])


def model_arrays(store: Store, run_id: str) -> dict[str, NDArray[Any]]:
    """A classical model's arrays, and every model's preparation (`Finished.arrays`); empty before the end."""
    return _arrays(store, run_id, "arrays", "The model of this run")


def model_facts(store: Store, run_id: str) -> ModelFacts | None:
    """Layer table, versions, and the comparison with the nearest average; None before the end."""
    facts = _facts(store, run_id)
    if not facts:
        return None
    try:
        table = tuple(LayerRow(**row | {"shape": tuple(row["shape"])}) for row in facts["layer_table"])
        against_average = facts.get("against_average")
        return ModelFacts(
            table, facts["versions"], None if against_average is None else PairedComparison(**against_average)
        )
    except (ValueError, TypeError, KeyError) as error:
        raise Damaged("The layer table of this run") from error


def _facts(store: Store, run_id: str) -> dict[str, Any]:
    """The stored facts; empty before the end."""
    content = _content(store, run_id, "facts")
    try:
        return dict(json.loads(content)) if content is not None else {}
    except (ValueError, TypeError) as error:
        raise Damaged("The layer table of this run") from error


def _arrays(store: Store, run_id: str, name: str, what: str) -> dict[str, NDArray[Any]]:
    content = _content(store, run_id, name)
    return {} if content is None else unpack(content, what=what)


def _content(store: Store, run_id: str, name: str) -> bytes | None:
    this = (_artefacts.c.run_id == run_id) & (_artefacts.c.name == name)
    with store.reading() as connection:
        return connection.execute(sa.select(_artefacts.c.content).where(this)).scalar()
