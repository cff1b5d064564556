"""Frozen values to the plain dictionaries that every edge writes as JSON: HTTP, JSON Lines, `--json`.

The shape on the wire is decided here, once. Key order is part of it: what a person looks for comes first.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from polyonym.errors import GazetteerError, PolyonymError
from polyonym.model import (
    Alias,
    Annotation,
    BriefResolution,
    Candidate,
    Comparison,
    Entity,
    Explanation,
    GazetteerState,
    Problem,
    Resolution,
    RunnerUp,
)

if TYPE_CHECKING:  # what is rendered is passed in; importing what makes it would cost every command its start
    from polyonym.resolve.suggest import FoundEntity
    from polyonym.snapshots.store import Change

Json = dict[str, Any]


def resolution(value: Resolution) -> Json:
    """Render a resolution."""
    return {
        "mention": value.mention,
        "status": value.status,
        "id": value.id,
        "name": value.name,
        "score": value.score,
        "candidates": [candidate(item) for item in value.candidates],
        "gazetteer": value.gazetteer,
    }


def brief_resolution(value: BriefResolution) -> Json:
    """Render a resolution without its candidates."""
    return {
        "mention": value.mention,
        "status": value.status,
        "id": value.id,
        "name": value.name,
        "score": value.score,
        "alias": value.alias,
    }


def annotation(value: Annotation) -> Json:
    """Render a name in a text: where it stands, and the resolution."""
    return {"start": value.start, "end": value.end, "text": value.text, **resolution(value.resolution)}


def candidate(value: Candidate) -> Json:
    """Render a candidate with its explanation."""
    return {
        "id": value.id,
        "name": value.name,
        "type": value.type,
        "score": value.score,
        "alias": value.alias,
        "explanation": explanation(value.explanation),
    }


def explanation(value: Explanation) -> Json:
    """Render an explanation: the evidence, the runner-up, the sentence."""
    evidence = value.evidence
    return {
        "sentence": value.sentence,
        "method": evidence.method,
        "alias": {
            "name": evidence.alias.name,
            "lang": evidence.alias.lang,
            "script": evidence.script,
            "file": evidence.alias.origin.file or None,
            "line": evidence.alias.origin.line or None,
        },
        "tokens": [
            {
                "mention": pair.mention,
                "alias": pair.alias,
                "similarity": pair.similarity,
                "method": pair.method,
                "weight": pair.weight,
            }
            for pair in evidence.pairs
        ],
        "adjustments": [
            {"code": item.code, "amount": item.amount, "detail": item.detail} for item in evidence.adjustments
        ],
        "runner_up": runner_up(value.runner_up),
        "margin": value.margin,
    }


def runner_up(value: RunnerUp | None) -> Json | None:
    """Render the next best entity."""
    return None if value is None else {"id": value.id, "name": value.name, "score": value.score}


def comparison(value: Comparison) -> Json:
    """Render the comparison of two names."""
    return {
        "a": value.a,
        "b": value.b,
        "same": value.same,
        "verdict": value.verdict,
        "score": value.score,
        "explanation": explanation(value.explanation),
    }


def entity(value: Entity) -> Json:
    """Render an entity with the keys of the files, and where it stands in them."""
    return {
        "id": value.id,
        "type": value.type,
        "name": value.name,
        "description": value.description,
        "aliases": [alias(item) for item in value.aliases],
        "not": [alias(item) for item in value.never],
        "part_of": list(value.part_of),
        "same_as": list(value.same_as),
        "context": list(value.context),
        "sources": list(value.sources),
        "file": value.origin.file,
        "line": value.origin.line,
    }


def alias(value: Alias) -> Json:
    """Render a name of an entity."""
    return {
        "name": value.name,
        "lang": value.lang,
        "match": value.match,
        "file": value.origin.file,
        "line": value.origin.line,
    }


def entity_row(value: FoundEntity) -> Json:
    """Render an entity as a line of a list, with the name that fits what was typed."""
    return {
        "id": value.entity.id,
        "type": value.entity.type,
        "name": value.entity.name,
        "description": value.entity.description,
        "alias": value.alias,
    }


def gazetteer_state(value: GazetteerState) -> Json:
    """Render what is served."""
    return {
        "fingerprint": value.fingerprint,
        "loaded_at": value.loaded_at.isoformat(timespec="seconds"),
        "entities": value.entities,
        "names": value.names,
        "types": dict(value.types),
        "declared_types": [asdict(row) for row in value.declared_types],
        "files": list(value.files),
        "warnings": [problem(item) for item in value.warnings],
        "problems": [problem(item) for item in value.problems],
    }


def change(value: Change) -> Json:
    """Render what a reload changed."""
    return asdict(value)


def problem(value: Problem) -> Json:
    """Render one thing that is wrong with the files."""
    return {
        "severity": value.severity,
        "code": value.code,
        "message": value.message,
        "fix": value.fix,
        "file": value.origin.file,
        "line": value.origin.line,
    }


def error(value: PolyonymError) -> Json:
    """Render an error without the words of any edge: a code, the detail, and every problem of the files."""
    found: Json = {"code": value.code, "detail": value.detail}
    if isinstance(value, GazetteerError):
        found["problems"] = [problem(item) for item in value.problems]
    return found
