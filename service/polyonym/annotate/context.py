"""What the rest of a text says about a name that several entities bear, and about parts of names used before.

Ties are broken by words near the name, then by which of the entities the text names elsewhere beyond doubt, then by its
wider surroundings. Nothing here makes a match of a name that is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from polyonym.annotate.inflection import agree
from polyonym.annotate.keys import Keys, key_of_token
from polyonym.annotate.meaning import Meaning, Reading, as_form, in_order, tied, with_adjustment
from polyonym.annotate.sentence import sentence
from polyonym.annotate.spotter import Spot
from polyonym.annotate.view import View
from polyonym.model import Adjustment
from polyonym.resolve.score import Scored
from polyonym.text.name import Name, analyse


def sure_entities(reading: Reading, meanings: Iterable[Meaning]) -> set[int]:
    """Return the entities that a text names beyond doubt."""
    return {
        meaning.scored[0].entity
        for meaning in meanings
        if not meaning.doubt and meaning.decision(reading.policy).status == "match"
    }


def told_apart(reading: Reading, text: str, meanings: list[Meaning]) -> list[Meaning]:
    """Break what ties the text breaks."""
    near = [_by_words(reading, text, meaning, reading.annotation.near) for meaning in meanings]
    sure = sure_entities(reading, near)
    found = []
    for meaning in near:
        if _is_open(reading, meaning):
            by_text = _by_text(reading, meaning, sure)
            found.append(by_text or _by_words(reading, text, meaning, reading.annotation.around))
        else:
            found.append(meaning)
    return found


def _is_open(reading: Reading, meaning: Meaning) -> bool:
    """Tell whether several entities are left that nothing tells apart."""
    return meaning.doubt is None and len(tied(meaning.scored, reading.policy)) > 1


def _by_words(reading: Reading, text: str, meaning: Meaning, reach: int) -> Meaning:
    """Let the words within reach, and within the sentence, speak for one of the entities."""
    if not _is_open(reading, meaning):
        return meaning
    spot = meaning.spot
    first, last = sentence(text, spot.start, spot.end)
    around = text[max(first, spot.start - reach) : min(last, spot.end + reach)]
    scored = reading.meaning(spot, text, around)
    return Meaning(spot, scored) if scored and len(tied(scored, reading.policy)) == 1 else meaning


def _by_text(reading: Reading, meaning: Meaning, sure: set[int]) -> Meaning | None:
    """Let the text speak for the one of the entities that it names elsewhere; None where that is none or several."""
    named = tied(meaning.scored, reading.policy) & sure
    if len(named) != 1:
        return None
    cost = Adjustment(
        "named_elsewhere", -reading.annotation.elsewhere, "The text names another entity of this name elsewhere."
    )
    scored = (
        item if item.entity in named else Scored(item.entity, with_adjustment(item.evidence, cost))
        for item in meaning.scored
    )
    return Meaning(meaning.spot, in_order(scored))


def short_forms(reading: Reading, seen: View, keys: Keys, meanings: Sequence[Meaning]) -> list[Meaning]:
    """Return words that are part of the name of a person whom the text names in full."""
    wanted: dict[str, dict[str, dict[int, Scored]]] = defaultdict(lambda: defaultdict(dict))
    for meaning in meanings:
        if meaning.doubt or meaning.decision(reading.policy).status != "match":
            continue
        item = meaning.scored[0]
        if reading.snapshot.entities[item.entity].type == "person":
            written = seen.text[meaning.spot.start : meaning.spot.end]
            for name in (analyse(written, reading.snapshot.lexicon), _form(reading, item)):
                for token in _telling(name):
                    wanted[key_of_token(token)][token][item.entity] = item
    if not wanted:
        return []
    return list(_short_forms(reading, seen, keys, wanted))


def _form(reading: Reading, item: Scored) -> Name:
    """Return the name that an entity was recognised by."""
    return analyse(item.evidence.alias.name, reading.snapshot.lexicon)


def _telling(name: Name) -> list[str]:
    """Return the words of a full name that can stand for it: the last, and others that are nobody's given name."""
    own = [token for token in name.tokens if token.role == "name" and len(token.latin) > 2]
    if len(own) < 2:
        return []
    return [token.text for token in own[1:] if token is own[-1] or not token.given]


def _short_forms(
    reading: Reading, seen: View, keys: Keys, wanted: dict[str, dict[str, dict[int, Scored]]]
) -> Iterator[Meaning]:
    """Yield the words of a text that are among the wanted ones, each with everybody it can mean."""
    for at, word in enumerate(keys.words):
        tokens = wanted.get(keys.keys[at]) or wanted.get(word)
        if not tokens:
            continue
        start, end = keys.span(seen, at, at + 1)
        written = seen.text[start:end]
        if written == written.lower() != written.upper():
            continue
        spot = Spot(start, end, "short")
        best: dict[int, Scored] = {}
        for token, holders in tokens.items():
            if agree(word, token) or at in keys.cores:
                best.update(holders)
        if best:
            yield Meaning(spot, in_order(_short(reading, item, written) for item in best.values()))


def _short(reading: Reading, item: Scored, written: str) -> Scored:
    """Return the evidence of a full name for a part of it."""
    detail = f"The text has the name in full before or after: {item.evidence.alias.name}."
    cost = Adjustment("short_form", -reading.annotation.short_form, detail)
    return Scored(item.entity, with_adjustment(as_form(item.evidence, written), cost))
