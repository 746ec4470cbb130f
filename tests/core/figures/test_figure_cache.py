"""Pictures that are made once: for the same arguments, and for nothing else."""

import inspect
import pkgutil
from dataclasses import dataclass
from importlib import import_module

import numpy as np
import plotly.graph_objects as go
import pytest

from digitcore import figures
from digitcore.figures import counts, style
from digitcore.figures.figure_cache import drawn_once
from digitcore.figures.picture import Picture, Table


@dataclass(frozen=True)
class Way:
    name: str
    turns: int


@drawn_once
def drawn(*args, **kwargs) -> Picture:
    return Picture("drawn", go.Figure(), Table({}))


NUMBERS = np.arange(6)


def arguments():
    return [
        (), (None,), ("a", "b"), ("ab",), ("a", 1), ("a", 1.0), ("a", True), (["a"], "b"), (["a", "b"],), (range(3),),
        (np.int64(1),), (NUMBERS.copy(),), (NUMBERS.reshape(2, 3),), (NUMBERS.astype(float),), (NUMBERS[::-1],),
        ({"a": NUMBERS},), ({"b": NUMBERS},), ([NUMBERS, NUMBERS],), (Way("a", 1),), (Way("a", 2),),
    ]  # fmt: skip


def test_the_same_arguments_give_the_same_picture_and_others_another():
    pictures = [drawn(*args, **named) for args in arguments() for named in ({}, {"name": "x"}, {"name": "y"})]
    again = [drawn(*args, **named) for args in arguments() for named in ({}, {"name": "x"}, {"name": "y"})]
    assert len({id(picture) for picture in pictures}) == len(pictures) == 60
    assert all(one is other for one, other in zip(pictures, again, strict=True))


def test_equal_words_are_the_same_whatever_object_they_are():
    word = "".join(["six", "teen"])
    assert word is not "".join(["six", "teen"])
    assert drawn([word, word]) is drawn(["sixteen", "".join(["six", "teen"])])


def test_what_cannot_be_told_apart_is_refused():
    with pytest.raises(TypeError, match="object"):
        drawn(object())


def test_the_last_hundred_are_kept():
    first = drawn("first")
    for number in range(99):
        drawn("another", number)
    assert drawn("first") is first
    for number in range(100):
        drawn("a third", number)
    assert drawn("first") is not first


def test_what_fits_a_picture_to_a_place_leaves_the_shared_one_as_it_is():
    picture = counts.histogram(np.arange(5), x="ink", y="images", name="shared")
    before = picture.figure.to_dict()
    changed = [
        style.fit_telephone(picture.figure, height=200),
        style.fit_projector(picture.figure, height=600),
        style.fit_projector_with_squares(picture.figure, height=700),
        style.marked(picture.figure, "recording"),
    ]
    assert picture.figure.to_dict() == before
    assert all(figure.to_dict() != before for figure in changed)


def test_each_function_that_gives_a_picture_makes_it_once():
    found = []
    for module in pkgutil.iter_modules(figures.__path__):
        for name, one in inspect.getmembers(
            import_module(f"digitcore.figures.{module.name}"), inspect.isfunction
        ):
            if one.__annotations__.get("return") == "Picture" and not name.startswith("_"):
                found.append(name)
                assert hasattr(one, "__wrapped__"), f"{module.name}.{name}"
    assert len(found) > 20
