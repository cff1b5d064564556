"""The caches of pure functions, by name and size: every function of words that remembers its results is declared here.

In comes a function that gives equal results for equal arguments, out comes the same function behind a plain
`functools.lru_cache`. `MEMOISED` says how many results each keeps and what one takes; `READ_ONCE` lists the tables of
the package that are read at first use. `report` says what is held now, `clear` lets it go.

Rule: a result here depends on words and on the files of the package, never on a gazetteer. What is remembered of a
gazetteer belongs to an object that is dropped with its snapshot, such as `session.Session`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Generic, NamedTuple, ParamSpec, Protocol, TypeVar, cast

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)
R = TypeVar("R")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Size(NamedTuple):
    """How many results a cache keeps at most, and about how many bytes one takes with its arguments."""

    entries: int
    bytes_each: int


# Bytes were measured with tracemalloc over 10,000 names of a list in five scripts, and rounded up.
MEMOISED: Final[Mapping[str, Size]] = MappingProxyType(
    {
        # Characters.
        "script_of_character": Size(8_192, 100),
        "is_unspaced": Size(65_536, 100),
        "fold_unit": Size(65_536, 160),
        # Tokens, and pairs of tokens.
        "romanise": Size(262_144, 100),
        "phonetic_key": Size(262_144, 150),
        "phonetic_digest": Size(65_536, 180),
        "origin_log_odds": Size(65_536, 300),
        "native_vector": Size(65_536, 1_000),
        "latin_vector": Size(65_536, 1_000),
        "spelling_similarity": Size(65_536, 110),
        "cross_script_similarity": Size(65_536, 130),
        "same_word_pairs": Size(262_144, 210),
        "cross_script_pairs": Size(131_072, 210),
        "same_lexeme": Size(65_536, 150),
        # Names. The last three are kept by lexicon; entries of a lexicon that is gone are never found, and make room.
        "folded": Size(65_536, 150),
        "cased": Size(65_536, 150),
        "are_forms": Size(65_536, 260),
        "token": Size(131_072, 400),
        "analyse": Size(65_536, 1_100),
        "is_registered": Size(1_024, 150),
        "short_name_keys": Size(8_192, 1_500),
        # How tokens of two names can be paired, by the number of tokens: few, and large where names are long.
        "alignment_options": Size(14, 2_300_000),
        # Texts of two names that are compared by themselves.
        "is_accented": Size(65_536, 100),
        "accented_words": Size(65_536, 500),
    }
)
"""How much each cache holds: below 0.6 GB if all are full. Memory is only taken as results come."""

READ_ONCE: Final = frozenset(
    {
        "affixes",
        "bundled_encoder",
        "bundled_lexicon",
        "cross_script_model",
        "curve_table",
        "declensions",
        "edit_weights",
        "function_words",
        "map_names",
        "origin_model",
        "pair_model",
        "score_model",
        "spelling_model",
        "token_frequencies",
    }
)
"""Tables and weights of the package, a few megabytes together. Each is read at first use and kept."""


class Memoised(Protocol[P, R_co]):
    """A function with a cache: what `functools.lru_cache` returns, with the types of the arguments kept."""

    @property
    def __wrapped__(self) -> Callable[P, R_co]:
        """The function without its cache."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """Return the result for these arguments, remembered or new."""


@dataclass(frozen=True, slots=True)
class CacheReport:
    """What a cache holds now, how much it may hold, and how often a result was found in it or not."""

    name: str
    entries: int
    max_entries: int
    bytes: int
    hits: int
    misses: int


class _Cache(NamedTuple):
    """How to ask a cache for its hits, misses, bound and entries, and how to empty it."""

    info: Callable[[], tuple[int, int, int | None, int]]
    clear: Callable[[], None]


_caches: Final[dict[str, _Cache]] = {}


def memoised(name: str) -> Callable[[Callable[P, R]], Memoised[P, R]]:
    """Return a decorator that remembers results in the cache of that name; raise KeyError for an unlisted name."""
    return _declare(name, MEMOISED[name].entries)


def read_once(name: str) -> Callable[[Callable[P, R]], Memoised[P, R]]:
    """Return a decorator for a function that reads a table of the package; raise KeyError for an unlisted name."""
    if name not in READ_ONCE:
        raise KeyError(name)
    return _declare(name, None)


def _declare(name: str, entries: int | None) -> Callable[[Callable[P, R]], Memoised[P, R]]:
    """Return `lru_cache` of a size, which puts what it makes into the list of caches."""

    def decorate(function: Callable[P, R]) -> Memoised[P, R]:
        cached = lru_cache(maxsize=entries)(function)
        _caches[name] = _Cache(cached.cache_info, cached.cache_clear)
        return cast("Memoised[P, R]", cached)

    return decorate


class BatchMemo(Generic[K, V]):
    """A bounded memory for a pure function that works on many keys at once. Safe to share between threads.

    When there is no room for what is new, everything is forgotten at once.
    """

    def __init__(self, name: str) -> None:
        """Hold nothing yet, under the size of that name; raise KeyError for an unlisted one."""
        self._entries = MEMOISED[name].entries
        self._known: dict[K, V] = {}
        self._hits = self._misses = 0
        _caches[name] = _Cache(self._info, self._known_cleared)

    def values(self, keys: Sequence[K], compute: Callable[[list[int]], Iterable[V]]) -> list[V]:
        """Return the value of each key; `compute` is called with the places of those that are not known."""
        known = self._known
        found = list(map(known.get, keys))
        missing = [place for place, value in enumerate(found) if value is None]
        self._hits += len(keys) - len(missing)
        if missing:
            self._misses += len(missing)
            if len(known) + len(missing) > self._entries:
                # Forgotten by a new dictionary, since another thread may be reading the old one.
                known = self._known = {}
            for place, value in zip(missing, compute(missing), strict=True):
                found[place] = value
                if len(known) < self._entries:
                    known[keys[place]] = value
        return cast("list[V]", found)

    def _info(self) -> tuple[int, int, int | None, int]:
        """Return hits, misses, bound and entries."""
        return self._hits, self._misses, self._entries, len(self._known)

    def _known_cleared(self) -> None:
        """Let everything go."""
        self._known = {}
        self._hits = self._misses = 0


def clear() -> None:
    """Let go of all remembered results; the tables of the package stay."""
    for name, cache in _caches.items():
        if name in MEMOISED:
            cache.clear()


def report() -> tuple[CacheReport, ...]:
    """Return what each cache of results holds, by name; a module that is not imported yet holds nothing."""
    return tuple(_report(name, size) for name, size in sorted(MEMOISED.items()))


def _report(name: str, size: Size) -> CacheReport:
    """Return what one cache holds."""
    hits, misses, _, entries = _caches[name].info() if name in _caches else (0, 0, None, 0)
    return CacheReport(name, entries, size.entries, entries * size.bytes_each, hits, misses)
