"""How much memory this process holds."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")
_KIB: Final = 1024


def memory() -> dict[str, int]:
    """Return bytes in memory: `now`, the `peak`, and `own`, the part that no file stands behind.

    Pages of a mapped file are shared by all processes that map it, and `own` leaves them out. Where the system does
    not tell, `now` and `own` are the peak.
    """
    if not _STATUS.exists():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB
        return {"now": peak, "peak": peak, "own": peak}
    # Not `getrusage`: a process begins with the peak of the one that started it.
    fields = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines())
    known = {"now": "VmRSS", "peak": "VmHWM", "own": "RssAnon"}
    return {key: int(fields[name].split()[0]) * _KIB for key, name in known.items()}
