from __future__ import annotations

from array import array

from polyonym.annotate.sounds import Sounds, pair, pairs_of_name


def test_spellings_of_two_words_have_one_key_in_any_order_and_script():
    assert pair("ashraf", "ghani") == pair("gani", "ashref") == pair("ашраф", "гани") != ""


def test_words_that_sound_like_too_many_have_none():
    assert pair("al", "haq") == pair("ali", "ada") == pair("2001", "kabul") == ""


def test_a_name_has_the_keys_of_its_neighbours_its_ends_and_its_joins():
    keys = set(pairs_of_name(["noorul", "haq", "ulumi"]))
    assert {pair("noorul", "ulumi"), pair("noorulhaq", "ulumi")} <= keys
    assert list(pairs_of_name(["kabul"])) == []
    assert list(pairs_of_name(["one", "two", "three", "four", "five", "six"])) == []


def test_a_table_gives_the_names_of_a_key_unless_there_are_too_many():
    key = pair("ashraf", "ghani")
    table = Sounds.of(array("q", [hash(key), hash("x"), hash(key)]), array("i", [7, 1, 3]))
    assert table.holders([key, "", "nothing"], 2) == [[3, 7], [], []]
    assert table.holders([key], 1) == [[]]
    assert Sounds.of(array("q"), array("i")).holders([key], 5) == [[]]
