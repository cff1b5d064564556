"""Synthetic examples of pairs of names, for what lists of aliases do not hold: hard negatives, and other spellings.

In come lists, out come labelled pairs, the same in every run. Real lists have few families Smith and Smyth, no typing
errors and no nicknames. The synthetic pairs are made of the names of the lists and the words of the lexicon.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from polyonym.compare.pair_features import family
from polyonym.text.frequency import token_frequencies
from polyonym.text.lexicon import Lexicon, bundled_lexicon
from polyonym.text.name import Name, analyse
from polyonym.text.name_origin import latin_origin_probability
from polyonym.text.normalise import folded
from polyonym.text.scripts import LATIN
from polyonym.text.spelling_similarity import spelling_similarity
from polyonym.training.example import Example, SyntheticExample
from polyonym.training.lists import ListedEntity
from polyonym.training.ngram_neighbours import NgramIndex
from polyonym.training.pairs import table
from polyonym.training.spelling_similarity import typos
from polyonym.training.synthetic_organizations import LatinWords, synthetic_organizations
from polyonym.training.synthetic_pairs import korean_spellings

MAX_EXAMPLES: Final = {
    "alias": 2000,
    "another_word": 3000,
    "slip": 1900,
    "nickname": 700,
    "sibling": 1200,
    "form": 800,
    "dropped": 500,
    "initial": 400,
    "moved": 600,
    "turned": 200,
    "accents": 600,
    "korean_same": 600,
    "korean_other": 900,
    "expanded": 400,
    "axis": 500,
    "axis_once": 400,
    "legal_same": 250,
    "legal_other": 250,
}
"""How many examples of each kind are made at most."""
NICKNAMES: Final = 0.75
"""The probability by which the lexicon marks lists of nicknames."""
LATIN_BY_ORIGIN: Final = 0.8
"""Other words are only put into names of at least this probability to be Latin by origin."""
MIN_SIMILARITY: Final = 0.3
_NEIGHBOURS: Final = 12
_MIN_NEIGHBOUR_COSINE: Final = 0.3
_MAX_GIVEN_NAMES: Final = 400
_ACCENTS: Final = "\u0301\u0300\u0302\u0303\u0309\u0323"
_EXPANSIONS: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"}
_KOREAN_FAMILIES: Final = ("Kim", "Ri", "Pak", "Choe", "Han", "Jong", "Kang", "O", "So", "Yun", "Chang", "Im")
_KOREAN_NEIGHBOURS: Final = 6


@dataclass(frozen=True, slots=True)
class PersonalName:
    """The given names and the family name of a person, in Latin letters."""

    given: tuple[str, ...]
    family: tuple[str, ...]

    def written(self, rng: random.Random) -> str:
        """Return the name in one of the orders and capitalisations of lists."""
        given, last = _title(self.given), _title(self.family)
        upper = last.upper()
        plain = [f"{given} {last}"] * 3
        return rng.choice(
            [*plain, *[f"{upper}, {given}"] * 2, f"{given} {upper}", f"{upper} {given}", f"{last} {given}"]
        )


def synthetic_examples(lists: Sequence[Iterable[ListedEntity]], seed: int = 0) -> list[Example]:
    """Return examples made of lists, at most as many of each kind as MAX_EXAMPLES says."""
    rng = random.Random(seed)  # noqa: S311 -- reproducible, not secret
    lexicon = bundled_lexicon()
    entities = [entity for one_list in lists for entity in one_list]
    rng.shuffle(entities)
    counts: Counter[str] = Counter()
    found = []
    for kind, example in _all_examples(entities, lexicon, rng):
        if counts[kind] < MAX_EXAMPLES[kind] and (kind == "accents" or folded(example.a) != folded(example.b)):
            counts[kind] += 1
            found.append(example)
    return found


def _all_examples(entities: Sequence[ListedEntity], lexicon: Lexicon, rng: random.Random) -> Iterator[SyntheticExample]:
    """Yield examples of every kind."""
    people = (analyse(_latin(e)[0], lexicon) for e in entities if e.type == "person" and _latin(e))
    names = [name for name in people if len(name.tokens) > 1 and all(token.script == LATIN for token in name.tokens)]
    nicknames, given = _nicknames(lexicon), _common_given(lexicon)
    yield from _other_words(names, lexicon, rng)
    for name in names:
        yield from _other_accents(name, rng)
        personal = _personal_name(name)
        if personal:
            yield from _other_people(personal, given, lexicon, rng)
            yield from _other_forms(personal, nicknames, rng)
    words = LatinWords.of(lexicon)
    for entity in entities:
        yield from _aliases(entity, rng)
        if entity.type != "person" and _latin(entity):
            yield from synthetic_organizations(entity.type, analyse(_latin(entity)[0], lexicon), words, rng)
    yield from _korean(rng)


def _latin(entity: ListedEntity) -> list[str]:
    """Return the Latin names of an entity."""
    return [text for text, script in entity.names if script == LATIN]


def _title(words: Iterable[str]) -> str:
    """Return words with a capital each, separated by spaces."""
    return " ".join(word.capitalize() for word in words)


def _people(kind: str, a: str, b: str, *, same: bool) -> SyntheticExample:
    """Return an example of two names of people."""
    return kind, Example(a, b, "person", same)


def _personal_name(name: Name) -> PersonalName | None:
    """Split a name where it shows which words are the family name, or where that is likely the last one."""
    if any(token.role not in {"name", "particle"} for token in name.tokens):
        return None
    words, last = [token.latin for token in name.tokens], family(name)
    if not last and "," not in name.text:
        last = frozenset({len(words) - 1})
    given = tuple(word for at, word in enumerate(words) if at not in last)
    found = PersonalName(given, tuple(word for at, word in enumerate(words) if at in last))
    return found if found.given and found.family else None


def _nicknames(lexicon: Lexicon) -> dict[str, list[str]]:
    """Return for each Latin given name its nicknames, and the names that it is a nickname of."""
    members = defaultdict(list)
    for word, lists in lexicon.given.items():
        if word.isascii() and len(word) > 2:
            for at in lists:
                members[at].append(word)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for at, words in members.items():
        if lexicon.same_name[at] == NICKNAMES:
            for word in words:
                found[word] += [other for other in words if other != word]
    return found


def _common_given(lexicon: Lexicon) -> list[str]:
    """Return the most common given names."""
    known = sorted(word for word in lexicon.given if word.isascii() and word in token_frequencies())
    return sorted(known, key=lambda word: -token_frequencies()[word])[:_MAX_GIVEN_NAMES]


def _other_words(names: Sequence[Name], lexicon: Lexicon, rng: random.Random) -> Iterator[SyntheticExample]:
    """Yield names of Latin origin with a similar word that is another name, and with a typing error."""
    counts = Counter(token.latin for name in names for token in name.tokens if token.role == "name")
    frequent = (w for w, n in counts.items() if len(w) > 2 and (n > 1 or w in token_frequencies()))
    known = sorted(w for w in frequent if latin_origin_probability([[w]]) > 0.5)
    index = NgramIndex.of(known)
    for name in names[: 3 * MAX_EXAMPLES["another_word"]]:
        words = [token.latin for token in name.tokens]
        if latin_origin_probability([words]) < LATIN_BY_ORIGIN:
            continue
        long = [at for at, word in enumerate(words) if len(word) > 5]
        if long:
            at = rng.choice(long)
            for pair in typos([words[at]], 1, rng.randrange(1_000_000)):
                typo = pair[pair[0] == words[at]]
                yield _people("slip", name.text, " ".join([*words[:at], typo, *words[at + 1 :]]), same=True)
        at = rng.randrange(len(words))
        if counts[words[at]] < 2 and words[at] not in token_frequencies():
            continue
        numbers, _ = index.nearest(words[at], _NEIGHBOURS, _MIN_NEIGHBOUR_COSINE)
        lists = name.tokens[at].given
        others = [known[number] for number in numbers.tolist()]
        others = [
            word for word in others if word != words[at] and lists.isdisjoint(lexicon.given.get(word, frozenset()))
        ]
        for word in sorted(others, key=lambda other: -spelling_similarity(other, words[at]))[:2]:
            if spelling_similarity(word, words[at]) > MIN_SIMILARITY:
                changed = " ".join([*words[:at], word, *words[at + 1 :]])
                yield _people("another_word", name.text, changed, same=False)


def _other_accents(name: Name, rng: random.Random) -> Iterator[SyntheticExample]:
    """Yield a name with accents and the same with other accents on one word: both were typed on purpose."""
    accented = [word for word in name.text.split() if unicodedata.normalize("NFD", word) != word]
    if len(accented) > 1:
        word = rng.choice(accented)
        signs = unicodedata.normalize("NFD", word)
        other = "".join(rng.choice(_ACCENTS.replace(s, "")) if unicodedata.combining(s) else s for s in signs)
        yield _people("accents", name.text, name.text.replace(word, unicodedata.normalize("NFC", other)), same=False)


def _other_people(
    name: PersonalName, given: Sequence[str], lexicon: Lexicon, rng: random.Random
) -> Iterator[SyntheticExample]:
    """Yield a person with relatives, and with people whose names are made of the same words."""
    own, last = name.given, name.family
    other = rng.choice(given)
    if lexicon.given[other].isdisjoint(lexicon.given.get(own[0], frozenset())):
        sibling = PersonalName((other, *own[1:]), last)
        yield _people("sibling", name.written(rng), sibling.written(rng), same=False)
    upper = " ".join(last).upper()
    moved = f"{own[0].upper()}, {_title((*own[1:], *last))}"
    yield _people("moved", f"{upper}, {_title(own)}", moved, same=False)
    if len(own) == 1 and own[0] in lexicon.given and last[0] in lexicon.given:
        yield _people("turned", _title(own + last), _title(last + own), same=False)


def _other_forms(name: PersonalName, nicknames: dict[str, list[str]], rng: random.Random) -> Iterator[SyntheticExample]:
    """Yield a person in two forms of the name."""
    own, last = name.given, name.family
    yield _people("form", name.written(rng), name.written(rng), same=True)
    known = [at for at, word in enumerate(own) if nicknames.get(word)]
    if known:
        at = rng.choice(known)
        short = PersonalName((*own[:at], rng.choice(nicknames[own[at]]), *own[at + 1 :]), last)
        yield _people("nickname", name.written(rng), short.written(rng), same=True)
    if len(own) > 1:
        yield _people("dropped", name.written(rng), PersonalName(own[:1], last).written(rng), same=True)
        yield _people("initial", name.written(rng), PersonalName((own[0], own[1][:1]), last).written(rng), same=True)


def _aliases(entity: ListedEntity, rng: random.Random) -> Iterator[SyntheticExample]:
    """Yield two real Latin names of a person, and names with their umlauts and the like written out."""
    texts = _latin(entity)
    if entity.type == "person" and len(texts) > 1:
        pairs = list(combinations(texts[:14], 2))
        a, b = rng.choice(pairs)
        yield _people("alias", a, b, same=True)
    for text in texts[:3]:
        expanded = "".join(_EXPANSIONS.get(sign.lower(), sign) for sign in text)
        if expanded != text:
            # Whoever writes umlauts out types no other accents either.
            plain = "".join(s for s in unicodedata.normalize("NFD", expanded) if not unicodedata.combining(s))
            yield "expanded", Example(text, plain, entity.type, same=True)


def _korean(rng: random.Random) -> Iterator[SyntheticExample]:
    """Yield Korean names in two spellings, and with one syllable replaced by a similar one."""
    syllables = table("korean_syllables")
    names = sorted(syllables["names"])
    by_rule = {syllable: korean_spellings(syllable, syllables) for syllable in names}

    def spelled(last: str, *given: str) -> str:
        """Return a name in one of the ways to write it."""
        a, b = (rng.choice([*syllables["names"][one], *by_rule[one][:3]]).capitalize() for one in given)
        both = rng.choice([f"{a}-{b.lower()}", f"{a} {b}", f"{a}{b.lower()}"])
        return rng.choice([f"{last} {both}", f"{last.upper()} {both}", f"{last.upper()}, {both}", f"{both} {last}"])

    def distance(one: str, other: str) -> float:
        """Return how different two syllables are spelled."""
        return -max(spelling_similarity(x, y) for x in by_rule[one][:2] for y in by_rule[other][:2])

    for _ in range(MAX_EXAMPLES["korean_other"]):
        first, second, last = rng.choice(names), rng.choice(names), rng.choice(_KOREAN_FAMILIES)
        yield _people("korean_same", spelled(last, first, second), spelled(last, first, second), same=True)
        similar = sorted((one for one in names if one != first), key=lambda one: (distance(first, one), one))
        changed = rng.choice(similar[:_KOREAN_NEIGHBOURS])
        yield _people("korean_other", spelled(last, first, second), spelled(last, changed, second), same=False)
