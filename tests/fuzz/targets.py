"""Everything that reads from outside: its good input, how that is damaged, and the reader.

A target is an entry of the registry. For any input its reader returns a result or raises a `DigitLabError`. Files that only the
app itself writes are no targets.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from digitcore import lesson_links, reachable
from digitcore.data import datasets
from digitcore.data.ink import Drawing, files
from digitcore.data.plain_text import plain_text
from digitcore.data.sources import draft
from digitcore.lab.rooms import nicknames
from digitcore.lab.rooms.entering import room_codes
from digitcore.learning.guided import sweeps
from digitcore.learning.recipes.config import RunConfig
from digitcore.learning.recipes.recipes import RECIPES
from pages._shared.controls.control_table import CONTROLS
from tests.core import uploads
from tests.fuzz import backups
from tests.fuzz.damage import ODD_PATHS, ODD_TEXTS, damaged, damaged_inside, odd_json, odd_text

ANSWER_LENGTH = 100
"""The most characters of a text that was cleaned for display."""


@dataclass(frozen=True)
class Target:
    """One reader: `make` an input from a random number, `read` it."""

    name: str
    make: Callable[[Random], Any]
    read: Callable[[Any], object]
    writes: bool = False
    """Whether it is meant to write; then `read` checks where."""


@cache
def _good_uploads() -> dict[str, dict[str, bytes]]:
    return uploads.good_files()


@cache
def _good_pictures() -> dict[str, bytes]:
    image = uploads.pictures(side=20)[0][0]
    kinds = {kind: uploads.picture(image, kind) for kind in ("png", "jpg", "bmp", "gif")}
    return {**kinds, "npz": uploads.npz(images=uploads.pictures()[0])}


def _upload(kind: str) -> Target:
    def make(random: Random) -> dict[str, bytes]:
        good = dict(_good_uploads()[kind])
        spoiled = random.choice(list(good))
        return good | {spoiled: random.choice((damaged, damaged_inside))(random, good[spoiled])}

    return Target(f"upload: {kind}", make, lambda upload: draft.read(list(upload.items())))


def _picture(random: Random) -> tuple[str, bytes]:
    kind, good = random.choice(list(_good_pictures().items()))
    return f"{odd_text(random)}.{kind}", random.choice((damaged, damaged_inside))(random, good)


def _named_arrays(random: Random) -> tuple[str, bytes]:
    """Arrays under odd names, each good, cut off or empty."""
    good = uploads.npy(uploads.pictures()[0])
    content = random.choice((good, good[:200], good[:40], b""))
    names = [random.choice((random.choice(ODD_PATHS), odd_text(random))) for _ in range(random.randint(1, 3))]
    members = {
        name.encode("utf-8", "replace").decode() + ".npy" * random.randint(0, 2): content for name in names
    }
    return f"{odd_text(random)}.npz", uploads.archive(members)


_STROKES = [[[20.0, 30.0], [25.0, 90.0], [30.0, 200.0]], [[60, 60], [200, 61]]]


def _stroke_json(random: Random) -> str:
    return odd_json(random, {"canvas": 280, "stroke_width": 20, "strokes": _STROKES})


def _settings(random: Random) -> str:
    config = random.choice(list(RECIPES.values())).config
    return odd_json(random, json.loads(config.to_json()))


def _read_settings(text: str) -> object:
    config = RunConfig.from_json(text)
    return config.identity, config.layer_table(datasets.find("digits").facts)


def _layers_in_address(random: Random) -> str:
    return odd_json(random, json.loads(RECIPES["mnist-cnn"].config.to_json())["layers"])


def _texts(text: str) -> None:
    """Names, notes, codes and addresses that people type: short, in one line, without invisible characters."""
    for cleaned in (
        plain_text(text, longest=ANSWER_LENGTH),
        nicknames.cleaned(text),
        room_codes.cleaned(text),
    ):
        assert len(cleaned) <= ANSWER_LENGTH
        assert "\n" not in cleaned
        cleaned.encode()  # raises for halves of surrogate pairs, which the database and the browser cannot store
    reachable.checked(text)


def _parameters(random: Random) -> str:
    return odd_text(random)


def _read_parameters(text: str) -> None:
    """The value of each control in an address: of the control's type, or its default."""
    for control in CONTROLS.values():
        if control.in_address:
            value = control.parse(text)
            assert control.default is None or isinstance(value, type(control.default))


def _lying_npz(random: Random) -> dict[str, bytes]:
    description = random.choice(("|u1", "<f8", "<U3", "|O", "|V8", "<M8", "<c16", "<U99999", "|b1", ">i2"))
    shape = tuple(random.choice((0, 1, 12, 9, 28, 10**6, 10**13)) for _ in range(random.randint(0, 5)))
    shape = random.choice((shape, (12, 9, 9)))
    header = repr({"descr": description, "fortran_order": random.random() < 0.5, "shape": shape})
    content = random.randbytes(random.choice((0, 40, 972, 12 * 9 * 9 * 4, 12 * 9 * 9 * 8)))
    return {"a.npz": uploads.with_header(header, content, uploads.npy(uploads.pictures()[1]))}


def _lying_idx(random: Random) -> dict[str, bytes]:
    images, labels = uploads.pictures()
    sizes = [random.choice((0, 1, 9, 12, 28, 2**31, 2**32 - 1)) for _ in range(3)]
    head = b"\0\0" + bytes([random.choice((8, 9, 13, 255)), random.choice((1, 3, 4, 255))])
    content = head + b"".join(size.to_bytes(4, "big") for size in sizes) + images.tobytes()
    return {"a-idx3-ubyte": content, "b-idx1-ubyte": uploads.idx(labels)}


def _odd_table(random: Random) -> dict[str, bytes]:
    images, labels = uploads.pictures()
    lines = uploads.table(images, labels).decode().split("\n")
    for _ in range(random.randint(1, 4)):
        cells = lines[random.randrange(len(lines))].split(",")
        cells[random.randrange(len(cells))] = odd_text(random)
        lines[random.randrange(len(lines))] = ",".join(cells)
    return {"a.csv": "\n".join(lines).encode("utf-8", "surrogatepass")}


def _many_classes(random: Random) -> dict[str, bytes]:
    """A table in which each image is a class of its own, sometimes with very many."""
    count = random.choice((3, 62, 63, 500) + (200_000,) * (random.random() < 0.001))
    width, row = random.choice((1, 23)), ",".join(["0"] * 63 + ["9"])
    return {"a.csv": "\n".join(f"c{number:0{width}},{row}" for number in range(count)).encode()}


def _sweep(random: Random) -> str:
    good = {"recipe": ["perceptron"], "seeds": 3, "learning_rates": [0.01, 0.1], "settings": {"epochs": 5}}
    return odd_json(random, good)


def _read_sweep(text: str) -> object:
    return sweeps.from_text(text, is_toml=False)


def _lesson(random: Random) -> str:
    words = [
        "explore?view=map",
        "&locked=view",
        "&hidden=part.dataset",
        "http://10.0.0.7:8501/",
        "#",
        "?",
        "%00",
        *ODD_TEXTS,
    ]
    return "".join(random.choice(words) for _ in range(random.randint(1, 6)))


def _read_upload(upload: dict[str, bytes]) -> object:
    return draft.read(list(upload.items()))


TARGETS = {
    target.name: target
    for target in (
        *(_upload(kind) for kind in uploads.good_files()),
        Target("upload: npz headers that lie", _lying_npz, _read_upload),
        Target("upload: idx headers that lie", _lying_idx, _read_upload),
        Target("upload: tables with odd cells", _odd_table, _read_upload),
        Target("upload: classes without end", _many_classes, _read_upload),
        Target("drawing: pictures and arrays", _picture, lambda file: files.read(*file)),
        Target("drawing: names of arrays", _named_arrays, lambda file: files.read(*file)),
        Target("drawing: strokes as JSON", _stroke_json, Drawing.from_json),
        Target("settings of a run as JSON", _settings, _read_settings),
        Target("layers in an address", _layers_in_address, lambda text: RunConfig.from_json(f'{{"layers": {text}}}')),
        Target("sweeps", _sweep, _read_sweep),
        Target("lesson links", _lesson, lesson_links.read),
        Target("names, codes, addresses", odd_text, _texts),
        Target("parameters of an address", _parameters, _read_parameters),
        Target("backups to restore", backups.changed, backups.bring_back, writes=True),
    )
}  # fmt: skip
"""By name. A new reader of anything from outside gets a line here."""
