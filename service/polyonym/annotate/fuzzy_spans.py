"""Names that a text spells as nobody has listed them: `Nurul Haq Olumi` for `Noorul Haq Ulumi`.

Capitals say where a name may stand, keys of sound which ones it may be, and the likeness of `resolve` whether it is.
Only names of several words are looked for, and only in scripts with capitals: in others, and for single words, a text
of a thousand words would always hold something that is like one of a million names.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from polyonym.annotate.keys import Keys
from polyonym.annotate.linking import AnnotationContext, LinkedSpan, ScoredName, in_order
from polyonym.annotate.phonetic_pairs import holders, pair
from polyonym.annotate.spotter import Spot
from polyonym.annotate.text_view import View
from polyonym.index.arrays import Lookup
from polyonym.resolve.rank import Ranking, Scored, evidence
from polyonym.resolve.search import match_names
from polyonym.text.name import analyse

_FAR: Final = 12
"""Words to each side in which a run of capitals is followed."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words in capitals, from one up to and not with another, that may be a name; `names` are those it may be."""

    first: int
    last: int
    names: tuple[int, ...]


def spelled_otherwise(
    reading: AnnotationContext, sounds: Lookup, seen: View, keys: Keys, known: Sequence[LinkedSpan]
) -> list[LinkedSpan]:
    """Return the names that are spelled otherwise; one may hold a known name of the same entity, and no other."""
    places = {meaning.spot.start: meaning for meaning in known}
    found = []
    left = reading.annotation.likenesses + len(seen.text) // reading.annotation.text_of_a_likeness
    windows = []
    for window in _windows(reading, sounds, seen, keys, known):
        left -= len(window.names)
        if left < 0:
            break
        windows.append(window)
    spans = [keys.span(seen, window.first, window.last) for window in windows]
    rankings = _matched(reading, [seen.text[start:end] for start, end in spans], windows)
    for window, (start, end), ranking in zip(windows, spans, rankings, strict=True):
        judged = _judged(reading, ranking)
        if judged is None:
            continue
        inside = (places.get(seen.start(int(keys.starts[at]))) for at in range(window.first, window.last))
        if all(meaning is None or judged.sure in meaning.judged.tied for meaning in inside):
            found.append(LinkedSpan(Spot(start, end, "alike"), judged))
    return found


def _windows(
    reading: AnnotationContext, sounds: Lookup, seen: View, keys: Keys, known: Sequence[LinkedSpan]
) -> Iterator[Window]:
    """Yield runs of words in capitals around a pair that sounds like one of a listed name."""
    text = seen.text
    held = bytearray(len(text))  # by names of several words
    for spot, _ in known:
        if " " in text[spot.start : spot.end]:
            held[spot.start : spot.end] = b"\1" * (spot.end - spot.start)
    starts = seen.places[keys.starts].tolist()
    capital = {at for at, start in enumerate(starts) if text[start].isupper() and not held[start]}
    asked = [at for at in sorted(capital) if at + 1 in capital]
    if not asked:
        return
    paired = [pair(keys.words[at], keys.words[at + 1]) for at in asked]
    held_by = holders(sounds, paired, reading.annotation.names_of_a_sound)
    names: dict[tuple[int, int], dict[int, None]] = {}
    for at, numbers in zip(asked, held_by, strict=True):
        if numbers and _joined(seen, keys, at + 1):
            run = _run(seen, keys, capital, at)
            if run[1] - run[0] <= reading.annotation.words_in_capitals:
                names.setdefault(run, {}).update(dict.fromkeys(numbers))
    for (first, last), found in names.items():
        yield Window(first, last, tuple(found))


def _run(seen: View, keys: Keys, capital: Container[int], at: int) -> tuple[int, int]:
    """Return where words in capitals around a pair begin and end, with nothing but a space or a hyphen between them."""
    first, last = at, at + 2
    # One word more than a name may have is enough to know that it is none.
    while at - first < _FAR and first - 1 in capital and _joined(seen, keys, first):
        first -= 1
    while last - at < _FAR and last in capital and _joined(seen, keys, last):
        last += 1
    return first, last


def _joined(seen: View, keys: Keys, at: int) -> bool:
    """Tell whether a word follows the one before it with a space or a hyphen between them."""
    end = seen.end(int(keys.starts[at - 1]) + len(keys.words[at - 1]))
    return seen.text[end : seen.start(int(keys.starts[at]))] in {" ", "-", "\u2011", "\u00a0"}


def _matched(reading: AnnotationContext, texts: Sequence[str], windows: Sequence[Window]) -> list[Ranking]:
    """Match what is written in each window with the names that it may be, all windows of a text together."""
    snapshot, policy = reading.snapshot, reading.policy
    rankings = [Ranking(snapshot, analyse(text, snapshot.lexicon), policy) for text in texts]
    match_names(snapshot, rankings, [window.names for window in windows], policy)
    return rankings


def _judged(reading: AnnotationContext, ranking: Ranking) -> ScoredName | None:
    """Return who is meant by a name by its likeness to some listed names; None where it is like none of them."""
    snapshot, policy = reading.snapshot, reading.policy
    surest = ranking.surest(None)
    if surest is None or surest.score < reading.annotation.likely:
        return None
    kept = ranking.kept().items()
    scored = in_order(Scored(entity, evidence(snapshot, ranking.name, one, policy)) for entity, one in kept)
    judged = reading.judge(scored)
    return judged if judged.decision.status == "match" else None
