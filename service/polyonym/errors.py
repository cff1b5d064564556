"""What can go wrong, a stable code each. Nothing here knows HTTP or exit codes: every edge translates by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from polyonym.model import Problem


class PolyonymError(Exception):
    """The root of every error that this project raises on purpose.

    `code` is stable and meant for programs, `detail` says what is wrong and what to do.
    """

    code = "error"

    def __init__(self, detail: str) -> None:
        """Keep the text for people; subclasses fix the code."""
        super().__init__(detail)
        self.detail = detail

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what the error holds: it crosses between processes, and subclasses are made from other arguments."""
        return _rebuild, (type(self), self.args, vars(self))


def _rebuild(kind: type[PolyonymError], arguments: tuple[Any, ...], fields: dict[str, Any]) -> PolyonymError:
    """Make an error again without its constructor."""
    error = kind.__new__(kind, *arguments)
    vars(error).update(fields)
    return error


class MentionError(PolyonymError):
    """A mention, or something said about it, that cannot be resolved; `field` names the part that is wrong."""

    code = "invalid-mention"

    def __init__(self, field: str, detail: str) -> None:
        """Name the field first, so that a person finds it."""
        super().__init__(f"{field}: {detail}")
        self.field = field


class TextError(MentionError):
    """A running text, or something said about it, that cannot be annotated; `field` names the part that is wrong."""

    code = "invalid-text"


class EntityNotFoundError(PolyonymError):
    """An id that the gazetteer does not hold."""

    code = "entity-not-found"

    def __init__(self, entity_id: str) -> None:
        """Keep the id that was asked for."""
        super().__init__(f"The gazetteer holds no entity with the id {entity_id!r}.")
        self.entity_id = entity_id


class GazetteerError(PolyonymError):
    """Files that cannot be compiled. `problems` holds all of them, not only the first."""

    code = "invalid-gazetteer"

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Count the problems in the headline, and list each on a line of its own."""
        self.problems = tuple(problems)
        count = f"{len(self.problems)} problem" + ("s" if len(self.problems) != 1 else "")
        super().__init__("\n".join([f"{count} in the gazetteer", *map(str, self.problems)]))


class SettingsError(PolyonymError):
    """An environment variable or an option with a value that cannot be used."""

    code = "invalid-settings"


class InputError(PolyonymError):
    """A file of mentions that cannot be read or written as asked."""

    code = "invalid-input"
