"""Pairs of names that are made, for what lists of aliases do not hold: near names of two, and other ways to write one.

In come lists, out come pairs with a label, the same in every run. Real lists have few families Smith and Smyth, no
slips of the hand and no nicknames; what is made here is made of their names and of the word lists of the package.
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
from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.text.frequency import token_frequencies
from polyonym.text.lexicon import Lexicon, bundled_lexicon
from polyonym.text.name import Name, analyse
from polyonym.text.name_origin import latin_origin_probability
from polyonym.text.normalise import folded
from polyonym.text.scripts import LATIN
from polyonym.text.spelling_similarity import spelling_similarity
from polyonym.training.example import Example, Made
from polyonym.training.lists import ListedEntity
from polyonym.training.ngram_neighbours import GramIndex
from polyonym.training.pairs import table
from polyonym.training.spelling_similarity import typos
from polyonym.training.synthetic_organizations import Words, impersonal
from polyonym.training.synthetic_pairs import korean_spellings

MOST: Final = {
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
"""How many pairs of each kind are made at most."""
NICKNAMES: Final = 0.75
"""The trust in a list of given names that holds nicknames."""
AT_HOME: Final = 0.8
LEAST_NEAR: Final = 0.3
_ACCENTS: Final = "\u0301\u0300\u0302\u0303\u0309\u0323"
_EXPANDED: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"}
_KOREAN_FAMILIES: Final = ("Kim", "Ri", "Pak", "Choe", "Han", "Jong", "Kang", "O", "So", "Yun", "Chang", "Im")
_KOREAN_NEAR: Final = 6


@dataclass(frozen=True, slots=True)
class Parts:
    """A person's name parted into given names and family name, in Latin letters."""

    given: tuple[str, ...]
    family: tuple[str, ...]

    def written(self, rng: random.Random) -> str:
        """Return the name in one of the ways in which lists write names."""
        given, last = _title(self.given), _title(self.family)
        shouted = last.upper()
        plain = [f"{given} {last}"] * 3
        return rng.choice(
            [*plain, *[f"{shouted}, {given}"] * 2, f"{given} {shouted}", f"{shouted} {given}", f"{last} {given}"]
        )


def made_examples(lists: Sequence[Iterable[ListedEntity]], seed: int = 0) -> list[Example]:
    """Return the pairs that are made of lists, at most so many of each kind as MOST says."""
    rng = random.Random(seed)  # noqa: S311 -- reproducible, not secret
    lexicon = bundled_lexicon()
    named = [entity for entities in lists for entity in entities]
    rng.shuffle(named)
    counts: Counter[str] = Counter()
    found = []
    for kind, example in _made(named, lexicon, rng):
        if counts[kind] < MOST[kind] and (kind == "accents" or folded(example.a) != folded(example.b)):
            counts[kind] += 1
            found.append(example)
    return found


def _made(named: Sequence[ListedEntity], lexicon: Lexicon, rng: random.Random) -> Iterator[Made]:
    """Yield pairs of every kind."""
    people = (analyse(_latin(entity)[0], lexicon) for entity in named if _is_person(entity) and _latin(entity))
    names = [name for name in people if len(name.tokens) > 1 and all(token.script == LATIN for token in name.tokens)]
    nicknames, given = _nicknames(lexicon), _common_given(lexicon)
    yield from _other_words(names, lexicon, rng)
    for name in names:
        yield from _accents(name, rng)
        parts = _parted(name)
        if parts:
            yield from _other_people(parts, given, lexicon, rng)
            yield from _other_forms(parts, nicknames, rng)
    telling = Words.of(lexicon)
    for entity in named:
        yield from _aliases(entity, rng)
        if not _is_person(entity) and _latin(entity):
            yield from impersonal(entity.type, analyse(_latin(entity)[0], lexicon), telling, rng)
    yield from _korean(rng)


def _is_person(entity: ListedEntity) -> bool:
    """Tell whether an entity bears names of people."""
    return BUILT_IN_TYPES.of(entity.type).personal


def _latin(entity: ListedEntity) -> list[str]:
    """Return the Latin names of an entity."""
    return [text for text, script in entity.names if script == LATIN]


def _title(words: Iterable[str]) -> str:
    """Write words with a capital letter each."""
    return " ".join(word.capitalize() for word in words)


def _person(kind: str, a: str, b: str, *, same: bool) -> Made:
    """Return a pair of people's names."""
    return kind, Example(a, b, "person", same)


def _parted(name: Name) -> Parts | None:
    """Part a name where it is known, or likely, which words are the family name."""
    if any(token.role not in {"name", "particle"} for token in name.tokens):
        return None
    words, last = [token.latin for token in name.tokens], family(name)
    if not last and "," not in name.text:
        last = frozenset({len(words) - 1})
    given = tuple(word for at, word in enumerate(words) if at not in last)
    parts = Parts(given, tuple(word for at, word in enumerate(words) if at in last))
    return parts if parts.given and parts.family else None


def _nicknames(lexicon: Lexicon) -> dict[str, list[str]]:
    """Return each Latin given name with those that it is a nickname for, or that are one for it."""
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
    return sorted(known, key=lambda word: -token_frequencies()[word])[:400]


def _other_words(names: Sequence[Name], lexicon: Lexicon, rng: random.Random) -> Iterator[Made]:
    """Yield names that are Latin at home with a near word that is a name of its own, and with a slip of the hand."""
    counts = Counter(token.latin for name in names for token in name.tokens if token.role == "name")
    known = sorted(
        w
        for w, n in counts.items()
        if len(w) > 2 and (n > 1 or w in token_frequencies()) and latin_origin_probability([[w]]) > 0.5
    )
    index = GramIndex.of(known)
    for name in names[: 3 * MOST["another_word"]]:
        words = [token.latin for token in name.tokens]
        if latin_origin_probability([words]) < AT_HOME:
            continue
        long = [at for at, word in enumerate(words) if len(word) > 5]
        if long:
            at = rng.choice(long)
            for pair in typos([words[at]], 1, rng.randrange(1_000_000)):
                slip = pair[pair[0] == words[at]]
                yield _person("slip", name.text, " ".join([*words[:at], slip, *words[at + 1 :]]), same=True)
        at = rng.randrange(len(words))
        if counts[words[at]] < 2 and words[at] not in token_frequencies():
            continue
        near = [known[number] for number in index.nearest(words[at], 12, 0.3)[0].tolist()]
        lists = name.tokens[at].given
        near = [word for word in near if word != words[at] and lists.isdisjoint(lexicon.given.get(word, frozenset()))]
        for word in sorted(near, key=lambda other: -spelling_similarity(other, words[at]))[:2]:
            if spelling_similarity(word, words[at]) > LEAST_NEAR:
                changed = " ".join([*words[:at], word, *words[at + 1 :]])
                yield _person("another_word", name.text, changed, same=False)


def _accents(name: Name, rng: random.Random) -> Iterator[Made]:
    """Yield a name with accents beside the same with other accents on one word: both typists knew theirs."""
    marked = [word for word in name.text.split() if unicodedata.normalize("NFD", word) != word]
    if len(marked) > 1:
        word = rng.choice(marked)
        signs = unicodedata.normalize("NFD", word)
        other = "".join(rng.choice(_ACCENTS.replace(s, "")) if unicodedata.combining(s) else s for s in signs)
        yield _person("accents", name.text, name.text.replace(word, unicodedata.normalize("NFC", other)), same=False)


def _other_people(parts: Parts, given: Sequence[str], lexicon: Lexicon, rng: random.Random) -> Iterator[Made]:
    """Yield a person beside relatives and people whose names are made of the same words."""
    own, last = parts.given, parts.family
    other = rng.choice(given)
    if lexicon.given[other].isdisjoint(lexicon.given.get(own[0], frozenset())):
        sibling = Parts((other, *own[1:]), last)
        yield _person("sibling", parts.written(rng), sibling.written(rng), same=False)
    shouted = " ".join(last).upper()
    moved = f"{own[0].upper()}, {_title((*own[1:], *last))}"
    yield _person("moved", f"{shouted}, {_title(own)}", moved, same=False)
    if len(own) == 1 and own[0] in lexicon.given and last[0] in lexicon.given:
        yield _person("turned", _title(own + last), _title(last + own), same=False)


def _other_forms(parts: Parts, nicknames: dict[str, list[str]], rng: random.Random) -> Iterator[Made]:
    """Yield a person beside other ways to write the name."""
    own, last = parts.given, parts.family
    yield _person("form", parts.written(rng), parts.written(rng), same=True)
    known = [at for at, word in enumerate(own) if nicknames.get(word)]
    if known:
        at = rng.choice(known)
        short = Parts((*own[:at], rng.choice(nicknames[own[at]]), *own[at + 1 :]), last)
        yield _person("nickname", parts.written(rng), short.written(rng), same=True)
    if len(own) > 1:
        yield _person("dropped", parts.written(rng), Parts(own[:1], last).written(rng), same=True)
        yield _person("initial", parts.written(rng), Parts((own[0], own[1][:1]), last).written(rng), same=True)


def _aliases(entity: ListedEntity, rng: random.Random) -> Iterator[Made]:
    """Yield pairs of the real Latin names of an entity, and names with umlauts and the like written out."""
    texts = _latin(entity)
    if _is_person(entity) and len(texts) > 1:
        pairs = list(combinations(texts[:14], 2))
        a, b = rng.choice(pairs)
        yield _person("alias", a, b, same=True)
    for text in texts[:3]:
        expanded = "".join(_EXPANDED.get(sign.lower(), sign) for sign in text)
        if expanded != text:
            # Whoever writes umlauts out has no other accents either.
            plain = "".join(s for s in unicodedata.normalize("NFD", expanded) if not unicodedata.combining(s))
            yield "expanded", Example(text, plain, entity.type, same=True)


def _korean(rng: random.Random) -> Iterator[Made]:
    """Yield Korean names in two spellings, and beside names with one near syllable changed."""
    syllables = table("korean_syllables")
    names = sorted(syllables["names"])
    by_rule = {syllable: korean_spellings(syllable, syllables) for syllable in names}

    def spelled(last: str, *given: str) -> str:
        a, b = (rng.choice([*syllables["names"][one], *by_rule[one][:3]]).capitalize() for one in given)
        both = rng.choice([f"{a}-{b.lower()}", f"{a} {b}", f"{a}{b.lower()}"])
        return rng.choice([f"{last} {both}", f"{last.upper()} {both}", f"{last.upper()}, {both}", f"{both} {last}"])

    def apart(one: str, other: str) -> float:
        return -max(spelling_similarity(x, y) for x in by_rule[one][:2] for y in by_rule[other][:2])

    for _ in range(MOST["korean_other"]):
        first, second, last = rng.choice(names), rng.choice(names), rng.choice(_KOREAN_FAMILIES)
        yield _person("korean_same", spelled(last, first, second), spelled(last, first, second), same=True)
        near = sorted((one for one in names if one != first), key=lambda one: (apart(first, one), one))
        changed = rng.choice(near[:_KOREAN_NEAR])
        yield _person("korean_other", spelled(last, first, second), spelled(last, changed, second), same=False)
