"""Cached pictures: the same one for the same arguments, and for no others."""

import pkgutil
from dataclasses import dataclass
from importlib import import_module

import numpy as np
import plotly.graph_objects as go
import pytest

from digitcore import figures
from digitcore.figures import counts, style
from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table


@dataclass(frozen=True)
class Angle:
    name: str
    turns: int


@cached_figure
def drawn(*args, **kwargs) -> Picture:
    return Picture("drawn", go.Figure(), Table({}))


NUMBERS = np.arange(6)


def arguments():
    return [
        (), (None,), ("a", "b"), ("ab",), ("a", 1), ("a", 1.0), ("a", True), (["a"], "b"), (["a", "b"],), (range(3),),
        (np.int64(1),), (NUMBERS.copy(),), (NUMBERS.reshape(2, 3),), (NUMBERS.astype(float),), (NUMBERS[::-1],),
        ({"a": NUMBERS},), ({"b": NUMBERS},), ([NUMBERS, NUMBERS],), (Angle("a", 1),), (Angle("a", 2),),
    ]  # fmt: skip


def test_the_same_arguments_give_the_same_picture_and_others_another():
    pictures = [drawn(*args, **named) for args in arguments() for named in ({}, {"name": "x"}, {"name": "y"})]
    again = [drawn(*args, **named) for args in arguments() for named in ({}, {"name": "x"}, {"name": "y"})]
    assert len({id(picture) for picture in pictures}) == len(pictures) == 60
    assert all(first is second for first, second in zip(pictures, again, strict=True))


def test_equal_words_are_the_same_whatever_object_they_are():
    word = "".join(["six", "teen"])
    assert word is not "".join(["six", "teen"])
    assert drawn([word, word]) is drawn(["sixteen", "".join(["six", "teen"])])


def test_arguments_without_a_value_are_refused():
    with pytest.raises(TypeError, match="object"):
        drawn(object())


def test_the_last_hundred_are_cached():
    first = drawn("first")
    for number in range(99):
        drawn("another", number)
    assert drawn("first") is first
    for number in range(100):
        drawn("a third", number)
    assert drawn("first") is not first


def test_an_uncached_picture_is_new_and_evicts_none():
    first = drawn("first")
    pictures = [drawn.uncached("first") for _ in range(100)]
    assert all(picture is not first for picture in pictures) and drawn("first") is first


def test_what_fits_a_picture_to_a_place_leaves_the_shared_one_as_it_is():
    picture = counts.histogram(np.arange(5), x="ink", y="images", name="shared")
    before = picture.figure.to_dict()
    changed = [
        style.fit_telephone(picture.figure, height=200),
        style.fit_projector(picture.figure, height=600),
    ]
    assert picture.figure.to_dict() == before
    assert all(figure.to_dict() != before for figure in changed)


def test_each_function_that_gives_a_picture_is_cached():
    functions = [
        (f"{module.name}.{name}", function)
        for module in pkgutil.iter_modules(figures.__path__)
        for name, function in vars(import_module(f"digitcore.figures.{module.name}")).items()
        if getattr(function, "__annotations__", {}).get("return") == "Picture" and not name.startswith("_")
    ]
    assert len(functions) > 20
    assert [name for name, function in functions if not isinstance(function, cached_figure)] == []
