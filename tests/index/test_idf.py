from __future__ import annotations

from polyonym.index.idf import weight


def test_a_token_of_one_name_tells_all_and_one_of_every_name_little() -> None:
    assert 0.0 < weight("zzz", 1000, 1000) < weight("zzz", 10, 1000) < weight("zzz", 1, 1000) <= 1.0
    assert weight("zzz", 0, 1000) == 1.0


def test_a_token_that_is_common_among_names_at_large_is_common_in_a_small_gazetteer() -> None:
    assert weight("mohammad", 1, 10) < weight("khukumatov", 1, 10)
