"""An output of lines that a run which was stopped leaves behind, and that the next run goes on with.

It grows under `OUTPUT.part` and takes its place at the end. A line that was cut off is taken out, and so as many rows
of the input are done as there are lines.
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
class Resume:
    """The number of rows that are done, and the size of the lines that they take."""

    done: int
    size: int

    @classmethod
    def of(cls, target: Path, *, resume: bool) -> Resume:
        """Look at what an earlier run has left, if this one is to go on with it."""
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
        """Open the output behind what is done; it stays under its name for now when the run fails."""
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
    """Return where an output grows."""
    return target.resolve().with_name(f"{target.name}.part")
