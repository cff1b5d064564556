"""API keys: who may change something.

The rule: a request brings one of the keys of the settings as `Authorization: Bearer KEY`. Without keys in the settings
nobody may. Keys are compared in constant time.
"""

from __future__ import annotations

import hmac

from polyonym.web.http.problems import Refusal


def check_key(authorization: str | None, api_keys: frozenset[str]) -> None:
    """Refuse a request that brings no key, or none of the service's, as `Authorization: Bearer KEY`."""
    if not api_keys:
        detail = "The service was started without POLYONYM_API_KEYS, so nobody may reload."
        raise Refusal("reload-disabled", detail)
    scheme, _, sent = (authorization or "").strip().partition(" ")
    key = sent.strip().encode()
    if scheme.lower() != "bearer" or not key:
        challenge = {"WWW-Authenticate": 'Bearer realm="polyonym"'}
        raise Refusal("api-key-missing", "Send a key as Authorization: Bearer KEY.", challenge)
    # All keys are compared, so that the time says nothing about which of them is nearest.
    matching = [known for known in api_keys if hmac.compare_digest(key, known.encode())]
    if not matching:
        raise Refusal("api-key-refused", "This key is not one of the service's.")
