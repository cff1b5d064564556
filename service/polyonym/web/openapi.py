"""The contract as a file: what `openapi.yaml` at the root of the project holds."""

from __future__ import annotations

from polyonym import yamlfile
from polyonym.engine import in_memory
from polyonym.web.app import create_app


def export_openapi() -> str:
    """Return the contract as YAML: the same for the same code."""
    # The routes are described and never called, so an empty gazetteer serves as well as any.
    app = create_app(in_memory(()))
    return "# Exported from the code by `make openapi`; do not edit.\n" + yamlfile.dump(app.openapi())
