from __future__ import annotations

from polyonym.engine import in_memory
from polyonym.web.app import create_app
from polyonym.web.contract import examples


def test_every_operation_has_examples_and_every_example_an_operation():
    paths = create_app(in_memory(())).openapi()["paths"]
    operations = {operation["operationId"] for methods in paths.values() for operation in methods.values()}
    assert set(examples.read()) == operations


def test_an_example_has_a_summary_and_a_value_and_nothing_else():
    for operation, parts in examples.read().items():
        assert set(parts) <= {"requests", "answers"}, operation
        assert parts["answers"], operation
        for named in parts.values():
            assert all(set(example) == {"summary", "value"} for example in named.values()), operation
