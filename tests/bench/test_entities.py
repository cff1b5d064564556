from __future__ import annotations

from collections import Counter
from itertools import islice

from bench.entities import entities, unknown_name
from polyonym.text.scripts import script_of

COUNT = 3000


def test_the_same_seed_makes_the_same_entities_and_another_makes_others(words):
    assert list(islice(entities(words, 7), 50)) == list(islice(entities(words, 7), 50))
    assert list(islice(entities(words, 7), 50)) != list(islice(entities(words, 8), 50))


def test_entities_have_one_to_four_names_none_twice(words):
    made = list(islice(entities(words), COUNT))
    counts = Counter(len(entity.names) for entity in made)
    assert set(counts) == {1, 2, 3, 4}
    assert all(len(set(entity.names)) == len(entity.names) for entity in made)
    assert len({entity.id for entity in made}) == COUNT


def test_a_share_of_the_names_is_in_each_script(words):
    scripts = Counter(script_of(text) for entity in islice(entities(words), COUNT) for text in entity.names)
    total = sum(scripts.values())
    assert set(scripts) == {"Latn", "Arab", "Cyrl", "Hebr", "Hani"}
    assert 0.7 < scripts["Latn"] / total < 0.9
    assert all(count > total / 100 for count in scripts.values())


def test_a_name_that_is_held_back_is_in_another_script_than_all_that_are_listed(words):
    unlisted = [entity for entity in islice(entities(words), COUNT) if entity.unlisted]
    assert len(unlisted) > COUNT / 20
    for entity in unlisted:
        assert not {script_of(text) for text in entity.unlisted} & {script_of(text) for text in entity.names}


def test_distinct_words_grow_more_slowly_than_names_and_do_not_end(words):
    seen: set[str] = set()
    counts = []
    for number, entity in enumerate(islice(entities(words), 20_000), 1):
        seen.update(word for text in entity.names for word in text.split())
        if number in {2_000, 20_000}:
            counts.append(len(seen))
    assert 2 < counts[1] / counts[0] < 8


def test_strangers_bear_words_that_next_to_nobody_bears(words, rng):
    known = {word for entity in islice(entities(words), COUNT) for text in entity.names for word in text.split()}
    borne = [word in known for _ in range(100) for word in unknown_name(words, rng).split()[-2:]]
    assert sum(borne) < 10
