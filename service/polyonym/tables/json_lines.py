"""JSON Lines: one value a line in, one object a line out, nothing of the input lost.

An output line has the fields of the input and then those of the answer. Where both have a field of one name, the
answer's stands, and the input's is kept under `input`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TextIO

from polyonym.tables.rows import NOT_UTF8, UNREADABLE, Json, Row, RowError, has_undecodable

KEPT: Final = "input"
ERROR: Final = "error"


def read_json_lines(lines: Iterable[str], text_fields: tuple[str, ...]) -> Iterator[Row]:
    """Read a row a line; a plain string is the one text field where there is one. Blank lines are skipped."""
    for number, text in enumerate(lines, start=1):
        if text.strip():
            yield _row(number, text, text_fields)


def _row(number: int, text: str, text_fields: tuple[str, ...]) -> Row:
    """Read one line."""
    if has_undecodable((text,)):
        return Row(number, (), NOT_UTF8)
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        return Row(number, (), RowError(UNREADABLE, f"Line {number} is not readable JSON: nested too deeply."))
    except ValueError as error:
        detail = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        return Row(number, (), RowError(UNREADABLE, f"Line {number} is not JSON: {detail}."))
    if isinstance(value, dict):
        return Row(number, tuple(value.items()))
    if isinstance(value, str) and len(text_fields) == 1:
        return Row(number, ((text_fields[0], value),))
    wanted = " and ".join(f"`{name}`" for name in text_fields)
    kind = f"an object with {wanted}" + (" or a string" if len(text_fields) == 1 else "")
    return Row(number, (), RowError(UNREADABLE, f"Line {number} has to be {kind}."))


def _refuse(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(f"{constant} is no JSON value")


def _finite(text: str) -> float:
    """Read a number that can be written again."""
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"the number {text[:20]} is too large")
    return value


def merged(fields: Iterable[tuple[str, Any]], answer: Json, reserved: frozenset[str]) -> Json:
    """Merge an answer into the fields of a row; fields that it replaces are kept under `input`.

    A reserved name always means what it means in an answer: the `score` of the input never stands where a reader looks
    for that of the resolver, not even in a row that has only an error.
    """
    own = dict(fields)
    replaced = {name: value for name, value in own.items() if _is_replaced(name, value, answer, reserved)}
    result = {name: value for name, value in own.items() if name not in replaced}
    result.update(answer)
    if replaced:
        result[KEPT] = replaced
    return result


def _is_replaced(name: str, value: Any, answer: Json, reserved: frozenset[str]) -> bool:
    """Tell whether a field of the input has to give way; one with the value of the answer need not."""
    if name in answer:
        return bool(answer[name] != value)
    return name in reserved or name in {KEPT, ERROR}


@dataclass(frozen=True, slots=True)
class JsonLinesWriter:
    """Writes objects; `reserved` are the fields of an answer, `dropped` those of the input that it stands for."""

    reserved: frozenset[str]
    dropped: frozenset[str] = frozenset()

    def begin(self, stream: TextIO) -> None:
        """Write nothing: JSON Lines have no head."""

    def write(self, stream: TextIO, row: Row, answer: Json | RowError) -> None:
        """Write one object."""
        if isinstance(answer, RowError):
            answer = {ERROR: {"code": answer.code, "detail": answer.detail}}
        kept = [(name, value) for name, value in row.fields if name not in self.dropped]
        result = merged(kept, answer, self.reserved)
        stream.write(json.dumps(result, ensure_ascii=False, allow_nan=False) + "\n")
