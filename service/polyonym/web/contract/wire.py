"""What goes over the wire, for pydantic and for the contract: requests that are validated, answers that are described.

A request is checked here for its shape only. What a mention has to be is decided in `resolve.intake`, for every edge
alike. The bounds below repeat it for readers of the contract and refuse nothing; the limits of the service stand in
`settings`, and `document` adds them. Answers are written by `wireform` and never pass through these models; the
contract tests compare the two.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, InstanceOf, WithJsonSchema

from polyonym.annotate.intake import AnnotationStatus
from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.language_tags import WELL_FORMED as LANGUAGE_PATTERN
from polyonym.model import Mention, Method, Severity, Status, Verdict
from polyonym.resolve.intake import LONGEST_CONTEXT, LONGEST_MENTION, MOST_CANDIDATES

EXAMPLE_TYPES: Final = list(BUILT_IN_TYPES.names)
TYPES: Final = "A built-in type, or one that the gazetteer declares: `declared_types` of `GET /gazetteer` lists those."

# `InstanceOf` and not `str`: pydantic would refuse half a surrogate pair by itself, in words of its own.
Name = Annotated[InstanceOf[str], WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST_MENTION})]
Language = Annotated[InstanceOf[str], WithJsonSchema({"type": "string", "pattern": f"^({LANGUAGE_PATTERN})$"})]
Text = Annotated[InstanceOf[str], WithJsonSchema({"type": "string"})]
Context = Annotated[InstanceOf[str], WithJsonSchema({"type": "string", "maxLength": LONGEST_CONTEXT})]
Count = Annotated[int, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_CANDIDATES})]
EntityType = Annotated[InstanceOf[str], WithJsonSchema({"type": "string"})]
Score = Annotated[float, Field(ge=0, le=1)]
Fingerprint = Annotated[
    str, Field(description="Fingerprint of the gazetteer that gave the answer.", examples=["be2ee9d5b687ce5c"])
]


class _Request(BaseModel):
    """A body from outside: unknown fields are refused, and a text is not taken for a number."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ResolveRequest(_Request):
    """A mention, and what is known about it."""

    mention: Name = Field(description="The name as found, in any script.", examples=["Mohammed Omar Safi", "داعش"])
    type: EntityType | None = Field(
        None,
        description=f"What the mention is known to be; entities of other types score lower. {TYPES}",
        examples=EXAMPLE_TYPES,
    )
    language: Language | None = Field(
        None, description="Language of the text around the mention, as a BCP 47 tag.", examples=["prs", "zh-Hans"]
    )
    context: Context | None = Field(
        None,
        description="Text around the mention; tells apart entities that share a name.",
        examples=["the governor of Kunduz told reporters"],
    )
    limit: Count = Field(5, description="How many candidates to return at most.", examples=[5])

    def as_mention(self) -> Mention:
        """Return the request as the engine knows it."""
        return Mention(self.mention, self.type, self.language, self.context, self.limit)


BatchItem = Annotated[
    Any, WithJsonSchema({"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/ResolveRequest"}]})
]


class BatchRequest(_Request):
    """Mentions to resolve in one call. Each is validated by itself: a bad one fails alone."""

    mentions: list[BatchItem] = Field(
        description="Names, or objects as for `POST /resolve`; at most `maxItems`.",
        examples=[["Daesh", {"mention": "Mohammed Omar Safi", "type": "person"}]],
    )


class CompareRequest(_Request):
    """Two names to compare with each other."""

    a: Name = Field(description="One name.", examples=["Noorul Haq Ulumi"])
    b: Name = Field(description="The other name.", examples=["Noorolhaq Olomi"])
    type: EntityType | None = Field(
        None,
        description=f"What both are known to be: among people a `Bank` is no bank. {TYPES}",
        examples=EXAMPLE_TYPES,
    )
    look_up: bool = Field(
        default=True,
        description="Whether names that the gazetteer lists decide before similarity does. Without it the names alone "
        "are compared, and the gazetteer says only how rare their words are.",
        examples=[True],
    )


class AnnotateRequest(_Request):
    """A running text, and which of its names are wanted."""

    text: Text = Field(
        description="The text, in any scripts; at most `maxLength` bytes as UTF-8.",
        examples=["Mohammad Omer Safi said that Daesh is in Kunduz province."],
    )
    types: list[EntityType] | None = Field(
        None,
        description=f"Only names of these types; all where nothing is said. {TYPES}",
        examples=[["person", "organization"]],
    )
    language: Language | None = Field(None, description="Language of the text, as a BCP 47 tag.", examples=["uk"])
    statuses: list[AnnotationStatus] | None = Field(
        None, description="Only names with these decisions; both where nothing is said.", examples=[["match"]]
    )
    nested: bool = Field(default=False, description="Whether names inside longer ones are wanted too.", examples=[True])


class MatchedAlias(BaseModel):
    """The name that a candidate was recognised by, and where it stands in the files."""

    name: str = Field(description="The name as curated.", examples=["Daesh"])
    lang: str | None = Field(description="Its language, where the curator said.", examples=["ar"])
    script: str = Field(description="Its script, as an ISO 15924 code.", examples=["Latn"])
    file: str | None = Field(description="File that holds it.", examples=["organizations.yaml"])
    line: int | None = Field(description="Line in the file, from 1.", examples=[8])


class TokenPair(BaseModel):
    """Words of the mention that were read as words of the alias."""

    mention: str = Field(description="Words of the mention, folded.", examples=["noorul haq"])
    alias: str = Field(description="Words of the alias, folded.", examples=["noorolhaq"])
    similarity: Score = Field(description="How similar they are.", examples=[1.0])
    method: Method = Field(description="What made them similar.", examples=["exact"])
    weight: Score = Field(description="Share of the two names that the pair stands for.", examples=[1.0])


class Adjustment(BaseModel):
    """What was added to a score or taken off it, and why."""

    code: str = Field(description="Stable name of the rule.", examples=["left_out"])
    amount: float = Field(description="Above 0 where it speaks for the candidate.", examples=[-0.02])
    detail: str = Field(
        description="The reason.", examples=["Words beside the name that carry no identity were left out."]
    )


class RunnerUp(BaseModel):
    """The next best entity."""

    id: str = Field(description="Its id.", examples=["isis-khorasan"])
    name: str = Field(description="Its label.", examples=["ISIS Khorasan"])
    score: Score = Field(description="Its score.", examples=[0.5])


class Explanation(BaseModel):
    """Why a candidate was found and how its score came about."""

    sentence: str = Field(description="The explanation for a person.", examples=["'Daesh' is, to the letter, 'Daesh'."])
    method: Method = Field(description="What carried most of the score.", examples=["cased"])
    alias: MatchedAlias = Field(description="The name that matched.")
    tokens: list[TokenPair] = Field(description="How the words were paired.")
    adjustments: list[Adjustment] = Field(description="What was added or taken off.")
    runner_up: RunnerUp | None = Field(description="The best entity beside this one.")
    margin: float | None = Field(description="Lead over the runner-up; below 0 for all but the first.", examples=[0.2])


class Candidate(BaseModel):
    """An entity that the mention may mean."""

    id: str = Field(description="Id of the entity.", examples=["islamic-state"])
    name: str = Field(description="Its label.", examples=["Islamic State"])
    type: str = Field(description=f"What it is. {TYPES}", examples=EXAMPLE_TYPES)
    score: Score = Field(description="How surely it is meant.", examples=[1.0])
    alias: str = Field(description="The name that matched.", examples=["Daesh"])
    explanation: Explanation = Field(description="Why.")


class Resolution(BaseModel):
    """What a mention means."""

    mention: str = Field(description="The mention as sent.", examples=["Daesh"])
    status: Status = Field(
        description="`match`: one entity is meant. `ambiguous`: several fit equally well. `no_match`: none fits well "
        "enough.",
        examples=["match"],
    )
    id: str | None = Field(description="Id of the entity for a `match`, else null.", examples=["islamic-state"])
    name: str | None = Field(description="Its label for a `match`, else null.", examples=["Islamic State"])
    score: Score = Field(description="Score of the best candidate, 0 where there is none.", examples=[1.0])
    candidates: list[Candidate] = Field(description="Best first, at most `limit`.")
    gazetteer: Fingerprint


class AnnotatedName(Resolution):
    """A name in a text: where it stands, and what it means."""

    start: int = Field(description="Where it begins, in code points of the text as sent.", examples=[29])
    end: int = Field(description="Where it has ended.", examples=[34])
    text: str = Field(description="The name as it stands there.", examples=["Daesh"])


class AnnotateResponse(BaseModel):
    """The names in a text, in its order."""

    mentions: list[AnnotatedName] = Field(description="None in a text that names nobody.")


class InvalidField(BaseModel):
    """One thing that is wrong with a request."""

    field: str = Field(description="Path to the field.", examples=["mention"])
    detail: str = Field(description="What is wrong with it.", examples=["The text is empty; give the name to resolve."])


class FileProblem(BaseModel):
    """One thing that is wrong with the files of a gazetteer."""

    severity: Severity = Field(description="An `error` keeps the files from being served.", examples=["error"])
    code: str = Field(description="Stable name of the mistake.", examples=["missing-key"])
    message: str = Field(description="What is wrong.", examples=["The entity has no `type`."])
    fix: str = Field(description="What to do about it.", examples=["Add it."])
    file: str = Field(description="File, relative to the gazetteer.", examples=["persons.yaml"])
    line: int = Field(description="Line in the file, from 1.", examples=[12])


class Problem(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str = Field(description="URI of the kind of problem; stable.", examples=["urn:polyonym:problem:not-found"])
    title: str = Field(description="The kind of problem for a person.", examples=["No such address"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="What is wrong this time.", examples=["Nothing is served at /nowhere."])
    code: str = Field(description="The last part of `type`, for programs.", examples=["not-found"])
    errors: list[InvalidField] = Field([], description="Every wrong field, where fields are wrong.")
    problems: list[FileProblem] = Field([], description="Everything that is wrong with the files of the gazetteer.")


class BatchError(BaseModel):
    """What stands in the place of a mention that cannot be resolved."""

    error: Problem = Field(description="What is wrong with this mention.")


class BatchResponse(BaseModel):
    """One result for each mention, in order."""

    results: list[Resolution | BatchError] = Field(description="As many as mentions were sent.")


class Comparison(BaseModel):
    """Two names compared: whether one entity could bear both."""

    a: str = Field(description="One name, as sent.", examples=["Noorul Haq Ulumi"])
    b: str = Field(description="The other name, as sent.", examples=["Noorolhaq Olomi"])
    same: bool = Field(description="Whether the verdict is `same`.", examples=[True])
    verdict: Verdict = Field(
        description="`same`, `different`, or `unsure`: two spellings of one name, or the near names of two.",
        examples=["same"],
    )
    score: Score = Field(description="How surely.", examples=[1.0])
    explanation: Explanation = Field(description="Why; `a` is the mention in it and `b` the alias.")
