"""Nested frozen values of arrays to a flat table of arrays by name, and back.

A name is a path: `names.token_rows.offsets` is the field `offsets` of the field `token_rows` of the field `names`. A
field holds an array, a text, a whole number or another such value. The type annotations say which, so nothing is listed
twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_type_hints

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.generic]
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Packed:
    """The arrays and the plain values of a nested value, by their names."""

    arrays: dict[str, Array] = field(default_factory=dict)
    values: dict[str, str | int] = field(default_factory=dict)


def pack(value: Any, prefix: str, into: Packed) -> None:
    """Lay the arrays and plain values of a value flat; raise TypeError for what can be neither."""
    for name, item in ((known.name, getattr(value, known.name)) for known in fields(value)):
        whole = f"{prefix}.{name}"
        if isinstance(item, np.ndarray):
            into.arrays[whole] = item
        elif isinstance(item, str | int):
            into.values[whole] = item
        elif is_dataclass(item):
            pack(item, whole, into)
        else:
            raise TypeError(f"{whole} cannot be stored: {type(item).__name__}")


def unpack(
    kind: Callable[..., _Value], prefix: str, arrays: Mapping[str, Array], values: Mapping[str, str | int]
) -> _Value:
    """Make the value again that was packed; raise KeyError where a part of it is missing."""
    made: dict[str, Any] = {}
    for name, hint in _hints(kind):
        whole = f"{prefix}.{name}"
        if isinstance(hint, type) and is_dataclass(hint):
            made[name] = unpack(hint, whole, arrays, values)
        elif hint in {str, int}:
            made[name] = values[whole]
        else:
            made[name] = arrays[whole]
    return kind(**made)


@cache
def _hints(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Return the names and types of the fields of a class."""
    hints = get_type_hints(kind)
    return tuple((known.name, hints[known.name]) for known in fields(kind))
