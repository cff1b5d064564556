from __future__ import annotations

import pickle

from polyonym.training.example import Example


def test_an_example_reaches_another_process_as_it_is() -> None:
    example = Example("Omar Safi", "Umar Safy", "person", same=True)
    assert pickle.loads(pickle.dumps(example)) == example  # noqa: S301 -- our own bytes
    assert Example("a", "b", "person", same=True) != Example("a", "b", "person", same=False)
