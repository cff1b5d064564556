from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyonym.index.snapshot import Snapshot
from polyonym.matching.align import align
from polyonym.matching.batch_features import batch_features, disagreements
from polyonym.matching.features import FEATURES, features
from polyonym.matching.pair_score import vetoed
from polyonym.policy import DEFAULT_POLICY
from polyonym.text.name import Name, analyse
from tests.matching.batches import batch_of

SIZE = 3.5


def compare(snapshot: Snapshot, pairs: list[tuple[Name, Name]]) -> None:
    """Compare the features of all pairs at once with those of one pair after the other."""
    batch, scalar = batch_of(snapshot, pairs)
    found, distinct, rows = batch_features(batch, SIZE)
    assert found.shape == (len(pairs), len(FEATURES))
    for row, (names, (mention, alias)) in enumerate(zip(pairs, scalar, strict=True)):
        about = (names[0].text, names[1].text)
        alignment = align(mention, alias, DEFAULT_POLICY)
        assert distinct[rows[row]].veto == vetoed(mention, alias), about
        if not alignment.pairs:  # neither way looks at features of names that have nothing in common
            continue
        across = len({token.script for name in names for token in name.tokens}) > 1
        expected = features(mention, alias, alignment, SIZE)
        wrong = [
            (feature, value, right)
            for feature, value, right in zip(FEATURES, found[row].tolist(), expected, strict=True)
            if abs(value - right) > (1e-5 if across else 1e-9)
        ]
        assert not wrong, about


@pytest.mark.parametrize("kind", ["labelled", "edges", "namesakes", "strangers"])
def test_all_pairs_at_once_have_the_features_of_each_by_itself(
    snapshot: Snapshot, request: pytest.FixtureRequest, kind: str
) -> None:
    compare(snapshot, request.getfixturevalue(kind))


def test_no_pairs_have_no_features(snapshot: Snapshot) -> None:
    compare(snapshot, [])


WORDS = st.sampled_from(
    [
        *("omar", "umar", "safi", "safy", "noorul", "haq", "noorolhaq", "m", "24", "024", "25", "united24", "bin"),
        *("ahmad", "hasan", "bank", "ministry", "emirate", "republic", "north", "south", "upper", "llc", "jsc", "jr"),
        *(
            "sr",
            "of",
            "\u043e\u043c\u0430\u0440",
            "\u0628\u0627\u0646\u06a9",
            "\u0639\u0645\u0631",
            "christian",
            "christina",
        ),
    ]
)
NAMES = st.lists(WORDS, max_size=6).map(" ".join).map(analyse)


@settings(max_examples=100)
@given(st.data())
def test_names_of_any_words_have_the_features_of_each_by_itself(snapshot: Snapshot, data: st.DataObject) -> None:
    compare(snapshot, data.draw(st.lists(st.tuples(NAMES, NAMES), max_size=40)))


@pytest.mark.parametrize(
    ("mention", "alias", "veto"),
    [
        ("UNITED24", "United 25", "numbers"),
        ("Brigade 7", "Brigade 007", None),
        ("Samuel Goldwyn Jr", "Samuel Goldwyn Sr", "generation"),
        ("Emirate of Kunar", "Republic of Kunar", "heads"),
        ("Ahmad bin Hasan", "Hasan bin Ahmad", "patronymic"),
        ("Ahmad bin Hasan", "Ahmad bin Hassan", None),
    ],
)
def test_a_veto_says_what_makes_two_names_those_of_two_things(
    snapshot: Snapshot, mention: str, alias: str, veto: str | None
) -> None:
    batch, _ = batch_of(snapshot, [(analyse(mention), analyse(alias))])
    distinct, rows = disagreements(batch)
    found = distinct[rows[0]].veto
    assert (found[0] if found else None) == veto


def test_pairs_that_disagree_alike_share_a_disagreement(snapshot: Snapshot) -> None:
    names = [analyse(text) for text in ("Kabul Bank", "Omar Safi", "Kunar Bank", "Ashraf Ghani")]
    batch, _ = batch_of(snapshot, [(a, b) for a in names for b in names])
    distinct, rows = disagreements(batch)
    assert len(distinct) == 4
    assert np.array(rows).reshape(4, 4)[:2, :2].tolist() == np.array(rows).reshape(4, 4)[2:, 2:].tolist()
