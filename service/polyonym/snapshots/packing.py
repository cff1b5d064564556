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
    """The arrays, and the texts and whole numbers, of a nested value by path."""

    arrays: dict[str, Array] = field(default_factory=dict)
    values: dict[str, str | int] = field(default_factory=dict)


def pack(value: Any, prefix: str, into: Packed) -> None:
    """Add the fields of a frozen value to `into`, by paths below `prefix`; raise TypeError for one of another kind."""
    for name, item in ((each.name, getattr(value, each.name)) for each in fields(value)):
        path = f"{prefix}.{name}"
        if isinstance(item, np.ndarray):
            into.arrays[path] = item
        elif isinstance(item, str | int):
            into.values[path] = item
        elif is_dataclass(item):
            pack(item, path, into)
        else:
            raise TypeError(f"{path} cannot be stored: {type(item).__name__}")


def unpack(
    kind: Callable[..., _Value], prefix: str, arrays: Mapping[str, Array], values: Mapping[str, str | int]
) -> _Value:
    """Build the value of a class from the paths below `prefix`; raise KeyError with the path of a missing field."""
    arguments: dict[str, Any] = {}
    for name, hint in _hints(kind):
        path = f"{prefix}.{name}"
        if isinstance(hint, type) and is_dataclass(hint):
            arguments[name] = unpack(hint, path, arrays, values)
        elif hint in {str, int}:
            arguments[name] = values[path]
        else:
            arguments[name] = arrays[path]
    return kind(**arguments)


@cache
def _hints(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Return the names and types of the fields of a class."""
    hints = get_type_hints(kind)
    return tuple((each.name, hints[each.name]) for each in fields(kind))
