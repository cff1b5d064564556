"""What tells near names of two people from two spellings of one name: the features of a pair judged by itself.

A resolver sees the right name beside the wrong ones; here nothing else can turn up, so more is asked of each name. Is
it spelled in Latin letters at home, where a letter tells families apart, or is it one of many ways to write a name of
another script? Which of its words is the family name? Are the words that differ names in their own right? All of it is
symmetric: `compare(a, b)` is `compare(b, a)`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from polyonym.index.snapshot import Snapshot
from polyonym.matching.align import Alignment, Pair, align
from polyonym.matching.features import FEATURES, features
from polyonym.matching.prepared import PreparedName, prepare
from polyonym.memo import memoised
from polyonym.policy import Policy
from polyonym.text.name import Name, Token
from polyonym.text.name_origin import latin_origin_probability
from polyonym.text.normalise import folded

ASYMMETRIC: Final = frozenset({"covered_mention", "covered_alias", "left_mention", "left_alias", "crowd"})
OWN: Final = (
    "covered_most",
    "left_most",
    "at_home",
    "faint",
    "differing",
    "differing_at_home",
    "left_names",
    "family_moved",
    "turned_blind",
    "marks_differ",
)
PAIR_FEATURES: Final = (*(name for name in FEATURES if name not in ASYMMETRIC), *OWN)
"""The features of two names that are compared by themselves: those of a candidate that are symmetric, and some more."""

PERSONAL: Final = frozenset({"name", "particle", "honorific", "generation"})
LONGEST_FAMILY: Final = 4
"""So many words before a comma can be a family name."""
SURE: Final = 0.97
"""Tokens of two scripts that are at least this likely to be one word do not differ."""
MOST_COUNTED: Final = 3.0
_BREAKS: Final = re.compile(r"[\s\-,.'\u2019]+")
_UNDECOMPOSED: Final = frozenset("đĐøØłŁ")


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """Two names, each parted in one way, laid side by side."""

    ours: Name
    theirs: Name
    mine: PreparedName
    its: PreparedName
    alignment: Alignment


def aligned_pairs(snapshot: Snapshot, first: Name, second: Name, policy: Policy) -> Iterator[AlignedPair]:
    """Lay two names side by side under every way to part those that are written without spaces."""
    for ours, theirs in product((first, *first.other_segmentations), (second, *second.other_segmentations)):
        mine, its = (prepare(snapshot, name.tokens, name.script, policy) for name in (ours, theirs))
        yield AlignedPair(ours, theirs, mine, its, align(mine, its, policy))


def pair_features(laid: AlignedPair, *, personal: bool) -> dict[str, float]:
    """Return the features of two names that were laid side by side, by the names of the features.

    `personal` names are those of people, or of what may be people.
    """
    ours, theirs, alignment = laid.ours, laid.theirs, laid.alignment
    found = dict(zip(FEATURES, features(laid.mine, laid.its, alignment, 0.0), strict=True))
    found["covered_most"] = max(found["covered_mention"], found["covered_alias"])
    found["left_most"] = max(found["left_mention"], found["left_alias"])
    found.update(dict.fromkeys(OWN[2:], 0.0))
    found["left_names"] = min(
        MOST_COUNTED, _names_left(ours, alignment.ours_left), _names_left(theirs, alignment.theirs_left)
    )
    if personal and _personal(ours) and _personal(theirs):
        found.update(_order(ours, theirs, alignment, rotated=bool(found["rotated"])))
    found.update(_differences(ours, theirs, alignment, latin=is_latin_person(ours, theirs, personal=personal)))
    return {name: found[name] for name in PAIR_FEATURES}


def _personal(name: Name) -> bool:
    """Tell whether nothing in a name says that it is no person's."""
    return all(token.role in PERSONAL for token in name.tokens)


def is_latin_person(ours: Name, theirs: Name, *, personal: bool) -> bool:
    """Tell whether two names are people's, as far as can be seen, both in Latin letters."""
    return (
        personal
        and ours.script == theirs.script == "Latn"
        and max(len(ours.tokens), len(theirs.tokens)) > 1
        and _personal(ours)
        and _personal(theirs)
    )


def _names_left(name: Name, places: tuple[int, ...]) -> float:
    """Count the words that name somebody among those that no pair covers; an initial names nobody."""
    return float(sum(name.tokens[at].role == "name" and len(name.tokens[at].latin) > 1 for at in places))


def family(name: Name) -> frozenset[int]:
    """Return the places of the family name where the way of writing tells it: `SAFI, Omar` or `Omar SAFI`."""
    before, comma, after = name.text.partition(",")
    words = folded(before).split()
    if not comma or not after.strip() or len(words) > LONGEST_FAMILY:
        written = [word for word in _BREAKS.split(name.text) if sum(map(str.isalpha, word)) > 1]
        capitals = [word for word in written if word.isupper()]
        if len(capitals) == len(written):
            return frozenset()
        words = [part for word in capitals for part in folded(word).split()]
    return frozenset(at for at, token in enumerate(name.tokens) if token.text in words and token.role in PERSONAL)


def _order(ours: Name, theirs: Name, alignment: Alignment, *, rotated: bool) -> dict[str, float]:
    """Return what the order of the words says, where it is known which of them is the family name."""
    mine, its = family(ours), family(theirs)
    if mine and its:
        met = any(mine.intersection(pair.ours) and its.intersection(pair.theirs) for pair in alignment.pairs)
        return {"family_moved": float(not met)}
    last, its_last = len(ours.tokens) - 1, len(theirs.tokens) - 1
    explained = any(
        (0 in mine and pair.ours[0] == 0 and pair.theirs[-1] == its_last)
        or (0 in its and pair.theirs[0] == 0 and pair.ours[-1] == last)
        for pair in alignment.pairs
    )
    return {"turned_blind": float(rotated and not explained)}


def _differences(ours: Name, theirs: Name, alignment: Alignment, *, latin: bool) -> dict[str, float]:
    """Return what the paired words that are not the same say."""
    faint = differing = 0.0
    for pair in alignment.pairs:
        a, b = _tokens(ours, pair.ours), _tokens(theirs, pair.theirs)
        if not _differs(a, b, pair, latin=latin):
            continue
        faint = max(faint, 1.0 - pair.likeness)
        differing += 1.0
    found = {"faint": faint, "differing": min(MOST_COUNTED + 1.0, differing)}
    if latin:
        names = [[token.latin for token in name.tokens if token.role == "name"] for name in (ours, theirs)]
        home = latin_origin_probability(names)
        found["at_home"] = home
        found["differing_at_home"] = home * min(MOST_COUNTED, differing)
        found["marks_differ"] = _marks_differ(ours, theirs, alignment)
    return found


def _tokens(name: Name, places: tuple[int, ...]) -> list[Token]:
    """Return the tokens of a name at places."""
    return [name.tokens[at] for at in places]


def _differs(a: list[Token], b: list[Token], pair: Pair, *, latin: bool) -> bool:
    """Tell whether paired words, one of them a name at least, are other than the same word; initials say nothing."""
    if pair.likeness >= (1.0 if latin else SURE) or all(token.role != "name" for token in (*a, *b)):
        return False
    return min(sum(len(token.latin) for token in prepare) for prepare in (a, b)) > 1


def accents_clash(ours: Name, theirs: Name) -> bool:
    """Tell whether two names that fold to one have other accents on a word: `Hà` and `Hạ`."""
    mine, its = _words(ours.text), _words(theirs.text)
    return any(_clash(word, its.get(fold, word)) for fold, word in mine.items())


def _clash(a: str, b: str) -> bool:
    """Tell whether two spellings of a word both have accents, and other ones."""
    return a != b and _accented(a) and _accented(b)


def _marks_differ(ours: Name, theirs: Name, alignment: Alignment) -> float:
    """Count paired words that differ where both names are written with accents, so that none were left out.

    Words that differ in their accents alone have to have some each: a typist may leave out one of them.
    """
    if not (_accented(ours.text) and _accented(theirs.text)):
        return 0.0
    mine, its = _words(ours.text), _words(theirs.text)
    count = 0.0
    for pair in alignment.pairs:
        if len(pair.ours) == len(pair.theirs) == 1:
            a, b = ours.tokens[pair.ours[0]], theirs.tokens[pair.theirs[0]]
            if a.role == "name" and a.text in mine and b.text in its:
                x, y = mine[a.text], its[b.text]
                count += _clash(x, y) if a.text == b.text else _accented(x) or _accented(y)
    return min(MOST_COUNTED, count)


@memoised("is_accented")
def _accented(text: str) -> bool:
    """Tell whether a text has a letter with an accent."""
    return any(sign in _UNDECOMPOSED or unicodedata.normalize("NFD", sign) != sign for sign in _composed(text))


def _composed(text: str) -> str:
    """Return a text with each accent on its letter."""
    return unicodedata.normalize("NFC", text)


@memoised("accented_words")
def _words(text: str) -> dict[str, str]:
    """Return the words of a text with their accents by what they fold to."""
    return {folded(word): word for word in _BREAKS.split(_composed(text.casefold())) if folded(word)}
