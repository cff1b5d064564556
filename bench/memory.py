"""The memory of this process."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")
_KIB: Final = 1024


def memory() -> dict[str, int]:
    """Return resident bytes: `now`, the `peak`, and `own`, which leaves out pages of mapped files.

    Processes that map a file share its pages. On a system without /proc, all three are the peak.
    """
    if not _STATUS.exists():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB
        return {"now": peak, "peak": peak, "own": peak}
    # Not `getrusage`: a new process starts with the peak of its parent.
    fields = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines())
    known = {"now": "VmRSS", "peak": "VmHWM", "own": "RssAnon"}
    return {key: int(fields[name].split()[0]) * _KIB for key, name in known.items()}
