"""A text to the names in it. One step a line; every arrow's product is a frozen value.

view → keys → spots → meanings → told apart by the text → chosen → annotations
"""

from __future__ import annotations

from polyonym.annotate.common_words import dispelled, doubted, is_word
from polyonym.annotate.context import short_forms, sure_entities, told_apart
from polyonym.annotate.extend_span import whole
from polyonym.annotate.fuzzy_spans import spelled_otherwise
from polyonym.annotate.intake import AnnotationOptions
from polyonym.annotate.linking import AnnotationContext, LinkedSpan, ScoredName
from polyonym.annotate.sentence import Sentences
from polyonym.annotate.spans import choose
from polyonym.annotate.spotter import Remembered, Spot, Spotter
from polyonym.annotate.text_view import view
from polyonym.model import Annotation


def annotate(
    reading: AnnotationContext, spotter: Spotter, text: str, asked: AnnotationOptions
) -> tuple[Annotation, ...]:
    """Say where in a text names of the gazetteer stand and what they mean. The text has passed `intake.check_text`."""
    reading.memory.make_room()
    seen = view(text)
    keys = spotter.keys(seen, asked.language, reading.memory.words)
    remembered = Remembered(reading.memory.forms, reading.memory.numbers)
    spots = spotter.spot(seen, keys, reading.snapshot, reading.annotation, remembered)
    listed = choose(_meanings(reading, text, spots), len(text), nested=asked.nested)
    sentences = Sentences.of(text)
    told = told_apart(reading, seen, sentences, [doubted(reading, sentences, meaning) for meaning in listed])
    sure = sure_entities(told)
    known = [dispelled(reading, meaning, sure) for meaning in told]
    alike = spelled_otherwise(reading, spotter.phrases.phonetic_pairs, seen, keys, known)
    short = short_forms(reading, seen, keys, [*known, *alike])
    chosen = choose([*known, *alike, *short], len(text), nested=asked.nested) if alike or short else known
    return tuple(
        Annotation(meaning.spot.start, meaning.spot.end, reading.resolution(meaning, text))
        for meaning in chosen
        if is_wanted(reading, meaning.judged, asked)
    )


def _meanings(reading: AnnotationContext, text: str, spots: list[Spot]) -> list[LinkedSpan]:
    """Return what the spots mean by themselves; one that means nothing leaves its place to others."""
    found: list[LinkedSpan] = []
    barred: list[tuple[Spot, frozenset[int]]] = []
    for spot in spots:
        if is_word(reading, text, spot):
            continue
        judged = reading.judged(spot, text)
        if judged is not None:
            start, end = whole(text, spot.start, spot.end, judged.scored[0].evidence.alias.name)
            same = (start, end) == (spot.start, spot.end)
            found.append(LinkedSpan(spot if same else spot._replace(start=start, end=end), judged))
        elif spot.way == "listed" and (never := reading.never(text[spot.start : spot.end])):
            barred.append((spot, never))
    return reading.without(found, barred) if barred else found


def is_wanted(reading: AnnotationContext, judged: ScoredName, asked: AnnotationOptions) -> bool:
    """Tell whether a name is of a wanted status and, or one of the entities that it may be, of a wanted type."""
    status = judged.decision.status
    if status == "no_match" or (asked.statuses and status not in asked.statuses):
        return False
    if asked.types is None:
        return True
    entities = judged.tied if status == "ambiguous" else {judged.scored[0].entity}
    return any(reading.snapshot.columns.entity_type(entity) in asked.types for entity in entities)
