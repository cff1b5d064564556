from __future__ import annotations

from polyonym.annotate.word_features import ENDS_UNSPACED, HAS_FORMS, IS_VOCABULARY, STARTS_UNSPACED, WordFeatures
from polyonym.hashing import digest
from polyonym.text.lexicon import bundled_lexicon
from polyonym.workers import worker_pool


def features_of(*words):
    with worker_pool(1, bundled_lexicon()) as alone:
        return WordFeatures.of(words, alone)


def test_a_word_has_the_keys_of_its_forms_and_its_own_without_the_article():
    found = features_of("praha", "gazprom", "العراق")
    assert found.own_keys.tolist()[0] == found.base_keys.tolist()[0] == digest("prah")
    assert found.own_keys.tolist()[1] != found.base_keys.tolist()[1]
    assert found.bare_words.tolist()[2] == digest("عراق") != found.words.tolist()[2]


def test_a_word_has_the_flags_that_its_letters_and_the_lexicon_give_it():
    found = features_of("kabul", "2001", "ministry", "कमल", "東京", "כהן")
    assert found.has_flag(HAS_FORMS).tolist() == [True, False, True, False, False, True]
    assert found.has_flag(IS_VOCABULARY).tolist() == [False, False, True, False, False, False]
    assert (
        found.has_flag(STARTS_UNSPACED).tolist()
        == found.has_flag(ENDS_UNSPACED).tolist()
        == [False, False, False, False, True, False]
    )


def test_no_words_have_no_features():
    assert features_of().words.tolist() == []
