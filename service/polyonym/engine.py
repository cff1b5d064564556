"""The one object that every edge holds: a store of snapshots and a policy.

This is the composition point. Library, HTTP and command line all call these methods, so that they cannot differ in
what they accept or answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, Generic, TypeVar

from polyonym.annotate import pipeline as annotating
from polyonym.annotate.intake import AnnotationStatus, wishes
from polyonym.annotate.intake import check_text as check_running_text
from polyonym.annotate.linking import AnnotationCache, AnnotationContext
from polyonym.annotate.policy import DEFAULT_ANNOTATION_POLICY, AnnotationPolicy
from polyonym.annotate.spotter import Spotter
from polyonym.compare.pipeline import compare
from polyonym.errors import MentionError
from polyonym.index.snapshot import Snapshot
from polyonym.model import Annotation, Comparison, EntityType, Mention, Resolution
from polyonym.policy import DEFAULT_POLICY, Policy
from polyonym.resolve import pipeline
from polyonym.resolve.intake import check_mention, check_text, check_type
from polyonym.resolve.suggest import Suggestions, SuggestQuery, listing, search
from polyonym.settings import Settings
from polyonym.snapshots.compile_parallel import Progress
from polyonym.snapshots.store import Store

T = TypeVar("T")

MOST_REMEMBERED: Final = 4096
"""Answers that are kept, about 10 kB each: the mentions of a few pages of news."""


class Resolver:
    """Says which entity a mention means. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        policy: Policy = DEFAULT_POLICY,
        annotation_policy: AnnotationPolicy = DEFAULT_ANNOTATION_POLICY,
    ) -> None:
        """Serve the snapshots of a store under policies for names and for texts."""
        self.store = store
        self.policy = policy
        self.annotation_policy = annotation_policy
        self._answers = _Made(lambda snapshot: _remembering(snapshot, policy))
        self._spotters = _Made(lambda snapshot: (Spotter.of(snapshot), AnnotationCache(annotation_policy.remembered)))

    @classmethod
    def load(cls, gazetteer: str | os.PathLike[str] | None = None) -> Resolver:
        """Load a folder or file, or the default gazetteer: $POLYONYM_GAZETTEER, ./gazetteer, the bundled one.

        Raises GazetteerError with all problems of the files, and SettingsError when there is no such path.
        """
        return build(Settings.from_env(os.environ, Path(gazetteer) if gazetteer is not None else None))

    @property
    def snapshot(self) -> Snapshot:
        """Return the snapshot that serves now."""
        return self.store.loaded.snapshot

    def resolve(
        self,
        mention: str | Mention,
        type: EntityType | None = None,  # noqa: A002 -- the word of the wire and of the files
        language: str | None = None,
        context: str | None = None,
        limit: int = 5,
    ) -> Resolution:
        """Resolve one mention; raise MentionError for one that cannot be read."""
        whole = mention if isinstance(mention, Mention) else Mention(mention, type, language, context, limit)
        check_mention(whole)
        return self._answers.of(self.snapshot)(whole)

    def resolve_many(self, mentions: Iterable[str | Mention]) -> Iterator[Resolution | MentionError]:
        """Resolve mentions in order, all with one snapshot; a mention that cannot be read gives its error."""
        answer = self._answers.of(self.snapshot)
        for mention in mentions:
            whole = mention if isinstance(mention, Mention) else Mention(mention)
            try:
                check_mention(whole)
            except MentionError as error:
                yield error
                continue
            yield answer(whole)

    def annotate(
        self,
        text: str,
        types: Collection[EntityType] | None = None,
        language: str | None = None,
        statuses: Collection[AnnotationStatus] | None = None,
        *,
        nested: bool = False,
    ) -> tuple[Annotation, ...]:
        """Find the names in a running text, in its order, and say which entities they mean.

        `types` and `statuses` keep only names of these; `nested` adds names that stand inside longer ones. Offsets are
        code points of the text as given. Raises TextError for what is no text.
        """
        asked = wishes(types, statuses, language, nested=nested)
        check_running_text(text)
        snapshot = self.snapshot
        spotter, memory = self._spotters.of(snapshot)
        reading = AnnotationContext(snapshot, self.policy, self.annotation_policy, asked.language, memory)
        return annotating.annotate(reading, spotter, text, asked)

    def compare(
        self,
        a: str,
        b: str,
        type: EntityType | None = None,  # noqa: A002 -- as in `resolve`
        *,
        look_up: bool = True,
    ) -> Comparison:
        """Judge whether two names can be one entity's; raise MentionError for a name that cannot be read.

        What the gazetteer lists of both decides before their likeness does; `look_up=False` leaves that out.
        """
        check_text("a", a)
        check_text("b", b)
        return compare(self.snapshot, a, b, check_type(type), self.policy, look_up=look_up)

    def search(
        self,
        query: str = "",
        type: EntityType | None = None,  # noqa: A002 -- as in `resolve`
        limit: int = 20,
        after: str | None = None,
    ) -> Suggestions:
        """Find entities by the beginning of a name, as for search while typing; list them by id for a blank query.

        `after` is the id to go on listing behind. Raises MentionError for a query that cannot be read.
        """
        snapshot = self.snapshot
        if not query.strip():
            return listing(snapshot, type, limit, after)
        check_text("q", query)
        return search(snapshot, SuggestQuery(query, type, limit), self.policy)

    @property
    def annotates_at_once(self) -> bool:
        """Tell whether the next text finds the names laid out; else the first one after a reload waits for that."""
        return self.snapshot.phrases is not None or self._spotters.is_there_for(self.snapshot)


class _Made(Generic[T]):
    """Something that is made of a snapshot when it is first asked for, and kept until the next snapshot comes."""

    def __init__(self, make: Callable[[Snapshot], T]) -> None:
        """Keep what `make` makes."""
        self._make = make
        self._held: tuple[Snapshot, T] | None = None

    def of(self, snapshot: Snapshot) -> T:
        """Return what is made of a snapshot."""
        # One assignment, so threads never see a half: two that come first at once both make it, and both are right.
        held = self._held
        if held is None or held[0] is not snapshot:
            held = self._held = (snapshot, self._make(snapshot))
        return held[1]

    def is_there_for(self, snapshot: Snapshot) -> bool:
        """Tell whether what is made of a snapshot is made already."""
        return self._held is not None and self._held[0] is snapshot


def _remembering(snapshot: Snapshot, policy: Policy) -> Callable[[Mention], Resolution]:
    """Return the pipeline over a snapshot with a bounded memory: the same mentions come again and again."""

    @lru_cache(MOST_REMEMBERED)
    def answer(mention: Mention) -> Resolution:
        return pipeline.resolve(snapshot, mention, policy)

    return answer


def build(settings: Settings, policy: Policy = DEFAULT_POLICY, progress: Progress | None = None) -> Resolver:
    """Put a resolver together from settings; progress is reported while a large gazetteer is compiled."""
    return Resolver(Store(settings.gazetteer, cache=settings.cache, progress=progress), policy)
