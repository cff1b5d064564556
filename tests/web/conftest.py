"""The service in this process, over a gazetteer that a test makes; `client` of the whole suite has the real one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from polyonym import Resolver
from polyonym.web.app import create_app


@pytest.fixture
def serve() -> Callable[..., TestClient]:
    """Return a function from an engine, and keys, to a client."""

    def client_of(engine: Resolver, *keys: str, **options: int) -> TestClient:
        app = create_app(engine, keys, **options)
        return TestClient(app, raise_server_exceptions=False)

    return client_of
