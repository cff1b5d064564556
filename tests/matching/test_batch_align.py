from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyonym.index.snapshot import Snapshot
from polyonym.matching import batch_align
from polyonym.matching.align import align
from polyonym.matching.batch_align import Options
from polyonym.policy import DEFAULT_POLICY
from polyonym.text.name import Name, analyse
from tests.matching.batches import batch_of, chosen, chosen_one_by_one

Check = Callable[[list[tuple[Name, Name]]], None]


@pytest.fixture
def check(snapshot: Snapshot) -> Check:
    """Return a function that compares the alignments of all pairs at once with those of one after the other."""
    return partial(compare, snapshot)


def compare(snapshot: Snapshot, pairs: list[tuple[Name, Name]]) -> None:
    batch, scalar = batch_of(snapshot, pairs)
    found = batch.alignments
    for row, (names, pair) in enumerate(zip(pairs, scalar, strict=True)):
        expected = align(pair.mention, pair.alias, DEFAULT_POLICY)
        about = (names[0].text, names[1].text)
        assert chosen(found, row) == chosen_one_by_one(expected), about
        for at, one in enumerate(expected.pairs):
            across = pair.mention.tokens[one.ours[0]].script != pair.alias.tokens[one.theirs[0]].script
            assert found.similarities[row, at] == pytest.approx(one.likeness, abs=1e-5 if across else 1e-9), about
        assert not found.similarities[row, found.counts[row] :].any()


@pytest.mark.parametrize("kind", ["labelled", "edges", "namesakes", "strangers"])
def test_all_pairs_at_once_are_aligned_as_each_by_itself(
    check: Check, request: pytest.FixtureRequest, kind: str
) -> None:
    check(request.getfixturevalue(kind))


def test_a_few_pairs_are_padded_to_one_width_and_aligned_the_same(check: Check, edges: list[tuple[Name, Name]]) -> None:
    for start in range(0, len(edges), 97):
        check(edges[start : start + 7])


def test_no_pairs_are_aligned(snapshot: Snapshot) -> None:
    batch, _ = batch_of(snapshot, [])
    assert len(batch.alignments.counts) == 0


@pytest.mark.parametrize(
    ("mention", "alias"),
    [
        # Neighbours of another script that do not sound like the word beside them are not one word with it.
        ("\u041c\u0438\u043d\u0438\u0441\u0442\u0435\u0440\u0441\u0442\u0432\u043e", "Minh Duc"),
        ("Ali Jan", "\u0421\u0440\u0435\u0434\u043d\u044f\u044f \u0410\u0437\u0438\u044f"),
    ],
)
def test_neighbours_that_sound_unlike_a_word_of_another_script_are_left_over(
    snapshot: Snapshot, check: Check, mention: str, alias: str
) -> None:
    pair = analyse(mention, snapshot.lexicon), analyse(alias, snapshot.lexicon)
    check([pair])
    batch, _ = batch_of(snapshot, [pair])
    assert batch.alignments.counts.tolist() == [0]


WORDS = st.sampled_from(
    [
        *("omar", "omer", "umar", "noorul", "haq", "noorolhaq", "abd", "al", "rahman", "abdurrahman", "m", "o", "24"),
        *("007", "7", "bin", "bank", "ministry", "of", "llc", "jr", "ali", "aliabad", "abad", "a", "b", "ab"),
        *(
            "\u0639\u0645\u0631",
            "\u0646\u0648\u0631\u0627\u0644\u062d\u0642",
            "\u0646\u0648\u0631",
            "\u0627\u0644\u062d\u0642",
        ),
        *(
            "\u043e\u043c\u0430\u0440",
            "\u0430\u0431\u0434",
            "\u0440\u0430\u0445\u043c\u0430\u043d",
            "\u0430\u0431\u0434\u0443\u0440\u0440\u0430\u0445\u043c\u0430\u043d",
        ),
        *("\u5b89\u500d", "\u664b\u4e09", "\ubc15", "\uadfc\ud61c", "\u05e2\u05d5\u05de\u05e8"),
    ]
)
NAMES = st.lists(WORDS, max_size=7).map(" ".join)


@settings(max_examples=150)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=40))
def test_names_of_any_words_are_aligned_as_each_by_itself(check: Check, texts: list[tuple[str, str]]) -> None:
    check([(analyse(a), analyse(b)) for a, b in texts])


def long_names(snapshot: Snapshot, count: int) -> list[tuple[Name, Name]]:
    """Return pairs of names of 32 words."""
    names = [
        analyse(" ".join(f"{a}{b}ro{chr(97 + row)}o" for a in "bcdfghkl" for b in "aeiu"), snapshot.lexicon)
        for row in range(20)
    ]
    assert all(len(name.tokens) == 32 for name in names)
    return [(names[row % 20], names[row * 7 % 20]) for row in range(count)]


def test_a_batch_of_long_names_is_cut_by_pairs_so_that_the_matrix_of_gains_stays_small(
    snapshot: Snapshot, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks: list[tuple[int, int]] = []
    cut = batch_align.width_groups

    def groups(sizes):
        for width, places in cut(sizes):
            blocks.append((width, len(places)))
            yield width, places

    monkeypatch.setattr(batch_align, "width_groups", groups)
    monkeypatch.setattr(batch_align, "_MOST_GAINS", 400_000)
    pairs = long_names(snapshot, 300)
    check([*pairs, (pairs[0][0], analyse("Omar Safi", snapshot.lexicon))])
    assert len(blocks) > 3
    assert sum(count for _, count in blocks) == 301
    assert all(count * 4 * width**2 <= 400_000 for width, count in blocks)


@pytest.mark.parametrize("count", [1, 24, 25, 5000])
@pytest.mark.parametrize("size", [0, 1, 5, 32])
def test_every_pair_of_names_is_in_one_block(count: int, size: int) -> None:
    sizes = np.full(count, size, np.int64)
    sizes[: count // 2] = 3
    blocks = list(batch_align.width_groups(sizes))
    places = np.concatenate([np.zeros(0, np.int64), *(own for _, own in blocks)])
    assert sorted(places.tolist()) == np.flatnonzero(sizes > 0).tolist()
    assert all(sizes[own].max() <= width for width, own in blocks)


@pytest.mark.parametrize("width", [1, 2, 3, 6])
@pytest.mark.parametrize("joins", [False, True])
def test_options_conflict_where_they_share_a_token(width: int, joins: bool) -> None:
    options = Options.of(width, joins)
    covered = [
        (set(range(a, a + m)), set(range(b, b + n)))
        for a, m, b, n in zip(
            options.mention_starts.tolist(),
            options.mention_lengths.tolist(),
            options.alias_starts.tolist(),
            options.alias_lengths.tolist(),
            strict=True,
        )
    ]
    for row, (own, other) in enumerate(covered):
        assert [bool(own & x or other & y) for x, y in covered] == options.conflicts[row].tolist()
        assert np.flatnonzero(options.mention_masks[row]).tolist() == sorted(own)
        assert np.flatnonzero(options.alias_masks[row]).tolist() == sorted(other)
    assert options.single.tolist() == [len(own) == len(other) == 1 for own, other in covered]
    assert joins == (len(covered) > width**2) or width == 1
