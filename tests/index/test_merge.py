from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from polyonym.index.analysis import analyse_entities
from polyonym.index.merge import merge
from polyonym.index.snapshot import Snapshot
from polyonym.snapshots.packing import Packed, pack


def arrays_of(columns):
    packed = Packed()
    pack(columns, "c", packed)
    return packed


def same(one, other):
    """Compare columns array for array."""
    a, b = arrays_of(one), arrays_of(other)
    assert a.values == b.values
    for name, array in a.arrays.items():
        assert np.array_equal(array, b.arrays[name]), name


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_it_makes_no_difference_how_entities_are_cut_and_in_which_order_they_come(
    snapshot: Snapshot, size: int
) -> None:
    entities = list(snapshot.entities)
    random.Random(size).shuffle(entities)  # noqa: S311 -- an order for a test
    parts = [
        analyse_entities(entities[start : start + size], snapshot.lexicon) for start in range(0, len(entities), size)
    ]
    order = np.array(sorted(range(len(entities)), key=lambda place: entities[place].id))
    merged = merge(parts, order)
    whole = merge([analyse_entities(sorted(entities, key=lambda e: e.id), snapshot.lexicon)], np.arange(len(entities)))
    files = {name: place for place, name in enumerate(whole.entities.file_names)}
    again = [files[name] for name in merged.entities.file_names]
    assert np.array(again)[merged.entities.file_rows].tolist() == whole.entities.file_rows.tolist()
    same(_without_files(merged), _without_files(whole))


def _without_files(columns):
    """Leave the numbers of the files out, which follow the order of the files."""
    texts = columns.entities
    nothing = replace(texts, file_rows=np.zeros(0, np.int32), file_names=type(texts.file_names).of(()))
    return replace(columns, entities=nothing)


def test_an_entity_that_is_left_out_leaves_nothing_behind(snapshot: Snapshot) -> None:
    entities = list(snapshot.entities)
    kept = [place for place in range(len(entities)) if place % 3]
    merged = merge([analyse_entities(entities, snapshot.lexicon)], np.array(kept))
    alone = merge([analyse_entities([entities[place] for place in kept], snapshot.lexicon)], np.arange(len(kept)))
    same(_without_files(merged), _without_files(alone))


def test_nothing_merges_to_nothing() -> None:
    columns = merge([], np.zeros(0, np.int64))
    assert len(columns.names) == len(columns.type_codes) == columns.tokenised_count == 0
    assert columns.exact.get("x") == ()
