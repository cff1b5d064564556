from __future__ import annotations

from polyonym.annotate.word_features import FORMS, HEAD, MEANS, TAIL, Looks
from polyonym.hashing import digest
from polyonym.text.lexicon import bundled_lexicon
from polyonym.workers import worker_pool


def looks(*words):
    with worker_pool(1, bundled_lexicon()) as alone:
        return Looks.of(words, alone)


def test_a_word_has_the_keys_of_its_forms_and_its_own_without_the_article():
    found = looks("praha", "gazprom", "العراق")
    assert found.owns.tolist()[0] == found.bases.tolist()[0] == digest("prah")
    assert found.owns.tolist()[1] != found.bases.tolist()[1]
    assert found.bares.tolist()[2] == digest("عراق") != found.words.tolist()[2]


def test_a_word_is_of_the_kinds_that_its_letters_and_the_lexicon_tell():
    found = looks("kabul", "2001", "ministry", "कमल", "東京", "כהן")
    assert found.have(FORMS).tolist() == [True, False, True, False, False, True]
    assert found.have(MEANS).tolist() == [False, False, True, False, False, False]
    assert found.have(HEAD).tolist() == found.have(TAIL).tolist() == [False, False, False, False, True, False]


def test_of_no_words_there_is_nothing_to_know():
    assert looks().words.tolist() == []
