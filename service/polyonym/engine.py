"""The one object that every edge holds: the snapshot in service, behind the methods of the library.

This is the composition point. Library, HTTP and command line all call these methods, so that they cannot differ in
what they accept or answer. An edge that needs several answers of one state of the files takes `session` once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from polyonym.annotate.intake import AnnotationStatus, annotation_options
from polyonym.annotate.policy import DEFAULT_ANNOTATION_POLICY, AnnotationPolicy
from polyonym.chunks import growing_chunks
from polyonym.curation.holdout import HoldOut
from polyonym.entity_types import BUILT_IN_TYPES, EntityTypes
from polyonym.errors import MentionError
from polyonym.index.build import compile_entities
from polyonym.index.snapshot import Snapshot
from polyonym.model import Annotation, Comparison, Entity, EntityType, GazetteerState, Mention, Resolution
from polyonym.policy import DEFAULT_POLICY, Policy
from polyonym.resolve.suggest import Suggestions
from polyonym.session import DEFAULT_CACHE_SIZES, CacheSizes, Session
from polyonym.settings import Settings
from polyonym.snapshots.compile_parallel import Progress
from polyonym.snapshots.store import Change, FixedStore, LoadedSnapshot, SnapshotSource, Store


class Resolver:
    """Says which entity a mention means. Safe to share between threads."""

    def __init__(
        self,
        store: SnapshotSource,
        policy: Policy = DEFAULT_POLICY,
        annotation_policy: AnnotationPolicy = DEFAULT_ANNOTATION_POLICY,
        cache_sizes: CacheSizes = DEFAULT_CACHE_SIZES,
    ) -> None:
        """Serve the snapshots of a store under policies for names and for texts."""
        self.store = store
        self.policy = policy
        self.annotation_policy = annotation_policy
        self.cache_sizes = cache_sizes
        self._current: tuple[LoadedSnapshot, Session] | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Pickle what is served and the policies: a copy serves the same snapshot and starts with empty caches."""
        return {**vars(self), "_current": None}

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

    @property
    def session(self) -> Session:
        """Return the session of the snapshot that serves now; it goes on answering from that one after a reload."""
        return self._loaded_session()[1]

    def _loaded_session(self) -> tuple[LoadedSnapshot, Session]:
        """Return what the store serves now, and the session that was made for it."""
        loaded, current = self.store.loaded, self._current
        if current is None or current[0] is not loaded:
            session = Session(loaded.snapshot, self.policy, self.annotation_policy, self.cache_sizes)
            # One assignment, so threads never see a half. Two that come first at once both make one; both are right.
            current = self._current = (loaded, session)
        return current

    def reload(self) -> Change:
        """Read the files again and serve them; return what changed.

        Raises GazetteerError with all problems when the files do not validate; the old snapshot goes on serving.
        """
        return self.store.reload()

    def describe(self) -> GazetteerState:
        """Say what is served: the fingerprint, since when, what it holds, and how the last reload went."""
        loaded, session = self._loaded_session()
        counts = session.counts
        return GazetteerState(
            fingerprint=session.fingerprint,
            loaded_at=loaded.at,
            entities=counts.entities,
            names=counts.names,
            types=counts.types,
            declared_types=session.types.declared,
            files=counts.files,
            warnings=loaded.warnings,
            problems=self.store.problems,
        )

    @property
    def types(self) -> EntityTypes:
        """Return the types that entities and mentions can have, those that the gazetteer declares among them."""
        return self.session.types

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of what is served."""
        return self.store.loaded.snapshot.fingerprint

    def resolve(
        self,
        mention: str | Mention,
        type: EntityType | None = None,  # noqa: A002 -- the word of the wire and of the files
        language: str | None = None,
        context: str | None = None,
        limit: int = 5,
    ) -> Resolution:
        """Resolve one mention; raise MentionError for one that cannot be read."""
        if not isinstance(mention, Mention):
            mention = Mention(mention, type, language, context, limit)
        return self.session.resolve(mention)

    def resolve_many(self, mentions: Iterable[str | Mention]) -> Iterator[Resolution | MentionError]:
        """Resolve mentions in order, all with one snapshot; a mention that cannot be read gives its error.

        They are taken in chunks of 1, 2, 4 … and at most 1,024, so the first answers come at once, and an iterator
        without an end works.
        """
        session = self.session
        for chunk in growing_chunks(mentions):
            yield from session.resolve_many(
                [mention if isinstance(mention, Mention) else Mention(mention) for mention in chunk]
            )

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
        session = self.session
        return session.annotate(text, annotation_options(types, statuses, language, session.types, nested=nested))

    def compare(
        self,
        a: str,
        b: str,
        type: EntityType | None = None,  # noqa: A002 -- as in `resolve`
        *,
        look_up: bool = True,
    ) -> Comparison:
        """Decide whether two names can be one entity's; raise MentionError for a name that cannot be read.

        What the gazetteer lists of both decides before their similarity does; `look_up=False` leaves that out.
        """
        return self.session.compare(a, b, type, look_up=look_up)

    def search(
        self,
        query: str = "",
        type: EntityType | None = None,  # noqa: A002 -- as in `resolve`
        limit: int = 20,
        after: str | None = None,
    ) -> Suggestions:
        """Find entities by the beginning of a name, as for search while typing; list them by id for a blank query.

        `after` is the id to go on listing behind. Raises MentionError for a query that cannot be read, and for an
        unknown type.
        """
        return self.session.search(query, type, limit, after)

    def entity(self, id: str) -> Entity:  # noqa: A002 -- as in `resolve`
        """Return an entity by its id; raise EntityNotFoundError where there is none."""
        return self.session.entity(id)

    def hold_out(
        self,
        type: EntityType | None = None,  # noqa: A002 -- as in `resolve`
        most: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> HoldOut:
        """Resolve the gazetteer's own fuzzy names, each while it is taken out: all, or those of `most` entities.

        `progress` is called with how many names are done, and how many there are.
        """
        return self.session.hold_out(type, most, progress)

    @property
    def annotates_at_once(self) -> bool:
        """Tell whether the phrases that texts are searched with are there; else the next text waits for them."""
        return self.session.annotates_at_once


def build(
    settings: Settings,
    policy: Policy = DEFAULT_POLICY,
    progress: Progress | None = None,
    cache_sizes: CacheSizes = DEFAULT_CACHE_SIZES,
) -> Resolver:
    """Put a resolver together from settings; progress is reported while a large gazetteer is compiled."""
    store = Store(settings.gazetteer, cache=settings.cache, progress=progress)
    return Resolver(store, policy, cache_sizes=cache_sizes)


def in_memory(
    entities: Iterable[Entity], policy: Policy = DEFAULT_POLICY, types: EntityTypes = BUILT_IN_TYPES
) -> Resolver:
    """Put a resolver together from valid entities of the types, without any files; reloading it changes nothing."""
    return Resolver(FixedStore.of(compile_entities(entities, types=types)), policy)
