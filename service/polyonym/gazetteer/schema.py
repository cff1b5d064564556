"""The formats of a gazetteer entry and of a declared type as tables, and the JSON Schemas built from them for editors.

Validation and schemas both follow `FIELDS` and `TYPE_FIELDS`: a key that is not listed there is unknown to both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from polyonym.entity_types import BUILT_IN_TYPES, MAX_NAME_LENGTH, MOST_DECLARED
from polyonym.language_tags import WELL_FORMED
from polyonym.model import MATCH_MODES

ID_PATTERN: Final = r"[A-Za-z0-9][A-Za-z0-9._:-]*"
TYPE_PATTERN: Final = rf"[a-z][a-z0-9_-]{{0,{MAX_NAME_LENGTH - 1}}}"
IDENTIFIER_PATTERN: Final = r"[A-Za-z][A-Za-z0-9_-]*:\S+"

WARNINGS: Final = frozenset(
    {"unportable-id", "repeated-entity", "duplicate-item", "empty-name", "name-too-long", "unknown-language"}
)
"""Codes of problems that are warnings: at most one name is lost, and the files can be served."""

Shape = Literal["id", "type", "text", "texts", "names", "ids", "identifiers", "type_name", "built_in_type", "flag"]


@dataclass(frozen=True, slots=True)
class Field:
    """One key of an entry or a declared type: the shape of its value, whether it is required, and what it means."""

    key: str
    shape: Shape
    required: bool
    doc: str


FIELDS: Final[tuple[Field, ...]] = (
    Field("id", "id", required=True, doc="Stable identifier; never reused for another entity."),
    Field(
        "type",
        "type",
        required=True,
        doc="What kind of thing this is; types.yaml declares more.",
    ),
    Field("name", "text", required=True, doc="The label that people read; it is an alias as well."),
    Field("description", "text", required=False, doc="One line that tells this entity from its namesakes."),
    Field("aliases", "names", required=False, doc="Every other name, in every spelling and script."),
    Field("not", "names", required=False, doc="Names that never mean this entity, however near they look."),
    Field("part_of", "ids", required=False, doc="Ids of the entities that this one belongs to or lies in."),
    Field("same_as", "identifiers", required=False, doc="Identifiers elsewhere that were checked, as scheme:value."),
    Field("context", "texts", required=False, doc="Words near a mention that speak for this entity."),
    Field("expect", "texts", required=False, doc="Mentions that must resolve here; `polyonym check` tries them."),
    Field("reject", "texts", required=False, doc="Mentions that must not resolve here; `polyonym check` tries them."),
    Field("sources", "texts", required=False, doc="Where this was checked: a seed file, or a publication."),
)
KEYS: Final = tuple(field.key for field in FIELDS)
TYPE_FIELDS: Final[tuple[Field, ...]] = (
    Field("name", "type_name", required=True, doc="What entries and requests say under `type`."),
    Field("label", "text", required=False, doc="What people read; made of the name where it is left out."),
    Field("like", "built_in_type", required=True, doc="The built-in type that it takes its traits and scores from."),
    Field("personal", "flag", required=False, doc="Whether its names are those of people: given and family names."),
    Field("titled", "flag", required=False, doc="Whether a title in front of a name speaks for it."),
    Field("place", "flag", required=False, doc="Whether the word for the kind of place may be left out of a name."),
)
TYPE_KEYS: Final = tuple(field.key for field in TYPE_FIELDS)
ALIAS_KEYS: Final = ("name", "lang", "match")

_MATCH_DOC: Final = (
    "fuzzy: spelling, sound and script variants count; exact: only case and accents may differ; cased: to the letter. "
    "Names of up to four letters are never fuzzy; capitals of up to three letters are cased unless this says otherwise."
)


def _text(doc: str | None = None, pattern: str | None = None) -> dict[str, Any]:
    """Return the schema of one string. Without a pattern, numbers and booleans pass too: editors parse `NO` as one."""
    schema: dict[str, Any] = {"type": ["string", "number", "boolean"]} if pattern is None else {"type": "string"}
    if pattern is None:
        schema["minLength"] = 1
    else:
        schema["pattern"] = f"^{pattern}$"
    if doc:
        schema["description"] = doc
    return schema


_BUILT_IN: Final = list(BUILT_IN_TYPES.names)
_SHAPES: Final[dict[Shape, dict[str, Any]]] = {
    "id": _text(pattern=ID_PATTERN),
    # An editor offers the first branch and lets the second pass.
    "type": {"anyOf": [{"enum": _BUILT_IN}, _text(pattern=TYPE_PATTERN)]},
    "text": _text(),
    "names": {"type": "array", "items": {"$ref": "#/$defs/name"}},
    "ids": {"type": "array", "items": _text(pattern=ID_PATTERN), "uniqueItems": True},
    "identifiers": {"type": "array", "items": _text(pattern=IDENTIFIER_PATTERN), "uniqueItems": True},
    "texts": {"type": "array", "items": _text()},
    "type_name": {**_text(pattern=TYPE_PATTERN), "not": {"enum": _BUILT_IN}},
    "built_in_type": {"enum": _BUILT_IN},
    "flag": {"type": "boolean"},
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a gazetteer file in YAML: a list of entries."""
    name = {
        "anyOf": [
            _text("A name that is matched in the default way."),
            {
                "type": "object",
                "properties": {
                    "name": _text("The name itself."),
                    "lang": _text("Its language, as a BCP 47 tag.", WELL_FORMED),
                    "match": {"enum": list(MATCH_MODES), "description": _MATCH_DOC},
                },
                "required": ["name"],
                "additionalProperties": False,
            },
        ]
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "polyonym gazetteer",
        "description": "Entities and the names that they go by.",
        "type": "array",
        "items": {"$ref": "#/$defs/entity"},
        "$defs": {"entity": _mapping(FIELDS), "name": name},
    }


def types_json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of types.yaml: a list of declared types."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "polyonym entity types",
        "description": "Types of entities that a gazetteer adds to the built-in ones.",
        "type": "array",
        "maxItems": MOST_DECLARED,
        "items": _mapping(TYPE_FIELDS),
    }


def _mapping(fields: tuple[Field, ...]) -> dict[str, Any]:
    """Return the schema of a mapping with these keys and no others."""
    return {
        "type": "object",
        "properties": {field.key: {**_SHAPES[field.shape], "description": field.doc} for field in fields},
        "required": [field.key for field in fields if field.required],
        "additionalProperties": False,
    }
