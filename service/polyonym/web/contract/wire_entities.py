"""The wire of entities and of the gazetteer itself: queries that are validated, answers that are described.

The rules are those of `wire`: answers are described here and written by `wireform`.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from polyonym.model import MatchMode
from polyonym.web.contract.wire import EXAMPLE_TYPES, TYPES, EntityType, FileProblem, Fingerprint

MOST_ENTITIES: Final = 100


class EntityQuery(BaseModel):
    """What `GET /entities` can be asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str = Field(
        "",
        description=(
            "The beginning of a name, or of a word of one, in any script. Where no name begins so, names that are "
            "like it are returned. Without it, entities are listed by id."
        ),
        examples=["omar sa"],
    )
    type: EntityType | None = Field(None, description=f"Only entities of this type. {TYPES}", examples=EXAMPLE_TYPES)
    limit: int = Field(20, ge=1, le=MOST_ENTITIES, description="How many entities to return at most.", examples=[20])
    after: str | None = Field(
        None, description="Go on listing behind this id: the `next` of the last answer.", examples=["kabul"]
    )


class EntityRow(BaseModel):
    """An entity in a list."""

    id: str = Field(description="Its id.", examples=["mohammad-omar-safi"])
    type: str = Field(description=f"What it is. {TYPES}", examples=EXAMPLE_TYPES)
    name: str = Field(description="Its label.", examples=["Mohammad Omar Safi"])
    description: str = Field(description="Who or what it is, in a few words; may be empty.", examples=["Governor"])
    alias: str | None = Field(description="The name that fits what was typed; null in a list.", examples=["Omar Safi"])


class EntityList(BaseModel):
    """Entities, best first for a search, by id in a list."""

    entities: list[EntityRow] = Field(description="The entities.")
    next: str | None = Field(description="What to send as `after` for more; null at the end.", examples=["kabul"])
    gazetteer: Fingerprint


class EntityName(BaseModel):
    """A name of an entity, or one that never means it."""

    name: str = Field(description="The name.", examples=["داعش"])
    lang: str | None = Field(description="Its language as a BCP 47 tag, where the curator said.", examples=["ar"])
    match: MatchMode = Field(
        description="How strictly a mention has to agree: `cased` to the letter, `exact` but for case and accents.",
        examples=["fuzzy"],
    )
    file: str = Field(description="File that holds it.", examples=["organizations.yaml"])
    line: int = Field(description="Line in the file, from 1.", examples=[19])


class Entity(BaseModel):
    """An entity as curated."""

    id: str = Field(description="Stable id.", examples=["islamic-state"])
    type: str = Field(description=f"What it is. {TYPES}", examples=EXAMPLE_TYPES)
    name: str = Field(description="The label that people read.", examples=["Islamic State"])
    description: str = Field(description="Who or what it is; may be empty.", examples=["Jihadist organization"])
    aliases: list[EntityName] = Field(description="Its names, the label first.")
    not_: list[EntityName] = Field(alias="not", description="Names that never mean it.")
    part_of: list[str] = Field(description="Ids of what it is part of.", examples=[["taliban"]])
    same_as: list[str] = Field(description="Identifiers elsewhere.", examples=[["wikidata:Q2429253"]])
    context: list[str] = Field(description="Words near a mention that speak for it.", examples=[["caliphate"]])
    sources: list[str] = Field(description="Where it was checked.", examples=[["seeds/press-tv-2015-05-08"]])
    file: str = Field(description="File that holds it.", examples=["organizations.yaml"])
    line: int = Field(description="Line in the file, from 1.", examples=[3])
    gazetteer: Fingerprint


class DeclaredType(BaseModel):
    """A type that the gazetteer declares in `types.yaml`."""

    name: str = Field(description="What requests and entities say under `type`.", examples=["vessel"])
    label: str = Field(description="The name that people read.", examples=["Vessel"])
    like: str = Field(description="The built-in type whose fitted scores it takes.", examples=["organization"])
    personal: bool = Field(description="Whether its names are those of people.", examples=[False])
    titled: bool = Field(description="Whether a title in front of a name speaks for it.", examples=[False])
    place: bool = Field(
        description="Whether the word for the kind of place may be left out of a name.", examples=[False]
    )


class GazetteerState(BaseModel):
    """What is served now, and how the last reload went."""

    fingerprint: str = Field(
        description="Changes when, and only when, what the files say does: entities, declared types, word lists.",
        examples=["be2ee9d5b687ce5c"],
    )
    loaded_at: str = Field(description="When it began to serve, as RFC 3339.", examples=["2026-01-31T12:00:00+00:00"])
    entities: int = Field(description="Number of entities.", examples=[84])
    names: int = Field(description="Number of names, without those under `not`.", examples=[1134])
    types: dict[str, int] = Field(
        description="Number of entities by type, of declared types too.", examples=[{"person": 25}]
    )
    declared_types: list[DeclaredType] = Field(description="Types that the gazetteer adds to the built-in ones.")
    files: list[str] = Field(description="Files that hold entities, without their folder.", examples=[["places.yaml"]])
    warnings: list[FileProblem] = Field(description="What is wrong with the files that are served.")
    problems: list[FileProblem] = Field(description="What made the last reload fail; empty when it went well.")


class Change(BaseModel):
    """What a reload changed. The new gazetteer serves from here on."""

    before: str = Field(description="Fingerprint before.", examples=["be2ee9d5b687ce5c"])
    after: str = Field(description="Fingerprint after; the same where nothing changed.", examples=["0c1d7a9be0f3a216"])
    added: list[str] = Field(description="Ids that are new.", examples=[["herat"]])
    removed: list[str] = Field(description="Ids that are gone.", examples=[[]])
    changed: list[str] = Field(description="Ids with other content.", examples=[["kabul"]])


class Health(BaseModel):
    """The service answers."""

    status: Literal["ok"] = Field(description="Always `ok`.", examples=["ok"])


class Readiness(BaseModel):
    """The service has a gazetteer and takes requests."""

    status: Literal["ready"] = Field(description="Always `ready`.", examples=["ready"])
    gazetteer: Fingerprint
