"""The values that the steps pass on and that the edges return, all frozen.

Nothing here computes; nothing here knows files, HTTP or a terminal. Every value can be pickled, compared and
shared between threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from polyonym.entity_types import EntityTypeTraits

EntityType = str
"""The name of a type: one of `entity_types.BUILT_IN_TYPES`, or one that the gazetteer declares."""

MatchMode = Literal["fuzzy", "exact", "cased"]
MATCH_MODES: tuple[MatchMode, ...] = ("fuzzy", "exact", "cased")

Status = Literal["match", "ambiguous", "no_match"]

Verdict = Literal["same", "unsure", "different"]
"""The outcome of comparing two names: they are one entity's, they may be, or they are two entities'."""
STATUSES: tuple[Status, ...] = ("match", "ambiguous", "no_match")

Severity = Literal["error", "warning"]

Method = Literal["cased", "exact", "spelling", "sound", "script"]


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of a record or a name: a file, relative to the folder of the gazetteer, and a line from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        """Return the place as `file:line`, which editors turn into a link."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of an entity, and its match mode: how strictly a mention has to agree with it."""

    name: str
    lang: str | None
    match: MatchMode
    origin: Origin


@dataclass(frozen=True, slots=True)
class Entity:
    """One record of a gazetteer. The first of `aliases` is the label."""

    id: str
    type: EntityType
    name: str
    description: str
    aliases: tuple[Alias, ...]
    never: tuple[Alias, ...]  # the key `not`: names that never mean this entity
    part_of: tuple[str, ...]
    same_as: tuple[str, ...]
    context: tuple[str, ...]
    expect: tuple[str, ...]
    reject: tuple[str, ...]
    sources: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the files, where it is, and what to do about it.

    An `error` keeps the files from being served. A `warning` does not: what it is about is left out or read as best
    it can be, and the rest of the entry stays.
    """

    code: str
    message: str
    fix: str
    origin: Origin
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return the problem on one line: place, severity, code, message, fix."""
        return f"{self.origin}: {self.severity}: {self.code}: {self.message} {self.fix}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that is to be resolved, with what is known about it."""

    text: str
    type: EntityType | None = None
    language: str | None = None
    context: str | None = None
    limit: int = 5

    @property
    def by_itself(self) -> bool:
        """Tell whether nothing is known that may speak for a candidate that fits the name less than another."""
        return not (self.context or self.language)


@dataclass(frozen=True, slots=True)
class TokenPair:
    """Tokens of the mention that were aligned with tokens of the alias.

    Several tokens on one side, separated by a space, are a join or a split (`noorul haq` and `noorolhaq`).
    `similarity` runs from 0 to 1, `weight` is the share of the two names that the pair stands for.
    """

    mention: str
    alias: str
    similarity: float
    method: Method
    weight: float


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An amount that was added to the score, or taken off it where it is negative, and the reason."""

    code: str
    amount: float
    detail: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a name supports an entity. It is recorded while scoring; explaining only renders it."""

    method: Method
    alias: Alias
    script: str
    pairs: tuple[TokenPair, ...]
    adjustments: tuple[Adjustment, ...]
    score: float


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The best other entity, which the margin of a candidate refers to."""

    id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The evidence of a candidate, the margin to the runner-up, and one sentence for people."""

    evidence: Evidence
    runner_up: RunnerUp | None
    margin: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a mention may mean. `score` is between 0 and 1."""

    id: str
    name: str
    type: EntityType
    score: float
    alias: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class BriefResolution:
    """The answer for a mention without its candidates: what a row of a table has room for.

    `alias` is the name of the best candidate that was met, None where there is no candidate.
    """

    mention: str
    status: Status
    id: str | None
    name: str | None
    score: float
    alias: str | None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention means: the decision, and the candidates that it was made from, best first."""

    mention: str
    status: Status
    id: str | None
    name: str | None
    score: float
    candidates: tuple[Candidate, ...]
    gazetteer: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """A name in a text: its first position, the position after its last, in code points, and what it means."""

    start: int
    end: int
    resolution: Resolution

    @property
    def text(self) -> str:
        """Return the name as it stands in the text."""
        return self.resolution.mention


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of two names: whether one entity could have both."""

    a: str
    b: str
    verdict: Verdict
    score: float
    explanation: Explanation

    @property
    def same(self) -> bool:
        """Return whether the verdict is `same`. Of the other two, `unsure` asks for a second look."""
        return self.verdict == "same"


@dataclass(frozen=True, slots=True)
class GazetteerState:
    """What is served, and how the last reload went.

    `names` leaves out those under `not`; `types` counts entities; `declared_types` are those beside the built-in ones;
    `files` are relative to the gazetteer. `warnings` concern the files that are served, `problems` are what made the
    last reload fail, none when it went well.
    """

    fingerprint: str
    loaded_at: datetime
    entities: int
    names: int
    types: Mapping[EntityType, int]
    declared_types: tuple[EntityTypeTraits, ...]
    files: tuple[str, ...]
    warnings: tuple[Problem, ...]
    problems: tuple[Problem, ...]
