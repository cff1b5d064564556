"""Fuzzy spans: names that a text spells as nobody has listed them, `Nurul Haq Olumi` for `Noorul Haq Ulumi`.

In come a text and the spans that were found before, out come further spans. Runs of capitalised words are candidates,
phonetic pairs of neighbouring words retrieve listed names for them, and the matcher of `resolve` decides.

Rule: only names of several words, and only in scripts with capitals. For single words or in other scripts, any text of
a thousand words would hold something similar to one of a million names.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from polyonym.annotate.keys import TextKeys
from polyonym.annotate.linking import AnnotationContext, LinkedSpan, ScoredName, best_first
from polyonym.annotate.phonetic_pairs import names_with_keys, pair_key
from polyonym.annotate.spotter import Spot
from polyonym.annotate.text_view import TextView
from polyonym.index.arrays import Lookup
from polyonym.resolve.rank import Ranking, Scored, evidence
from polyonym.resolve.search import match_names
from polyonym.text.name import analyse

_MAX_REACH: Final = 12
"""Words to each side in which a run of capitalised words is followed."""
_SEPARATORS: Final = frozenset({" ", "-", "\u2011", "\u00a0"})


@dataclass(frozen=True, slots=True)
class Window:
    """Words from `first` up to, not including, `last` that may be a name, and the rows of the names they may be."""

    first: int
    last: int
    names: tuple[int, ...]


def fuzzy_spans(
    context: AnnotationContext, pairs: Lookup, view: TextView, keys: TextKeys, known: Sequence[LinkedSpan]
) -> list[LinkedSpan]:
    """Return fuzzy spans; a known span inside one is of the same entity."""
    starts = {span.spot.start: span for span in known}
    found = []
    budget = context.annotation.fuzzy_comparisons + len(view.text) // context.annotation.characters_per_comparison
    windows = []
    for window in _windows(context, pairs, view, keys, known):
        budget -= len(window.names)
        if budget < 0:
            break
        windows.append(window)
    spans = [keys.span(view, window.first, window.last) for window in windows]
    rankings = _match(context, [view.text[start:end] for start, end in spans], windows)
    for window, (start, end), ranking in zip(windows, spans, rankings, strict=True):
        name = _decide(context, ranking)
        if name is None:
            continue
        inside = (starts.get(view.start(int(keys.starts[at]))) for at in range(window.first, window.last))
        if all(span is None or name.matched in span.name.tied for span in inside):
            found.append(LinkedSpan(Spot(start, end, "fuzzy"), name))
    return found


def _windows(
    context: AnnotationContext, pairs: Lookup, view: TextView, keys: TextKeys, known: Sequence[LinkedSpan]
) -> Iterator[Window]:
    """Yield runs of capitalised words with a phonetic pair of listed names."""
    text = view.text
    taken = bytearray(len(text))  # by known names of several words
    for spot, _ in known:
        if " " in text[spot.start : spot.end]:
            taken[spot.start : spot.end] = b"\1" * (spot.end - spot.start)
    starts = view.offsets[keys.starts].tolist()
    capitalised = {at for at, start in enumerate(starts) if text[start].isupper() and not taken[start]}
    firsts = [at for at in sorted(capitalised) if at + 1 in capitalised]
    if not firsts:
        return
    pair_keys = [pair_key(keys.words[at], keys.words[at + 1]) for at in firsts]
    names_of_pairs = names_with_keys(pairs, pair_keys, context.annotation.max_names_per_phonetic_pair)
    names: dict[tuple[int, int], dict[int, None]] = {}
    for at, rows in zip(firsts, names_of_pairs, strict=True):
        if rows and _follows(view, keys, at + 1):
            run = _run(view, keys, capitalised, at)
            if run[1] - run[0] <= context.annotation.max_capitalised_words:
                names.setdefault(run, {}).update(dict.fromkeys(rows))
    for (first, last), found in names.items():
        yield Window(first, last, tuple(found))


def _run(view: TextView, keys: TextKeys, capitalised: Container[int], at: int) -> tuple[int, int]:
    """Return first and last of the capitalised words around a pair that follow each other."""
    first, last = at, at + 2
    # The reach is longer than any name, so a run that is cut off is too long all the same.
    while at - first < _MAX_REACH and first - 1 in capitalised and _follows(view, keys, first):
        first -= 1
    while last - at < _MAX_REACH and last in capitalised and _follows(view, keys, last):
        last += 1
    return first, last


def _follows(view: TextView, keys: TextKeys, at: int) -> bool:
    """Tell whether only a space or a hyphen separates a word from the one before it."""
    end = view.end(int(keys.starts[at - 1]) + len(keys.words[at - 1]))
    return view.text[end : view.start(int(keys.starts[at]))] in _SEPARATORS


def _match(context: AnnotationContext, texts: Sequence[str], windows: Sequence[Window]) -> list[Ranking]:
    """Match the text of each window with the names that it may be, all windows of a text together."""
    snapshot, policy = context.snapshot, context.policy
    rankings = [Ranking(snapshot, analyse(text, snapshot.lexicon), policy) for text in texts]
    match_names(snapshot, rankings, [window.names for window in windows], policy)
    return rankings


def _decide(context: AnnotationContext, ranking: Ranking) -> ScoredName | None:
    """Return the candidates of a text by its similarity to listed names; None where it matches none of them."""
    snapshot, policy = context.snapshot, context.policy
    surest = ranking.surest(None)
    if surest is None or surest.score < context.annotation.fuzzy_threshold:
        return None
    kept = ranking.kept().items()
    candidates = (Scored(entity, evidence(snapshot, ranking.name, one, policy)) for entity, one in kept)
    found = context.decide(best_first(candidates))
    return found if found.decision.status == "match" else None
