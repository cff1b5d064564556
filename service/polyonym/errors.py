"""The errors that this package raises on purpose, each with a stable code.

Nothing here knows HTTP or exit codes. Every edge translates errors for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from polyonym.model import Problem


class PolyonymError(Exception):
    """The base class of all errors of this package.

    `code` is stable and meant for programs. `detail` says what is wrong and what to do.
    """

    code = "error"

    def __init__(self, detail: str) -> None:
        """Keep the message."""
        super().__init__(detail)
        self.detail = detail

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the fields: errors travel between processes, and constructors of subclasses take other arguments."""
        return _rebuild, (type(self), self.args, vars(self))


def _rebuild(kind: type[PolyonymError], arguments: tuple[Any, ...], fields: dict[str, Any]) -> PolyonymError:
    """Build an error without calling its constructor."""
    error = kind.__new__(kind, *arguments)
    vars(error).update(fields)
    return error


class MentionError(PolyonymError):
    """A mention that cannot be resolved, or a wrong value beside it. `field` names the value."""

    code = "invalid-mention"

    def __init__(self, field: str, detail: str) -> None:
        """Begin the message with the field."""
        super().__init__(f"{field}: {detail}")
        self.field = field


class TextError(MentionError):
    """A text that cannot be annotated, or a wrong value beside it. `field` names the value."""

    code = "invalid-text"


class EntityNotFoundError(PolyonymError):
    """An id that the gazetteer does not hold."""

    code = "entity-not-found"

    def __init__(self, entity_id: str) -> None:
        """Keep the id that was not found."""
        super().__init__(f"The gazetteer holds no entity with the id {entity_id!r}.")
        self.entity_id = entity_id


class GazetteerError(PolyonymError):
    """Files that cannot be compiled. `problems` holds all their problems."""

    code = "invalid-gazetteer"

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Begin the message with the number of problems, and list each on a line."""
        self.problems = tuple(problems)
        count = f"{len(self.problems)} problem" + ("s" if len(self.problems) != 1 else "")
        super().__init__("\n".join([f"{count} in the gazetteer", *map(str, self.problems)]))


class SettingsError(PolyonymError):
    """An environment variable, or an option, whose value cannot be used."""

    code = "invalid-settings"


class InputError(PolyonymError):
    """A file of records that cannot be read or written."""

    code = "invalid-input"
