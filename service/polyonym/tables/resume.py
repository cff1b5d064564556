"""The unfinished output of a run that was stopped, for the next run to continue.

The output grows under `OUTPUT.part` and is renamed at the end. A line that was cut off is removed, so as many rows of
the input are done as there are lines.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many rows are done, and how many bytes their lines take."""

    done: int
    size: int

    @classmethod
    def find(cls, target: Path, *, resume: bool) -> Checkpoint:
        """Read what an earlier run has left; without `resume` start from nothing."""
        part = _part(target)
        if not resume or not part.exists():
            return cls(0, 0)
        done = size = at = 0
        with part.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                done += chunk.count(b"\n")
                if b"\n" in chunk:
                    size = at + chunk.rindex(b"\n") + 1
                at += len(chunk)
        return cls(done, size)

    @contextmanager
    def open(self, target: Path) -> Iterator[TextIO]:
        """Open the output behind what is done. When the run fails, it stays as `OUTPUT.part`."""
        part = _part(target)
        with part.open("ab") as stream:
            stream.truncate(self.size)
        with part.open("a", encoding="utf-8", errors="backslashreplace", newline="") as text:
            yield text
            text.flush()
            os.fsync(text.fileno())
        place = target.resolve()
        if place.exists():
            shutil.copymode(place, part)
        part.replace(place)


def _part(target: Path) -> Path:
    """Return the path of an unfinished output."""
    return target.resolve().with_name(f"{target.name}.part")
