"""Synthetic pairs of spellings for what the licensed pairs lack: Persian letters, Korean and Chinese syllables.

In come real pairs and the tables in `tables/`, out come further pairs, the same in every run. The tables were written
for this project from general knowledge of how names are romanised.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from polyonym.text.romanise import readings
from polyonym.training.pairs import Pair, table

_FIRST_SYLLABLE: Final = 0xAC00
"""The code point of the first Hangul syllable. They are ordered by onset, vowel and coda."""
_CUSTOMARY_SHARE: Final = 0.7
"""So often a syllable with a customary spelling, as in passports, is spelled in that way."""
_MAX_BY_RULE: Final = 6


def synthetic_pairs(script: str, real: Sequence[Pair]) -> list[Pair]:
    """Return the synthetic pairs that a map is trained on besides its real pairs."""
    if script == "Arab":
        return persian_spellings(real, table("persian_letters")["replace"])
    if script == "Hang":
        return korean_names(table("korean_syllables"))
    if script == "Han":
        return han_names(table("han_readings"), table("korean_syllables"), table("wade_giles"))
    return []


def persian_spellings(pairs: Iterable[Pair], rules: Sequence[Mapping[str, Any]]) -> list[Pair]:
    """Return Arabic pairs in Persian spelling; the licensed pairs hardly hold the four further letters of Persian."""
    found = []
    for pair in pairs:
        latin, native = " ".join(pair.latin), " ".join(pair.native)
        spelled = native
        for rule in rules:
            if rule["latin"] in latin and not any(other in latin for other in rule["unless"]):
                spelled = spelled.replace(rule["from"], rule["to"])
        if spelled != native:
            found.append(Pair(pair.latin, tuple(spelled.split())))
    return found


def korean_names(korean: Mapping[str, Any], doubles: int = 12_000, seed: int = 0) -> list[Pair]:
    """Return pairs of Korean syllables in every usual spelling, alone and as given names of two."""
    rng = random.Random(seed)  # noqa: S311 -- reproducible, not secret
    syllables = list(dict.fromkeys([*korean["syllables"], *korean["names"]]))
    by_rule = {syllable: korean_spellings(syllable, korean) for syllable in syllables}
    found = {Pair((latin,), (s,)) for s in syllables for latin in (*korean["names"].get(s, ()), *by_rule[s])}

    def spell(syllable: str) -> str:
        customary = korean["names"].get(syllable, ())
        chosen: str = rng.choice(customary if customary and rng.random() < _CUSTOMARY_SHARE else by_rule[syllable])
        return chosen

    for _ in range(doubles):
        first, second = rng.choice(syllables), rng.choice(syllables)
        found.add(Pair((spell(first) + spell(second),), (first + second,)))
    return sorted(found)


def korean_spellings(syllable: str, korean: Mapping[str, Any]) -> list[str]:
    """Return the Latin spellings of a Hangul syllable by the rules of romanisation systems, the most usual first."""
    code = ord(syllable) - _FIRST_SYLLABLE
    onset, onsets = list(korean["onsets"].items())[code // 588]
    vowels = list(korean["vowels"].values())[code % 588 // 28]
    out: list[str] = []
    for coda in korean["codas"][code % 28]:
        for vowel in vowels:
            softened = [korean["before_i"][onset]] if onset in korean["before_i"] and vowel[0] == "i" else []
            out += (start + vowel + coda for start in (*onsets, *softened))
    return list(dict.fromkeys(out))


def han_names(
    characters: Mapping[str, Mapping[str, str]],
    korean: Mapping[str, Any],
    taiwan: Sequence[Mapping[str, str]],
    doubles: int = 20_000,
    seed: int = 0,
) -> list[Pair]:
    """Return pairs of characters, alone and in twos, as China, Taiwan, Korea, Hong Kong and Japan spell them."""
    rng = random.Random(seed)  # noqa: S311 -- as above
    spellings = {char: _han_spellings(char, entry, korean, taiwan) for char, entry in sorted(characters.items())}
    known = list(spellings)
    found = {Pair((latin,), (char,)) for char, ways in spellings.items() for way in ways.values() for latin in way}
    for _ in range(doubles):
        first, second = rng.choice(known), rng.choice(known)
        way = rng.choice(sorted(spellings[first].keys() & spellings[second].keys()))  # a name is read in one language
        found.add(Pair((rng.choice(spellings[first][way]) + rng.choice(spellings[second][way]),), (first + second,)))
    return sorted(found)


def _han_spellings(
    char: str, entry: Mapping[str, str], korean: Mapping[str, Any], taiwan: Sequence[Mapping[str, str]]
) -> dict[str, list[str]]:
    """Return the Latin spellings of a character by the language that reads it."""
    mandarin = taiwanese = "".join(readings(char).split())
    for rule in taiwan:
        taiwanese = re.sub(rule["pattern"], rule["replacement"], taiwanese)
    ways = {"mandarin": [mandarin], "taiwan": [taiwanese]}
    if "korean" in entry:
        # The customary spellings twice, since most people have these in their passports.
        custom = [latin for syllable in entry["korean"] for latin in korean["names"].get(syllable, ())]
        by_rule = (latin for s in entry["korean"] for latin in korean_spellings(s, korean)[:_MAX_BY_RULE])
        ways["korean"] = [*custom, *custom, *by_rule]
    ways.update({way: entry[way].split() for way in ("cantonese", "japanese") if way in entry})
    return ways
