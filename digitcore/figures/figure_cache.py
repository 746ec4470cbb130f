"""`cached_figure`: a picture is made once for all visitors.

Plotly checks every property of a figure that is made, which takes 10 to 40 ms; sending one takes 1 to 7. So the last
pictures are cached by what they were made from. They are shared: change a copy only.
"""

from __future__ import annotations

import functools
import hashlib
import marshal
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from threading import Lock
from typing import Any, Generic, ParamSpec

import numpy as np

from digitcore.figures.picture import Picture

P = ParamSpec("P")

_MOST_PICTURES = 100
"""Mostly some hundred kilobytes each."""
_pictures: OrderedDict[bytes, Picture] = OrderedDict()
_lock = Lock()
_PLAIN = {str, int, float, bool, type(None)}
_WITHOUT_IDENTITY = 2
"""marshal's last version that writes equal values alike; later ones also write which of them are the same object."""


class cached_figure(Generic[P]):  # noqa: N801  a decorator, named like one
    """A function that makes a picture, with a cache. Two threads with the same arguments may both make it."""

    def __init__(self, make: Callable[P, Picture]) -> None:
        self.uncached = make
        """Make a new picture and leave the cache alone: for one that changes twice a second and evicts all others."""
        functools.update_wrapper(self, make)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Picture:
        """The cached picture of these arguments, or a new one."""
        key = _key(self.uncached, args, kwargs)
        with _lock:
            if key in _pictures:
                _pictures.move_to_end(key)
                return _pictures[key]
        picture = self.uncached(*args, **kwargs)
        with _lock:
            _pictures[key] = picture
            while len(_pictures) > _MOST_PICTURES:
                _pictures.popitem(last=False)
        return picture


def _key(make: Callable[..., Picture], args: Sequence[Any], kwargs: Mapping[str, Any]) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for piece in _pieces((make.__module__, make.__qualname__, args, dict(kwargs))):
        digest.update(piece)
    return digest.digest()


def _pieces(value: Any) -> Iterable[bytes]:
    """Bytes that differ for any two different values: types and lengths stand before the content."""
    if isinstance(value, (np.ndarray, np.generic)) and not value.dtype.hasobject:
        yield f"{type(value).__name__} {value.dtype.str} {value.shape} ".encode()
        yield value.tobytes()
    elif is_dataclass(value):
        yield type(value).__qualname__.encode()
        yield from _pieces([getattr(value, field.name) for field in fields(value)])
    elif isinstance(value, Mapping):
        yield from _pieces([*value.items()])
    elif type(value) in _PLAIN:
        yield marshal.dumps(value, _WITHOUT_IDENTITY)
    elif isinstance(value, Sequence):
        values = list(value)
        if {type(item) for item in values} <= _PLAIN:  # thousands of numbers at once
            yield marshal.dumps(values, _WITHOUT_IDENTITY)
            return
        yield f"{len(values)} values ".encode()
        for item in values:
            yield from _pieces(item)
    else:
        raise TypeError(f"a figure of {type(value).__name__} cannot be cached")
