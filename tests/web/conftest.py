"""The service in this process, over a gazetteer that a test makes; `client` of the whole suite has the real one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from polyonym import Resolver
from polyonym.settings import WebSettings
from polyonym.web.app import create_app


@pytest.fixture
def serve() -> Callable[..., TestClient]:
    """Return a function from an engine, keys and limits to a client."""

    def client_of(engine: Resolver, *keys: str, **options: int) -> TestClient:
        app = create_app(engine, WebSettings(frozenset(keys), **options))
        return TestClient(app, raise_server_exceptions=False)

    return client_of
