from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from polyonym import Resolver
from polyonym.index.snapshot import Snapshot
from polyonym.matching.name_table import NameDraft, NameTable, NameVariants, Profile, listed_tokens, mention_tokens
from polyonym.matching.prepared import PreparedName, prepare_listed, prepare_variants
from polyonym.matching.token_table import TokenRows, TokenTable
from polyonym.policy import DEFAULT_POLICY
from polyonym.text.name import Name, analyse


def drawn(
    draft: Callable[[TokenRows], NameDraft],
) -> tuple[NameTable, NameVariants]:
    tokens = TokenRows()
    done = draft(tokens)
    return done.finish(TokenTable.of(tokens.tokens))


def check(table: NameTable, variants: NameVariants, prepared: list[list[PreparedName]]) -> None:
    """Compare rows of a table with the same names, made ready one by one, each under every way to part it."""
    assert np.diff(variants.offsets).tolist() == [len(ways) for ways in prepared]
    every = [way for ways in prepared for way in ways]
    assert len(table.scripts) == len(every) == len(variants.rows)
    profiles = table.profiles
    for row, one in zip(variants.rows.tolist(), every, strict=True):
        own = slice(*table.offsets[row : row + 2].tolist())
        assert tuple(table.table.tokens[token] for token in table.token_rows[own].tolist()) == one.tokens
        assert tuple(table.weights[own].tolist()) == pytest.approx(one.weights, abs=1e-12)
        assert table.scripts[row] == one.script
        assert table.lengths[row] == len(one.tokens)
        assert table.totals[row] == pytest.approx(one.total, abs=1e-12)
        assert (table.wholes[row], table.sorted_wholes[row]) == (one.whole, one.whole_sorted)
        assert (table.shortest_joins[row], table.longest_tokens[row]) == (one.shortest_join, one.longest), one.whole
        profile = profiles.distinct[profiles.rows[row]]
        assert (profile.concepts, profile.digits, profile.chain) == (one.concepts, one.digits, one.chain), one.whole
        assert profile.axes == one.axes
        assert profile.of("legal:") == one.legal


def names_of(pairs: list[tuple[Name, Name]]) -> list[Name]:
    return list(dict.fromkeys(name for pair in pairs for name in pair))


@pytest.mark.parametrize("kind", ["labelled", "edges"])
def test_mentions_in_a_table_are_what_each_is_by_itself(
    snapshot: Snapshot, request: pytest.FixtureRequest, kind: str
) -> None:
    names = names_of(request.getfixturevalue(kind))
    table, variants = drawn(lambda tokens: mention_tokens(snapshot, names, tokens, DEFAULT_POLICY))
    check(table, variants, [list(prepare_variants(snapshot, name, DEFAULT_POLICY)) for name in names])


@pytest.mark.parametrize("texts", [[], ["!!!"], ["Omar"], ["!!!", "Omar Safi"], ["Omar Safi", "!!!"], ["Omar", "!!!"]])
def test_a_table_of_next_to_nothing_is_right_as_well(snapshot: Snapshot, texts: list[str]) -> None:
    names = [analyse(text) for text in texts]
    table, variants = drawn(lambda tokens: mention_tokens(snapshot, names, tokens, DEFAULT_POLICY))
    check(table, variants, [list(prepare_variants(snapshot, name, DEFAULT_POLICY)) for name in names])


@pytest.mark.parametrize("step", [1, -1, 5])
def test_listed_names_in_a_table_are_what_each_is_by_itself(snapshot: Snapshot, step: int) -> None:
    numbers = list(range(len(snapshot.names)))[::step]
    table, variants = drawn(lambda tokens: listed_tokens(snapshot, numbers, tokens, DEFAULT_POLICY))
    check(table, variants, [list(prepare_listed(snapshot, number, DEFAULT_POLICY)) for number in numbers])


def test_a_name_that_is_written_without_spaces_has_a_row_for_each_way_to_part_it(make: Callable[..., Resolver]) -> None:
    snapshot = make('- {id: one, type: person, name: "\u5b89\u500d\u664b\u4e09"}\n').snapshot
    table, variants = drawn(lambda tokens: listed_tokens(snapshot, [0, 0], tokens, DEFAULT_POLICY))
    assert variants.offsets.tolist() == [0, 2, 4]
    ways = [[table.table.tokens[token].text for token in table.token_rows[at : at + 2]] for at in (0, 2)]
    assert ways == [["\u5b89", "\u500d\u664b\u4e09"], ["\u5b89\u500d", "\u664b\u4e09"]]


def test_names_that_say_nothing_share_the_empty_profile(snapshot: Snapshot) -> None:
    names = [analyse(text) for text in ("Omar Safi", "Kunar Bank", "Ashraf Ghani", "Kabul Bank", "!!!", "Brigade 007")]
    table, _ = drawn(lambda tokens: mention_tokens(snapshot, names, tokens, DEFAULT_POLICY))
    profiles = table.profiles
    assert profiles.distinct[0] == Profile()
    assert [bool(row) for row in profiles.rows.tolist()] == [False, True, False, True, False, True]
    assert profiles.rows[1] == profiles.rows[3]
    assert profiles.distinct[profiles.rows[5]].digits == {"7"}
