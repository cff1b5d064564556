from __future__ import annotations

import pytest

from polyonym.annotate.compile_phrases import CAPITALISED, LOWERCASE, compile_phrases
from polyonym.annotate.text_view import codes_of
from polyonym.workers import worker_pool


def compiled(names):
    with worker_pool(1, names.snapshot.lexicon) as alone:
        return compile_phrases(names.snapshot, alone)


class Compiled:
    """The compiled phrases of a resolver, by their texts."""

    def __init__(self, names):
        """Compile the names of a resolver."""
        self.patterns = compiled(names)

    def flags(self, text):
        """Return the flags of a folded name, None where it is not listed."""
        patterns, words = self.patterns, text.split()
        for phrase, first, last in patterns.listed_names.find(patterns.vocabulary.ids(words, {})):
            if (first, last) == (0, len(words)):
                return int(patterns.listed_flags[phrase])
        for phrase, first, last in patterns.unspaced_names.find(patterns.characters.ids_of_digests(codes_of(text))):
            if (first, last) == (0, len(text)):
                return int(patterns.unspaced_flags[phrase])
        return None

    def names(self, key):
        """Return the names of a form key."""
        patterns = self.patterns
        words = key.split()
        hits = patterns.form_keys.find(patterns.vocabulary.ids(words, {}))
        whole = [phrase for phrase, first, last in hits if (first, last) == (0, len(words))]
        return [name for phrase in whole for name in patterns.form_names[phrase].tolist()]

    def takes_affixes(self, word):
        """Tell whether affixes can be written to a word."""
        return bool(self.patterns.takes_affixes[self.patterns.vocabulary.ids([word], {})[0]])


def test_patterns_have_spaces_where_their_script_has_some(make):
    found = Compiled(make("- {id: a, type: place, name: Kabul, aliases: [塔利班, U.S. Army, O'Neill's, TV東京, 美]}"))
    for text in ("kabul", "塔利班", "us army", "u s army", "oneill s", " tv 東京"):
        assert found.flags(text) == CAPITALISED or (text == "塔利班" and found.flags(text) == LOWERCASE), text
    assert found.flags("美") is None
    assert found.flags("kab") is None


def test_a_phrase_has_the_flags_of_all_names_that_fold_to_it(make):
    found = Compiled(
        make("- {id: a, type: place, name: Kabul}\n- {id: b, type: other, name: kabul, aliases: [brexit]}")
    )
    assert found.flags("kabul") == CAPITALISED | LOWERCASE
    assert found.flags("brexit") == LOWERCASE


def test_the_names_of_a_form_are_those_that_have_it(make):
    names = make("- {id: a, type: place, name: Praha, aliases: [Prahy]}\n- {id: b, type: place, name: Paris}")
    held = Compiled(names).names("prah")
    assert [names.snapshot.names[number].alias.name for number in held] == ["Praha", "Prahy"]


@pytest.mark.parametrize("text", ["- {id: a, type: place, name: Kabul, not: [Kabul City]}"])
def test_a_name_under_not_is_listed_and_has_no_forms(make, text):
    found = Compiled(make(text))
    assert found.flags("kabul city") == CAPITALISED
    assert not found.names("kabul cit")


def test_a_name_in_capitals_to_the_letter_has_forms_and_another_to_the_letter_has_none(make):
    aliases = "[{name: PRAHA, match: cased}, {name: Brna, match: cased}]"
    found = Compiled(make(f"- {{id: a, type: place, name: Kabul, aliases: {aliases}}}"))
    assert found.names("prah")
    assert not found.names("brn")


def test_words_that_have_forms_are_known_without_their_article(make):
    found = Compiled(make("- {id: a, type: place, name: Kabul 7, aliases: [العراق]}"))
    assert found.takes_affixes("kabul")
    assert found.takes_affixes("عراق")
    assert not found.takes_affixes("7")
    assert not found.takes_affixes("nobody")


def test_a_gazetteer_without_names_has_no_patterns(make):
    found = Compiled(make(""))
    assert found.flags("kabul") is None
    assert not found.names("kabul")
