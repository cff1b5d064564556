"""The report: what was measured, as frozen values that can be kept as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Machine:
    """Where and when the report was made."""

    cpu: str
    cores: int
    python: str
    system: str
    date: str


@dataclass(frozen=True, slots=True)
class Latency:
    """Mentions of one kind at one size: microseconds, and shares that are right."""

    kind: str
    mentions: int
    p50: float
    p90: float
    p99: float
    right: float
    first: float  # the entity stands first, however it was decided
    slips: dict[str, float]  # how many stand first, by slip or script


@dataclass(frozen=True, slots=True)
class Size:
    """One size of the list: seconds, bytes, and the latencies."""

    names: int
    entities: int
    compile_seconds: float
    compile_peak: int
    open_seconds: float
    open_peak: int
    open_memory: int
    open_own: int
    used_memory: int
    used_own: int
    latencies: tuple[Latency, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """How much longer the middle mention of a kind takes on the larger of two sizes."""

    kind: str
    smaller: int
    larger: int
    ratio: float


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a second under one load, the share of the empty endpoint's, and milliseconds."""

    load: str
    per_second: float
    share: float
    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class AnnotationContext:
    """Texts at one size: seconds to the first one and to the first search, and megabytes a second on one core.

    `first` is for texts that are new, `warm` for the same again, `bare` for an automaton that looks for the same names
    and takes `build` seconds to make; `apart` are the characters from one found name to the next.
    """

    names: int
    first_text: float
    first_search: float
    megabytes: float
    apart: float
    first: float
    warm: float
    bare: float
    build: float


@dataclass(frozen=True, slots=True)
class ColumnRate:
    """Rows of a file a second, beside a scan of all names: medians of the rounds, and the median of their ratios."""

    column: str
    names: int
    rows: int
    per_second: float
    scan_per_second: float
    times: float


@dataclass(frozen=True, slots=True)
class Rival:
    """Another library at the same work: microseconds a mention, how many times as long as here, and what was right."""

    name: str
    names: int
    mentions: int
    p50: float
    times: float
    first: float
    scored: float  # the share of the names that were really scored


@dataclass(frozen=True, slots=True)
class Recall:
    """What every name would accept, and what the index finds of it."""

    script: str
    names: int
    mentions: int
    wanted: int
    found: int


@dataclass(frozen=True, slots=True)
class Report:
    """One run."""

    machine: Machine
    settings: dict[str, Any]
    first_answer: float  # seconds from the import to the first answer, with the bundled gazetteer
    sizes: tuple[Size, ...]
    growth: tuple[Growth, ...]
    rates: tuple[Rate, ...]
    rivals: tuple[Rival, ...]
    recall: tuple[Recall, ...]
    readings: tuple[AnnotationContext, ...] = ()
    columns: tuple[ColumnRate, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the report as what JSON can hold."""
        return {"version": VERSION, **asdict(self)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Report:
        """Return a report that was kept; raise ValueError for one of another version."""
        if kept["version"] != VERSION:
            raise ValueError(f"The report is of version {kept['version']}, and this is {VERSION}.")
        return cls(
            machine=Machine(**kept["machine"]),
            settings=dict(kept["settings"]),
            first_answer=kept["first_answer"],
            sizes=tuple(
                Size(**{**row, "latencies": tuple(Latency(**one) for one in row["latencies"])}) for row in kept["sizes"]
            ),
            growth=tuple(Growth(**row) for row in kept["growth"]),
            rates=tuple(Rate(**row) for row in kept["rates"]),
            rivals=tuple(Rival(**row) for row in kept["rivals"]),
            recall=tuple(Recall(**row) for row in kept["recall"]),
            # Reports of before texts and columns were measured can be read as well.
            readings=tuple(AnnotationContext(**row) for row in kept.get("readings", ())),
            columns=tuple(ColumnRate(**row) for row in kept.get("columns", ())),
        )


def machine() -> Machine:
    """Describe this machine, without its name."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return Machine(
        cpu=next(models, platform.processor() or platform.machine()),
        cores=os.cpu_count() or 1,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        date=datetime.now(UTC).date().isoformat(),
    )
