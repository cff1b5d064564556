"""The service in this process, over the real gazetteer."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from polyonym import Resolver
from polyonym.web.app import create_app

with warnings.catch_warnings():
    # Starlette prefers a successor of httpx that this project does not need.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def client(resolver: Resolver) -> Iterator[TestClient]:
    """Return a client of the service over the real gazetteer, started without keys."""
    app = create_app(resolver)
    # An error of the service is answered and not raised here, as behind a real server.
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found
