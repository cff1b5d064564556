"""The contract as a file: what `openapi.yaml` at the root of the project holds."""

from __future__ import annotations

from polyonym import yamlfile
from polyonym.engine import Resolver
from polyonym.web.app import create_app


def export_openapi() -> str:
    """Return the contract as YAML: the same for the same code."""
    # The routes are described and never called, so the engine behind them needs no gazetteer.
    app = create_app(Resolver.__new__(Resolver))
    return "# Exported from the code by `make openapi`; do not edit.\n" + yamlfile.dump(app.openapi())
