"""The examples of the contract, read from `examples.json`; the contract tests send every request among them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

Examples = Mapping[str, Mapping[str, dict[str, Any]]]


def read() -> Mapping[str, Examples]:
    """Return the examples: operation, then `requests` or `answers`, then name, in the form that OpenAPI gives them."""
    text = resources.files("polyonym.web.contract").joinpath("examples.json").read_text(encoding="utf-8")
    found: Mapping[str, Examples] = json.loads(text)
    return found
