"""`drawn_once`: a picture is made once for all who look at it.

Plotly checks every property of a figure that is made, which takes tens of milliseconds, where sending one takes two. So the
last pictures are kept by what they were made from. They are shared: whoever changes a figure changes a copy.
"""

from __future__ import annotations

import functools
import hashlib
import marshal
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from threading import Lock
from typing import Any, ParamSpec

import numpy as np

from digitcore.figures.picture import Picture

P = ParamSpec("P")

_MOST = 100
"""Pictures; mostly some hundred kilobytes each."""
_kept: OrderedDict[bytes, Picture] = OrderedDict()
_turn = Lock()
_PLAIN = {str, int, float, bool, type(None)}
_WITHOUT_IDENTITY = 2
"""marshal's last version that writes equal values alike; a later one also writes which of them are the same object."""


def drawn_once(make: Callable[P, Picture]) -> Callable[P, Picture]:
    """`make`, but what it made of the same arguments is given again. Two who ask at the same moment may both make it."""

    @functools.wraps(make)
    def given(*args: P.args, **kwargs: P.kwargs) -> Picture:
        key = _key(make, args, kwargs)
        with _turn:
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]
        picture = make(*args, **kwargs)
        with _turn:
            _kept[key] = picture
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
        return picture

    return given


def _key(make: Callable[P, Picture], args: Sequence[Any], kwargs: Mapping[str, Any]) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for piece in _pieces((make.__module__, make.__qualname__, args, dict(kwargs))):
        digest.update(piece)
    return digest.digest()


def _pieces(value: Any) -> Iterable[bytes]:
    """The bytes that tell `value` from any other; kinds and lengths stand before what they hold."""
    if isinstance(value, (np.ndarray, np.generic)) and not value.dtype.hasobject:
        yield f"{type(value).__name__} {value.dtype.str} {value.shape} ".encode()
        yield value.tobytes()
    elif is_dataclass(value):
        yield type(value).__qualname__.encode()
        yield from _pieces([getattr(value, one.name) for one in fields(value)])
    elif isinstance(value, Mapping):
        yield from _pieces([*value.items()])
    elif type(value) in _PLAIN:
        yield marshal.dumps(value, _WITHOUT_IDENTITY)
    elif isinstance(value, Sequence):
        values = list(value)
        if {type(one) for one in values} <= _PLAIN:  # thousands of numbers at once
            yield marshal.dumps(values, _WITHOUT_IDENTITY)
            return
        yield f"{len(values)} values ".encode()
        for one in values:
            yield from _pieces(one)
    else:
        raise TypeError(f"a picture is not made once of {type(value).__name__}")
