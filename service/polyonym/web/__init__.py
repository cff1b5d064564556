"""The HTTP edge: the only folder that knows FastAPI."""
