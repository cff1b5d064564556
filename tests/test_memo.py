from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

import pytest

from polyonym import memo

PACKAGE = Path(memo.__file__).parent
ELSEWHERE = {
    "memo.py": "this is the door",
    "session.py": "answers, dropped with their snapshot",
    "index/neighbours.py": "near tokens, dropped with their snapshot",
    "annotate/spotter.py": "words of names, dropped with their snapshot",
    "snapshots/packing.py": "field types of a few classes",
    "web/routes/docs.py": "the page of an application, dropped with it",
}


def caches_of(path: Path) -> list[tuple[str, str]]:
    """Return which decorators of `memo` a module calls, with the name that it gives; a batch memory is one of them."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    kinds = {"memoised": "memoised", "BatchMemo": "memoised", "read_once": "read_once"}
    return [
        (kinds[call.func.id], call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in kinds
    ]


def test_every_cache_of_the_table_belongs_to_one_function() -> None:
    found = sorted(call for path in PACKAGE.rglob("*.py") for call in caches_of(path))
    assert found == sorted(
        [*(("memoised", name) for name in memo.MEMOISED), *(("read_once", n) for n in memo.READ_ONCE)]
    )


def test_no_other_module_has_a_cache_without_a_reason() -> None:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "functools":
                names = {alias.name for alias in node.names}
                if names & {"cache", "lru_cache"}:
                    found.add(path.relative_to(PACKAGE).as_posix())
    assert found <= ELSEWHERE.keys()


@pytest.fixture
def tried_function(monkeypatch: pytest.MonkeyPatch):
    """Return a memoised function in a table of its own, and the arguments that it was called with."""
    monkeypatch.setattr(memo, "MEMOISED", {"tried": memo.Size(2, 10)})
    monkeypatch.setattr(memo, "_caches", {})
    called: list[str] = []

    @memo.memoised("tried")
    def tried(word: str) -> str:
        called.append(word)
        return word.upper()

    return tried, called


def test_a_result_is_computed_once_and_again_after_clearing(tried_function) -> None:
    tried, called = tried_function
    assert [tried("a"), tried("a")] == ["A", "A"]
    assert called == ["a"]
    memo.clear()
    assert tried("a") == "A"
    assert called == ["a", "a"]


def test_a_cache_holds_no_more_than_its_size_and_reports_what_it_holds(tried_function) -> None:
    tried, _ = tried_function
    for word in "abca":
        tried(word)
    assert memo.report() == (memo.CacheReport("tried", 2, 2, 20, 0, 4),)


def test_a_memoised_function_is_a_plain_lru_cache(tried_function) -> None:
    tried, _ = tried_function
    assert type(tried) is type(lru_cache(len))
    assert tried.__wrapped__("b") == "B"


@pytest.fixture
def batch_memo(monkeypatch: pytest.MonkeyPatch):
    """Return a memory of three words in a table of its own, with a function that asks it, and what was computed."""
    monkeypatch.setattr(memo, "MEMOISED", {"tried": memo.Size(3, 10)})
    monkeypatch.setattr(memo, "_caches", {})
    remembered: memo.BatchMemo[str, str] = memo.BatchMemo("tried")
    computed: list[str] = []

    def ask(words: str) -> str:
        def compute(places: list[int]) -> list[str]:
            computed.extend(words[place] for place in places)
            return [words[place].upper() for place in places]

        return "".join(remembered.values(words, compute))

    return ask, computed


def test_of_many_keys_only_those_that_are_not_known_are_computed(batch_memo) -> None:
    ask, computed = batch_memo
    assert [ask("ab"), ask("bca"), ask("")] == ["AB", "BCA", ""]
    assert computed == ["a", "b", "c"]
    assert memo.report() == (memo.CacheReport("tried", 3, 3, 30, 2, 3),)


@pytest.mark.parametrize("words", ["abcdefg", "aaaa", "gfa"])
def test_a_batch_memory_never_holds_more_than_its_size(batch_memo, words: str) -> None:
    ask, _ = batch_memo
    for batch in ("ab", words, "bc", words):
        assert ask(batch) == batch.upper()
        assert memo.report()[0].entries <= 3


def test_a_batch_memory_can_be_cleared(batch_memo) -> None:
    ask, computed = batch_memo
    ask("ab")
    memo.clear()
    assert memo.report() == (memo.CacheReport("tried", 0, 3, 0, 0, 0),)
    ask("ab")
    assert computed == ["a", "b", "a", "b"]


@pytest.mark.parametrize("declare", [memo.memoised, memo.read_once, memo.BatchMemo])
def test_a_cache_that_stands_in_no_table_is_refused(declare) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        declare("nowhere")


def test_a_module_that_is_not_imported_yet_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "_caches", {})
    assert {(one.entries, one.bytes) for one in memo.report()} == {(0, 0)}


def test_clearing_leaves_the_tables_of_the_package() -> None:
    from polyonym.text.lexicon import bundled_lexicon

    before = bundled_lexicon()
    memo.clear()
    assert bundled_lexicon() is before


def test_all_caches_together_take_below_six_tenths_of_a_gigabyte_when_they_are_full() -> None:
    assert sum(size.entries * size.bytes_each for size in memo.MEMOISED.values()) < 6e8
