"""One snapshot in service: what is asked of it, and everything that is remembered of its answers.

A session is made for a snapshot and dropped with it. No cache outlives the snapshot that it was filled from, so no
answer mixes two states of the files. The functions below a session stay pure; their results are kept here, within the
bounds of `CacheSizes`. Safe to share between threads.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Final, TypeVar

from polyonym.annotate import pipeline as annotating
from polyonym.annotate.intake import AnnotationOptions
from polyonym.annotate.intake import check_text as check_running_text
from polyonym.annotate.linking import AnnotationCache, AnnotationContext
from polyonym.annotate.policy import DEFAULT_ANNOTATION_POLICY, AnnotationPolicy
from polyonym.annotate.spotter import Spotter
from polyonym.chunks import MOST_ITEMS
from polyonym.compare.pipeline import compare
from polyonym.curation.holdout import HoldOut, hold_out
from polyonym.entity_types import EntityTypes
from polyonym.errors import MentionError
from polyonym.index.snapshot import Snapshot
from polyonym.model import Annotation, BriefResolution, Comparison, Entity, EntityType, Mention, Resolution
from polyonym.policy import DEFAULT_POLICY, Policy
from polyonym.resolve import pipeline as resolving
from polyonym.resolve.intake import check_mention, check_text, check_type
from polyonym.resolve.suggest import Suggestions, SuggestQuery, listing, search

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class CacheSizes:
    """How much is remembered of one snapshot. Zero remembers nothing; answers are the same with any size."""

    answers: int = 4096
    """Resolutions, about 10 kB each: the mentions of a few pages of news."""
    annotations: int = 16_384
    """Names in texts whose answers are kept for the next text, at a kilobyte or two each."""


DEFAULT_CACHE_SIZES: Final = CacheSizes()


@dataclass(frozen=True, slots=True)
class Counts:
    """What a snapshot holds: names without those under `not`, entities by type, and the files that hold entities."""

    names: int
    types: dict[EntityType, int]
    files: tuple[str, ...]

    @property
    def entities(self) -> int:
        """Return the number of entities."""
        return sum(self.types.values())


class AnswerCache:
    """Resolutions by mention, at most so many: what was not asked for longest goes first. Shared between threads."""

    def __init__(self, size: int) -> None:
        """Hold nothing yet; a size of 0 holds nothing ever."""
        self._size = size
        self._held: OrderedDict[Mention, Resolution] = OrderedDict()
        self._lock = Lock()

    def get(self, mention: Mention) -> Resolution | None:
        """Return the answer for a mention, or None where it is not held."""
        with self._lock:
            answer = self._held.get(mention)
            if answer is not None:
                self._held.move_to_end(mention)
            return answer

    def put(self, mention: Mention, answer: Resolution) -> None:
        """Hold the answer for a mention."""
        with self._lock:
            self._held[mention] = answer
            if len(self._held) > self._size:
                self._held.popitem(last=False)


class Session:
    """A snapshot, the policies that are in force, and the caches of that snapshot."""

    def __init__(
        self,
        snapshot: Snapshot,
        policy: Policy = DEFAULT_POLICY,
        annotation_policy: AnnotationPolicy = DEFAULT_ANNOTATION_POLICY,
        sizes: CacheSizes = DEFAULT_CACHE_SIZES,
    ) -> None:
        """Start with empty caches."""
        self.snapshot = snapshot
        self._policy = policy
        self._annotation_policy = annotation_policy
        self._answers = AnswerCache(sizes.answers)
        self._annotations = AnnotationCache(sizes.annotations)
        self._spotter: Spotter | None = None

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the snapshot, as every answer carries it."""
        return self.snapshot.fingerprint

    @property
    def types(self) -> EntityTypes:
        """Return the types that entities of the snapshot, and so mentions, can have."""
        return self.snapshot.types

    @cached_property
    def counts(self) -> Counts:
        """Count the snapshot, once: a million names take a second to walk through."""
        return Counts(self.snapshot.listed_count(), self.snapshot.type_counts(), tuple(self.snapshot.files()))

    def resolve(self, mention: Mention) -> Resolution:
        """Resolve a mention; raise MentionError for one that cannot be read."""
        check_mention(mention, self.types)
        answer = self._answers.get(mention)
        if answer is None:
            answer = resolving.resolve(self.snapshot, mention, self._policy)
            self._answers.put(mention, answer)
        return answer

    def resolve_many(self, mentions: Sequence[Mention]) -> list[Resolution | MentionError]:
        """Resolve mentions together, in order: each as by itself, or its error. One that repeats is resolved once."""
        return _each_once(mentions, self.types, self._resolved)

    def decide_many(self, mentions: Sequence[Mention]) -> list[BriefResolution | MentionError]:
        """Decide about mentions together, in order, without candidates and explanations; nothing is remembered."""
        return _each_once(mentions, self.types, self._decided)

    def _resolved(self, mentions: Sequence[Mention]) -> list[Resolution]:
        """Return the answers for mentions that were checked, those that are remembered as they are."""
        answers = {mention: self._answers.get(mention) for mention in mentions}
        new = [mention for mention, answer in answers.items() if answer is None]
        for outcome in resolving.decide_batch(self.snapshot, new, self._policy):
            answer = resolving.resolution(self.snapshot, outcome)
            self._answers.put(outcome.mention, answer)
            answers[outcome.mention] = answer
        return [answer for answer in answers.values() if answer is not None]

    def _decided(self, mentions: Sequence[Mention]) -> list[BriefResolution]:
        """Return the decisions about mentions that were checked."""
        outcomes = resolving.decide_batch(self.snapshot, mentions, self._policy)
        return [resolving.brief_resolution(self.snapshot, outcome) for outcome in outcomes]

    @property
    def annotates_at_once(self) -> bool:
        """Tell whether the phrases that texts are searched with are there; else the next text waits for them."""
        return self.snapshot.phrases is not None or self._spotter is not None

    def annotate(self, text: str, wanted: AnnotationOptions) -> tuple[Annotation, ...]:
        """Find the wanted names in a running text; raise TextError for what is no text."""
        check_running_text(text)
        # One assignment, so threads never see a half. Two that come first at once both make a spotter; both are right.
        spotter = self._spotter
        if spotter is None:
            spotter = self._spotter = Spotter.of(self.snapshot)
        context = AnnotationContext(
            self.snapshot, self._policy, self._annotation_policy, wanted.language, self._annotations
        )
        return annotating.annotate(context, spotter, text, wanted)

    def compare(self, a: str, b: str, kind: str | None = None, *, look_up: bool = True) -> Comparison:
        """Compare two names; raise MentionError for a name that cannot be read."""
        check_text("a", a)
        check_text("b", b)
        return compare(self.snapshot, a, b, check_type(kind, self.types), self._policy, look_up=look_up)

    def search(
        self, query: str = "", kind: EntityType | None = None, limit: int = 20, after: str | None = None
    ) -> Suggestions:
        """Find entities by the beginning of a name, or list them by id behind `after` for a blank query.

        Raises MentionError for a query that cannot be read, and for an unknown type.
        """
        check_type(kind, self.types)
        if not query.strip():
            return listing(self.snapshot, kind, limit, after)
        check_text("q", query)
        return search(self.snapshot, SuggestQuery(query, kind, limit), self._policy)

    def entity(self, entity_id: str) -> Entity:
        """Return an entity by its id; raise EntityNotFoundError where there is none."""
        return self.snapshot.entity(entity_id)

    def hold_out(
        self,
        kind: EntityType | None = None,
        most: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> HoldOut:
        """Resolve each fuzzy name while it is taken out: of entities of a type, or of `most` entities.

        Raises MentionError for an unknown type.
        """
        return hold_out(self.snapshot, self._policy, check_type(kind, self.types), most, progress)


def _each_once(
    mentions: Sequence[Mention], types: EntityTypes, answer: Callable[[Sequence[Mention]], Sequence[Answer]]
) -> list[Answer | MentionError]:
    """Answer distinct mentions, block by block, and lay the answers out as the mentions are."""
    found: dict[Mention, Answer | MentionError] = {}
    valid: list[Mention] = []
    for mention in dict.fromkeys(mentions):
        try:
            check_mention(mention, types)
        except MentionError as error:
            found[mention] = error.with_traceback(None)  # which would hold the whole batch
        else:
            valid.append(mention)
    for start in range(0, len(valid), MOST_ITEMS):
        block = valid[start : start + MOST_ITEMS]
        found.update(zip(block, answer(block), strict=True))
    return [found[mention] for mention in mentions]
