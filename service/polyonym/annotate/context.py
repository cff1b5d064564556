"""What the rest of a text says about a name that several entities bear, and about parts of names used before.

Ties are broken by a title in front of the name, by words near it, then by which of the entities the text names
elsewhere beyond doubt, then by its wider surroundings. Nothing here makes a match of a name that is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from polyonym.annotate.keys import Keys, keys_of_token
from polyonym.annotate.linking import AnnotationContext, LinkedSpan, ScoredName, as_form, in_order, with_adjustment
from polyonym.annotate.sentence import Sentences
from polyonym.annotate.spotter import Spot
from polyonym.annotate.text_view import View
from polyonym.memo import memoised
from polyonym.model import Adjustment
from polyonym.resolve.rank import Scored
from polyonym.text.lexicon import Lexicon
from polyonym.text.morphology.inflection import same_lexeme
from polyonym.text.name import analyse

_LONGEST_TITLE: Final = 3
_LONGEST_SHORTENED: Final = 4
_BESIDE: Final = frozenset({"honorific", "particle", "generation", "legal", "generic"})
"""Roles of words that stand beside a name and never for it."""


def sure_entities(meanings: Iterable[LinkedSpan]) -> set[int]:
    """Return the entities that a text names beyond doubt."""
    return {meaning.judged.sure for meaning in meanings if meaning.judged.sure is not None}


def told_apart(
    reading: AnnotationContext, seen: View, sentences: Sentences, meanings: list[LinkedSpan]
) -> list[LinkedSpan]:
    """Break what ties the text breaks."""
    if not any(map(_is_open, meanings)):
        return meanings
    titled = [_by_title(reading, seen, meaning) for meaning in meanings]
    near = [_by_words(reading, seen, sentences, meaning, reading.annotation.near) for meaning in titled]
    sure = sure_entities(near)
    return [
        _by_text(reading, meaning, sure) or _by_words(reading, seen, sentences, meaning, reading.annotation.around)
        if _is_open(meaning)
        else meaning
        for meaning in near
    ]


def _is_open(meaning: LinkedSpan) -> bool:
    """Tell whether several entities are left that nothing tells apart."""
    return len(meaning.judged.tied) > 1 and meaning.judged.doubt is None


def _by_title(reading: AnnotationContext, seen: View, meaning: LinkedSpan) -> LinkedSpan:
    """Let a title in front of a name speak for people: `President Jordan`."""
    if not _is_open(meaning):
        return meaning
    traits = reading.snapshot.columns.traits
    people = frozenset(entity for entity in meaning.judged.tied if traits(entity).titled)
    if not people or people == meaning.judged.tied or not _is_titled(reading, seen, meaning.spot.start):
        return meaning
    cost = Adjustment("title", -reading.annotation.elsewhere, "A title stands before the name, and this is no person.")
    return LinkedSpan(meaning.spot, reading.adjusted(meaning.judged, cost, people))


def _is_titled(reading: AnnotationContext, seen: View, start: int) -> bool:
    """Tell whether the last words before a place, in its sentence, are a title."""
    before = seen.text[max(0, start - reading.annotation.near) : start]
    if not before.endswith((" ", "\u00a0")) or before.rstrip().endswith((",", ";", ":", "!", "?", ")")):
        return False
    words = seen.slice(start - len(before), start).split()
    if before.rstrip().endswith(".") and words and len(words[-1]) > _LONGEST_SHORTENED:
        return False  # the end of a sentence, and not of `Gen.`
    known = reading.snapshot.lexicon.words
    for length in range(1, min(_LONGEST_TITLE, len(words)) + 1):
        word = known.get(" ".join(words[-length:]))
        if word is not None and word.role == "honorific":
            return True
    return False


def _by_words(
    reading: AnnotationContext, seen: View, sentences: Sentences, meaning: LinkedSpan, reach: int
) -> LinkedSpan:
    """Let the words within reach, and within the sentence, speak for one of the entities."""
    if not _is_open(meaning):
        return meaning
    terms = {entity: reading.terms(entity) for entity in meaning.judged.tied}
    if not any(terms.values()):
        return meaning
    spot = meaning.spot
    first, last = sentences.around(spot.start)
    around = f" {seen.slice(max(first, spot.start - reach), min(last, spot.end + reach)).strip()} "
    spoken = frozenset(entity for entity, words in terms.items() if any(f" {word} " in around for word in words))
    if not spoken or spoken == meaning.judged.tied:
        return meaning
    detail = "The context speaks for another candidate."
    cost = Adjustment("context_elsewhere", -reading.policy.context_penalty, detail)
    return LinkedSpan(spot, reading.adjusted(meaning.judged, cost, spoken))


def _by_text(reading: AnnotationContext, meaning: LinkedSpan, sure: set[int]) -> LinkedSpan | None:
    """Let the text speak for the one of the entities that it names elsewhere; None where that is none or several."""
    named = meaning.judged.tied & sure
    if len(named) != 1:
        return None
    detail = "The text names another entity of this name elsewhere."
    cost = Adjustment("elsewhere", -reading.annotation.elsewhere, detail)
    return LinkedSpan(meaning.spot, reading.adjusted(meaning.judged, cost, named))


def short_forms(reading: AnnotationContext, seen: View, keys: Keys, meanings: Sequence[LinkedSpan]) -> list[LinkedSpan]:
    """Return words that are part of the name of a person whom the text names in full."""
    wanted: dict[str, dict[str, dict[int, Scored]]] = defaultdict(lambda: defaultdict(dict))
    full = {(meaning.judged.sure, seen.text[meaning.spot.start : meaning.spot.end]): meaning for meaning in meanings}
    for (entity, written), meaning in full.items():
        if entity is None or not reading.snapshot.columns.traits(entity).personal:
            continue
        item = meaning.judged.scored[0]
        for name in (written, item.evidence.alias.name):
            for key, token in _telling(name, reading.snapshot.lexicon):
                wanted[key][token][entity] = item
    if not wanted:
        return []
    return list(_short_forms(reading, seen, keys, wanted))


@memoised("short_name_keys")
def _telling(name: str, lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """Return the words of a full name that can stand for it: the last, and others that are nobody's given name.

    Each comes with every key that it can have in a text; one of another language has no keys but the word itself.
    """
    own = [token for token in analyse(name, lexicon).tokens if token.role not in _BESIDE and len(token.latin) > 2]
    if len(own) < 2:
        return ()
    telling = [token.text for token in own[1:] if token is own[-1] or not token.given]
    return tuple((key, token) for token in telling for key in sorted({*keys_of_token(token), token}))


def _short_forms(
    reading: AnnotationContext, seen: View, keys: Keys, wanted: dict[str, dict[str, dict[int, Scored]]]
) -> Iterator[LinkedSpan]:
    """Yield the words of a text that are among the wanted ones, each with everybody it can mean."""
    known: dict[tuple[str, frozenset[int]], ScoredName] = {}
    places = [at for at, key in enumerate(keys.keys) if key in wanted]
    if keys.forms:
        places = sorted({*places, *(at for at, word in enumerate(keys.words) if word in wanted)})
    for at in places:
        word = keys.words[at]
        tokens = wanted.get(keys.keys[at]) or wanted[word]
        start, end = keys.span(seen, at, at + 1)
        written = seen.text[start:end]
        if written == written.lower() != written.upper():
            continue
        spot = Spot(start, end, "short")
        best: dict[int, Scored] = {}
        for token, holders in tokens.items():
            if same_lexeme(word, token) or at in keys.cores:
                best.update(holders)
        if best:
            key = written, frozenset(best)
            if key not in known:
                known[key] = reading.judge(in_order(_short(reading, item, written) for item in best.values()))
            yield LinkedSpan(spot, known[key])


def _short(reading: AnnotationContext, item: Scored, written: str) -> Scored:
    """Return the evidence of a full name for a part of it."""
    detail = f"The text has the name in full before or after: {item.evidence.alias.name}."
    cost = Adjustment("short_form", -reading.annotation.short_form, detail)
    return Scored(item.entity, with_adjustment(as_form(item.evidence, written), cost))
