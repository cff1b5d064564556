from __future__ import annotations

from polyonym.index.idf import idf


def test_a_token_of_one_name_tells_all_and_one_of_every_name_little() -> None:
    assert 0.0 < idf("zzz", 1000, 1000) < idf("zzz", 10, 1000) < idf("zzz", 1, 1000) <= 1.0
    assert idf("zzz", 0, 1000) == 1.0


def test_a_token_that_is_common_among_names_at_large_is_common_in_a_small_gazetteer() -> None:
    assert idf("mohammad", 1, 10) < idf("khukumatov", 1, 10)
