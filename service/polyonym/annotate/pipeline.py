"""A text to the names in it. One step a line; every arrow's product is a frozen value.

view → keys → spots → meanings → told apart by the text → chosen → resolutions
"""

from __future__ import annotations

from polyonym.annotate.context import short_forms, sure_entities, told_apart
from polyonym.annotate.doubt import dispelled, doubt_of, doubted, is_word
from polyonym.annotate.intake import Wishes
from polyonym.annotate.meaning import Meaning, Reading, tied
from polyonym.annotate.spans import choose
from polyonym.annotate.spotter import Spot, Spotter
from polyonym.annotate.view import view
from polyonym.model import Annotation
from polyonym.resolve.score import Scored


def annotate(reading: Reading, spotter: Spotter, text: str, asked: Wishes) -> tuple[Annotation, ...]:
    """Say where in a text names of the gazetteer stand and what they mean. The text has passed `intake.check_text`."""
    nested = asked.nested
    seen = view(text)
    keys = spotter.keys(seen, reading.language)
    spots = spotter.spot(seen, keys, reading.snapshot, reading.annotation)
    meanings = _meanings(reading, text, spots, nested=nested)
    known = told_apart(reading, text, meanings)
    known = dispelled(known, sure_entities(reading, known))
    short = short_forms(reading, seen, keys, known)
    every = {meaning.spot: meaning for meaning in (*short, *known)}
    chosen = choose(every, len(text), nested=nested)
    found = (every[spot] for spot in chosen if is_wanted(reading, every[spot], asked))
    return tuple(_annotation(reading, text, meaning) for meaning in found)


def is_wanted(reading: Reading, meaning: Meaning, asked: Wishes) -> bool:
    """Tell whether a name is of a wanted status and, or one of the entities that it may be, of a wanted type."""
    decision = meaning.decision(reading.policy)
    if decision.status == "no_match" or (asked.statuses and decision.status not in asked.statuses):
        return False
    if asked.types is None:
        return True
    entities = {meaning.scored[0].entity} if decision.status == "match" else tied(meaning.scored, reading.policy)
    return any(reading.snapshot.entities[entity].type in asked.types for entity in entities)


def _meanings(reading: Reading, text: str, spots: list[Spot], *, nested: bool) -> list[Meaning]:
    """Return what the chosen spots mean; a spot that turns out to mean nothing gives its place to the next best."""
    remembered: dict[tuple[str, tuple[int, ...]], tuple[Scored, ...]] = {}
    valid = []
    for spot in spots:
        if is_word(reading, text, spot):
            continue
        key = (text[spot.start : spot.end], spot.names)
        scored = remembered.get(key)
        if scored is None:
            scored = remembered[key] = reading.meaning(spot, text)
        if scored:
            valid.append(Meaning(spot, scored))
    by_spot = {meaning.spot: meaning for meaning in valid}
    found = []
    for spot in choose(by_spot, len(text), nested=nested):
        doubt = doubt_of(reading, text, spot)
        found.append(doubted(by_spot[spot], doubt) if doubt else by_spot[spot])
    return found


def _annotation(reading: Reading, text: str, meaning: Meaning) -> Annotation:
    """Render a meaning as an answer."""
    spot = meaning.spot
    return Annotation(spot.start, spot.end, reading.resolution(meaning, text))
