from __future__ import annotations

import pytest

from polyonym.annotate.compile_phrases import CAPITAL, LOWERCASE, compile_phrases
from polyonym.annotate.text_view import codes_of
from polyonym.workers import worker_pool


def laid_out(names):
    with worker_pool(1, names.snapshot.lexicon) as alone:
        return compile_phrases(names.snapshot, alone)


class FoundName:
    """Patterns by what they are."""

    def __init__(self, names):
        """Lay out the names of a resolver."""
        self.patterns = laid_out(names)

    def way(self, text):
        """Return how a folded name is written, None where it is not listed."""
        patterns, words = self.patterns, text.split()
        for pattern, first, last in patterns.listed_names.find(patterns.vocabulary.ids(words, {})):
            if (first, last) == (0, len(words)):
                return int(patterns.listed_flags[pattern])
        for pattern, first, last in patterns.unspaced_names.find(patterns.characters.ids_of_digests(codes_of(text))):
            if (first, last) == (0, len(text)):
                return int(patterns.unspaced_flags[pattern])
        return None

    def names(self, key):
        """Return the names of a key of forms."""
        patterns = self.patterns
        words = key.split()
        hits = patterns.form_keys.find(patterns.vocabulary.ids(words, {}))
        whole = [pattern for pattern, first, last in hits if (first, last) == (0, len(words))]
        return [name for pattern in whole for name in patterns.form_names[pattern].tolist()]

    def knows(self, word):
        """Tell whether small words can be written to a word."""
        return bool(self.patterns.takes_affixes[self.patterns.vocabulary.ids([word], {})[0]])


def test_patterns_have_spaces_where_their_script_has_some(make):
    found = FoundName(make("- {id: a, type: place, name: Kabul, aliases: [塔利班, U.S. Army, O'Neill's, TV東京, 美]}"))
    for text in ("kabul", "塔利班", "us army", "u s army", "oneill s", " tv 東京"):
        assert found.way(text) == CAPITAL or (text == "塔利班" and found.way(text) == LOWERCASE), text
    assert found.way("美") is None
    assert found.way("kab") is None


def test_a_layout_knows_how_a_name_is_written(make):
    found = FoundName(
        make("- {id: a, type: place, name: Kabul}\n- {id: b, type: other, name: kabul, aliases: [brexit]}")
    )
    assert found.way("kabul") == CAPITAL | LOWERCASE
    assert found.way("brexit") == LOWERCASE


def test_the_names_of_a_form_are_those_that_have_it(make):
    names = make("- {id: a, type: place, name: Praha, aliases: [Prahy]}\n- {id: b, type: place, name: Paris}")
    held = FoundName(names).names("prah")
    assert [names.snapshot.names[number].alias.name for number in held] == ["Praha", "Prahy"]


@pytest.mark.parametrize("text", ["- {id: a, type: place, name: Kabul, not: [Kabul City]}"])
def test_a_name_under_not_is_listed_and_has_no_forms(make, text):
    found = FoundName(make(text))
    assert found.way("kabul city") == CAPITAL
    assert not found.names("kabul cit")


def test_a_name_in_capitals_to_the_letter_has_forms_and_another_to_the_letter_has_none(make):
    aliases = "[{name: PRAHA, match: cased}, {name: Brna, match: cased}]"
    found = FoundName(make(f"- {{id: a, type: place, name: Kabul, aliases: {aliases}}}"))
    assert found.names("prah")
    assert not found.names("brn")


def test_words_that_have_forms_are_known_without_their_article(make):
    found = FoundName(make("- {id: a, type: place, name: Kabul 7, aliases: [العراق]}"))
    assert found.knows("kabul")
    assert found.knows("عراق")
    assert not found.knows("7")
    assert not found.knows("nobody")


def test_a_gazetteer_without_names_has_no_patterns(make):
    found = FoundName(make(""))
    assert found.way("kabul") is None
    assert not found.names("kabul")
