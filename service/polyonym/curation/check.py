"""Records to a report: what is wrong with the files, which promises fail, which names several entities share.

In come raw records and a policy, out comes one frozen report; nothing is printed and no file is opened. Promises
(`expect` and `reject`) are resolved by the pipeline that serves, without a context. The rule: only files without errors
are tried, since an entity that is missing because of a typing error would make promises of others fail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.errors import MentionError
from polyonym.gazetteer.source import Records
from polyonym.gazetteer.types_file import DeclaredTypes
from polyonym.gazetteer.validate import validate
from polyonym.gazetteer.words import Words
from polyonym.index.build import compile_entities
from polyonym.index.snapshot import Snapshot
from polyonym.model import Alias, Candidate, Entity, EntityType, Mention, Origin, Problem, Resolution
from polyonym.policy import Policy
from polyonym.resolve import pipeline
from polyonym.resolve.intake import check_mention
from polyonym.text.normalise import cased, folded
from polyonym.yamlfile import entries, items, plain

Promise = Literal["expect", "reject"]
PROMISES: tuple[Promise, ...] = ("expect", "reject")

Lines = Mapping[tuple[str, Promise, str], Origin]
"""Where each promise stands: by the id of its entity, the key and the mention."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A promise that fails: its entity, the mention, and in `problem` what happened and what to do."""

    entity: str
    promise: Promise
    mention: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Bearer:
    """An entity that bears a shared name, and where the name stands."""

    id: str
    name: str
    type: EntityType
    origin: Origin


@dataclass(frozen=True, slots=True)
class SharedName:
    """A name of several entities that a mention cannot tell apart: as the first writes it, and all of them."""

    name: str
    bearers: tuple[Bearer, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a check found. Shared names are no fault, and `sound` ignores them."""

    problems: tuple[Problem, ...]
    failures: tuple[Failure, ...]
    shared: tuple[SharedName, ...]
    entities: int
    names: int
    promises: int

    @property
    def sound(self) -> bool:
        """Tell whether the files can be used as they are."""
        return not self.failures and all(problem.severity == "warning" for problem in self.problems)


def check(
    records: Records,
    policy: Policy,
    words: Words | None = None,
    types: DeclaredTypes = DeclaredTypes(BUILT_IN_TYPES, ()),  # noqa: B008 -- frozen
) -> Report:
    """Validate records, types and word lists, try the promises and list the names that several entities bear."""
    validated = validate(records, types.types)
    entities = validated.entities
    names = sum(len(entity.aliases) for entity in entities)
    beside = (*types.problems, *(words.problems if words else ()))
    problems = (*types.without_echoes(validated.problems), *beside)
    if beside or not validated.sound:
        return Report(problems, (), (), len(entities), names, 0)
    snapshot = compile_entities(entities, words.lexicon if words else None, types=types.types)
    failures = broken_promises(snapshot, promise_lines(records), policy)
    promises = sum(len(entity.expect) + len(entity.reject) for entity in entities)
    return Report(problems, failures, shared_names(entities), len(entities), names, promises)


def promise_lines(records: Records) -> Lines:
    """Return where each promise is stated; entities keep only the texts."""
    found: dict[tuple[str, Promise, str], Origin] = {}
    for file, node in records.entries:
        keys = dict(entries(node))
        for promise in PROMISES:
            if promise in keys:
                for item in items(keys[promise]):
                    text = str(plain(item)).strip()
                    found[str(plain(keys["id"])).strip(), promise, text] = Origin(file, item.line)
    return found


def broken_promises(snapshot: Snapshot, lines: Lines, policy: Policy) -> tuple[Failure, ...]:
    """Resolve every `expect` and `reject` and return those that fail, in the order of the files."""
    failures = []
    for entity in snapshot.entities:
        for promise in PROMISES:
            for text in entity.expect if promise == "expect" else entity.reject:
                origin = lines.get((entity.id, promise, text), entity.origin)
                problem = _broken(entity, promise, _answer(snapshot, text, policy), origin)
                if problem is not None:
                    failures.append(Failure(entity.id, promise, text, problem))
    failures.sort(key=lambda failure: (failure.problem.origin.file, failure.problem.origin.line))
    return tuple(failures)


def _answer(snapshot: Snapshot, text: str, policy: Policy) -> Resolution | MentionError:
    """Resolve one mention as the service does, with the candidates that a curator wants to see."""
    mention = Mention(text)
    try:
        check_mention(mention, snapshot.types)
    except MentionError as error:
        return error
    return pipeline.resolve(snapshot, mention, policy)


def _broken(entity: Entity, promise: Promise, answer: Resolution | MentionError, origin: Origin) -> Problem | None:
    """Return what is wrong with the answer to a promise, if anything is."""
    if isinstance(answer, MentionError):
        message = f"This can never be resolved. {answer.detail}"
        return Problem(f"{promise}-unreadable", message, f"Mend it or take it out of `{promise}`.", origin)
    here = answer.status == "match" and answer.id == entity.id
    if promise == "expect":
        return None if here else _not_here(entity, answer, origin)
    return _but_here(entity, answer, origin) if here else None


def _not_here(entity: Entity, answer: Resolution, origin: Origin) -> Problem:
    """Return what an expected mention was resolved to instead."""
    text = answer.mention
    own = next((candidate for candidate in answer.candidates if candidate.id == entity.id), None)
    first = answer.candidates[0] if answer.candidates else None
    if answer.status == "match" and first is not None:
        message = f"`{text}` has to mean `{entity.id}` and resolves to {_place(first)}."
        fix = f"Add it to the aliases of `{entity.id}`, and under `not` of `{first.id}` if it never means that one."
        return Problem("expect-elsewhere", message, fix, origin)
    if answer.status == "ambiguous" and first is not None:
        rivals = " and ".join(_place(candidate) for candidate in answer.candidates[:2])
        message = f"`{text}` has to mean `{entity.id}` and is ambiguous between {rivals}."
        other = next((candidate for candidate in answer.candidates if candidate.id != entity.id), first)
        fix = f"Put it under `not` of `{other.id}`, or take it out of `expect`: without a context it may be either."
        if own is None or not _is_exact(own):
            fix = f"Add it to the aliases of `{entity.id}`."
        return Problem("expect-ambiguous", message, fix, origin)
    nearest = f"the nearest is {_place(first)}" if first else "nothing is near"
    if own is not None and own is not first:
        nearest += f", and its own best is {_place(own)}"
    message = f"`{text}` has to mean `{entity.id}` and resolves to nobody; {nearest}."
    return Problem("expect-unmatched", message, f"Add it to the aliases of `{entity.id}`.", origin)


def _but_here(entity: Entity, answer: Resolution, origin: Origin) -> Problem:
    """Return by which alias a mention was resolved to an entity that rejects it."""
    text = answer.mention
    first = answer.candidates[0]
    message = f"`{text}` must not mean `{entity.id}` and resolves to {_place(first)}."
    fix = f"Put it under `not` of `{entity.id}`, or give the alias `match: exact`."
    if _is_exact(first):
        fix = f"Take the alias `{first.alias}` out, or take the mention out of `reject`."
    return Problem("reject-matched", message, fix, origin)


def _is_exact(candidate: Candidate) -> bool:
    """Tell whether a mention is an alias of a candidate, and not only similar to one."""
    return candidate.explanation.evidence.method in {"cased", "exact"}


def _place(candidate: Candidate) -> str:
    """Return a candidate with the alias that matched, its place in the files and its score."""
    alias: Alias = candidate.explanation.evidence.alias
    return f"`{candidate.id}` by its name `{alias.name}` ({alias.origin}, score {candidate.score:.2f})"


def shared_names(entities: Iterable[Entity]) -> tuple[SharedName, ...]:
    """Return the names of several entities: a mention of one is ambiguous without a type or a context."""
    groups: dict[str, list[tuple[Entity, Alias]]] = defaultdict(list)
    for entity in sorted(entities, key=lambda entity: entity.id):
        for alias in entity.aliases:
            groups[folded(alias.name)].append((entity, alias))
    groups.pop("", None)  # validation has warned of names that have no letter
    found = [shared for group in groups.values() for shared in _shared(group)]
    return tuple(sorted(found, key=lambda shared: (shared.bearers[0].origin.file, shared.bearers[0].origin.line)))


def _shared(group: list[tuple[Entity, Alias]]) -> Iterator[SharedName]:
    """Split names with one folded form by what a mention can tell apart: cased names share only the same letters."""
    loose = [(entity, alias) for entity, alias in group if alias.match != "cased"]
    strict: dict[str, list[tuple[Entity, Alias]]] = defaultdict(list)
    for entity, alias in group:
        if alias.match == "cased":
            strict[cased(alias.name)].append((entity, alias))
    for together in [[*loose, *bearers] for bearers in strict.values()] or [loose]:
        first: dict[str, Bearer] = {}
        for entity, alias in together:
            first.setdefault(entity.id, Bearer(entity.id, entity.name, entity.type, alias.origin))
        if len(first) > 1:
            yield SharedName(together[0][1].name, tuple(first.values()))
