from __future__ import annotations

import random

import numpy as np
import pytest

from polyonym.index.snapshot import Snapshot
from polyonym.text import cross_script_batch
from polyonym.text.cross_script_batch import cross_script_probabilities
from polyonym.text.cross_script_similarity import cross_script_similarity
from polyonym.text.name import Token, analyse
from polyonym.text.romanise import romanise
from polyonym.text.scripts import LATIN
from polyonym.text.spelling_batch import Words


@pytest.fixture(scope="module")
def tokens(snapshot: Snapshot) -> list[Token]:
    """Return the distinct tokens of the bundled gazetteer, in all scripts."""
    return list(dict.fromkeys(token for name in snapshot.names for token in analyse(name.alias.name).tokens))


def compare(script: str, pairs: list[tuple[str, str]]) -> None:
    """Compare what is said of all pairs of a native token and a Latin one with what is said of each by itself."""
    natives = list(dict.fromkeys(native for native, _ in pairs))
    texts = list(dict.fromkeys([*map(romanise, natives), *(latin for _, latin in pairs)]))
    rows = {text: row for row, text in enumerate(texts)}
    places = (
        np.array([natives.index(native) for native, _ in pairs], np.int64),
        np.array([rows[romanise(native)] for native, _ in pairs], np.int64),
        np.array([rows[latin] for _, latin in pairs], np.int64),
    )
    found = cross_script_probabilities(natives, script, Words.of(texts), places)
    expected = [cross_script_similarity(native, script, latin) for native, latin in pairs]
    assert found.tolist() == pytest.approx(expected, abs=1e-5)


SCRIPTS = ("Arab", "Cyrl", "Hani", "Jpan", "Hebr", "Hang", "Deva", "Grek", "Beng")


@pytest.mark.parametrize("script", SCRIPTS)
def test_real_words_are_as_likely_one_at_once_as_one_by_one(
    snapshot: Snapshot, tokens: list[Token], script: str
) -> None:
    chance = random.Random(13)  # noqa: S311 -- no secret
    natives = [token for token in tokens if token.script == script]
    latins = [token.latin for token in tokens if token.script == LATIN]
    assert len(natives) > 20
    blind = [(chance.choice(natives).text, chance.choice(latins)) for _ in range(1000)]
    romanised = [(token.text, token.latin) for token in natives]
    meant = [
        (native.text, latin.latin)
        for name in snapshot.names
        if name.form.script == script
        for other in snapshot.entities[name.entity_row].aliases
        for native in name.form.tokens
        for latin in analyse(other.name).tokens
        if native.script == script and latin.script == LATIN
    ]
    compare(script, [*blind, *romanised, *meant])
    compare(script, meant[::-7])


@pytest.mark.parametrize("script", ["Arab", "Thai", "Cyrl"])
@pytest.mark.parametrize("latin", ["", "x", "mohammad" * 8, "24", "h"])
def test_words_at_the_edge_are_as_likely_one_at_once_as_one_by_one(script: str, latin: str) -> None:
    natives = {
        "Arab": ["\u0645", "\u0645\u062d\u0645\u062f", "\u0640", "\u0645\u062d\u0645\u062f" * 12],
        "Thai": ["\u0e01\u0e23\u0e38\u0e07\u0e40\u0e17\u0e1e", "\u0e01"],
        "Cyrl": ["\u044c", "\u043e\u043c\u0430\u0440", "\u0449\u0449\u0449"],
    }[script]
    compare(script, [(native, latin) for native in natives])
    compare(script, [(native, other) for native in natives for other in (latin, "mohammad", "omar", "krungthep")])


def test_no_pairs_of_words_are_compared() -> None:
    none = np.zeros(0, np.int64)
    assert cross_script_probabilities([], "Arab", Words.of([]), (none, none, none)).tolist() == []


def test_a_pair_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worked = []
    work = cross_script_batch._probabilities  # noqa: SLF001 -- counted

    def counted(natives, script, words, pairs):
        worked.append(len(pairs[0]))
        return work(natives, script, words, pairs)

    monkeypatch.setattr(cross_script_batch, "_probabilities", counted)
    pairs = [
        ("\u0645\u0633\u0639\u0648\u062f\u0632\u0627\u062f\u0647\u200c\u0641\u0631", latin)
        for latin in ("masudzada", "far")
    ]
    compare("Arab", pairs)
    compare("Arab", [*pairs, (pairs[0][0], "masoodzadafar")])
    assert worked == [2, 1]
